"""What an export is made of: an article with the annotations that go out with it."""

from __future__ import annotations

from typing import NamedTuple

from annotui.core.model import Annotation, Article


class ExportArticle(NamedTuple):
    """One article and those of its annotations that are wanted, in any order unless they are said to be sorted."""

    article: Article
    annotations: tuple[Annotation, ...] = ()
    is_sorted: bool = False

    def in_order(self) -> list[Annotation]:
        """The annotations by start, end and id: the order of every export."""
        if self.is_sorted:
            return list(self.annotations)
        return sorted(self.annotations, key=lambda a: (a.start, a.end, a.id))

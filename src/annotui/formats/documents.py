"""What a file of annotations holds: documents with their spans, and the labels and records that it brings along."""

from __future__ import annotations

from dataclasses import dataclass

from annotui.core.model import Agreement, Annotation, Article, Label
from annotui.core.quotes import Quote
from annotui.formats.tables import Problem


@dataclass(frozen=True, slots=True)
class Document:
    """An article as a file of annotations gives it, and what stands in it.

    `where` is its place in the file. Its `article` has a path, a text, or both; where the file gives none they are
    empty, and so is all that it does not tell. `places` says of each annotation where it stands in the file. Where the
    file gives no name, the path is made up: `is_named` tells. `quotes` are, where the file has them, what each fragment
    of each annotation reads and what stands about it; one that has no place of its own lies at 0-0, and the
    annotation's fragments say nothing.
    """

    where: str
    article: Article
    has_text: bool
    annotations: tuple[Annotation, ...]
    places: tuple[str, ...]
    is_named: bool = True
    quotes: tuple[tuple[Quote, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Documents:
    """All of a file: what could be read, and what was wrong with the rest.

    `lost` is what it holds that annotui has no place for, counted: `relations: 3`.
    """

    documents: tuple[Document, ...]
    labels: tuple[Label, ...]
    agreements: tuple[Agreement, ...]
    problems: tuple[Problem, ...]
    lost: tuple[str, ...] = ()

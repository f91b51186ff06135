"""What a mention can mean: ranked candidates for the screen and for `annotui link`, from one index of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from annotui.core.model import Annotation, Article, Fragment, Link, LinkStatus, Reason
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotui.linking.catalogue import Catalogue
    from annotui.linking.sets import Candidate as Candidate
    from annotui.project.catalogue_index import CatalogueIndex


T = TypeVar("T")


class Linker:
    """Candidates over the catalogue as it is when they are asked for; none until its index `is_ready`."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._index: CatalogueIndex | None = None

    def close(self) -> None:
        """Close the index; the next question opens it again."""
        if self._index is not None:
            self._index.close()

    @property
    def is_ready(self) -> bool:
        """Whether the index of the catalogue is there; of a large one it has to be made, by `make_ready`."""
        return self._catalogue() is not None

    def make_ready(self, progress: Progress = quietly) -> bool:
        """Make the index of the catalogue, if it is not there. Returns whether it is then. Raises StorageError."""
        from annotui.project.catalogue_index import make_ready

        return make_ready(self._project, progress)

    def for_span(self, article: Article, span: Annotation, query: str = "", limit: int = 50) -> list[Candidate]:
        """Candidates of a span in its sentence, best first; `query` is what the user has typed."""
        return self.for_fragments(article, span.fragments, query, limit)

    def for_fragments(
        self, article: Article, fragments: Sequence[Fragment], query: str = "", limit: int = 50
    ) -> list[Candidate]:
        """Candidates of a stretch of an article in its sentence. Parts are code points of the stretch."""
        from annotui.core.segments import sentence_at
        from annotui.linking.candidates import candidates

        start, end = fragments[0].start, fragments[-1].end
        left = sentence_at(article.text, start)[0]
        right = max(end, sentence_at(article.text, max(start, end - 1))[1])
        return self._ask(
            lambda catalogue: candidates(
                catalogue,
                article.text[start:end],
                context=article.text[left:right],
                at=start - left,
                on=article.date,
                query=query,
                limit=limit,
            )
        )

    def of_records(self, ids: Sequence[str]) -> list[Candidate]:
        """Candidates for records that are linked already, whatever speaks for them; those that are gone left out."""
        from annotui.linking.sets import Candidate, CandidateLink

        records = self._ask(lambda catalogue: [catalogue.record(id) for id in ids if catalogue.get(id) is not None])
        return [Candidate((CandidateLink(record, None),), 0.0, ()) for record in records]

    def for_text(self, text: str, *, context: str = "", on: str = "", limit: int = 10) -> list[Candidate]:
        """Candidates of any text, as `annotui link` asks."""
        from annotui.linking.candidates import candidates

        at = context.find(text)
        if context and at < 0:
            # The text is taken to stand before a context that does not quote it.
            context, at = f"{text}\n{context}", 0
        return self._ask(
            lambda catalogue: candidates(catalogue, text, context=context, at=max(0, at), on=on, limit=limit)
        )

    def _ask(self, question: Callable[[Catalogue], list[T]]) -> list[T]:
        """The answer of the catalogue: none where its index is not there, or turns out to be broken."""
        from annotui.storage.agreement_index import BrokenIndex

        catalogue = self._catalogue()
        if catalogue is None:
            return []
        try:
            return question(catalogue)
        except BrokenIndex:
            if self._index is not None:
                self._index.forget()
            return []

    def _catalogue(self) -> Catalogue | None:
        if self._index is None:
            from annotui.project.catalogue_index import index_of

            self._index = index_of(self._project)
        return self._index.current()


def links_of(
    candidate: Candidate, start: int, found: Sequence[Candidate], *, status: LinkStatus = "linked", method: str
) -> tuple[Link, ...]:
    """A candidate as links of the span that begins at code point `start`, with score and reasons kept.

    The score is the candidate's; of a set each record has its own reasons, as it has alone among those `found`.
    """
    alone = {each.links[0].id: each.reasons for each in found if len(each.links) == 1}
    return tuple(
        Link(
            agreement=link.id,
            status=status,
            score=round(candidate.score, 4),
            method=method,
            part=Fragment(start + link.part.start, start + link.part.end) if link.part else None,
            reasons=_own(alone.get(link.id, ())) if len(candidate.links) > 1 else candidate.reasons,
        )
        for link in candidate.links
    )


def _own(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """What speaks for a record of a set: all but that it is in the set."""
    return tuple(reason for reason in reasons if reason.id != "part-of-set")

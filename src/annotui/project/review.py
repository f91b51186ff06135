"""Deciding on suggestions: accepted they become spans of the annotator's, rejected they do not come again."""

from __future__ import annotations

from collections.abc import Sequence

from annotui.core.model import Annotation, Fragment, Link
from annotui.errors import UsageError
from annotui.project.annotate import new_id
from annotui.project.learning import learn
from annotui.project.opening import Project
from annotui.project.pending import rejection_of
from annotui.project.seen import Seen, article_seen, refuse_twin, unchanged
from annotui.project.wording import shown
from annotui.storage import span_rows
from annotui.storage.history import ActWriter


def accept(
    project: Project,
    suggested: Annotation,
    *,
    fragments: Sequence[Fragment] = (),
    label: str = "",
    links: Sequence[Link] | None = None,
    note: str = "",
    flag: bool = False,
    seen: Seen | None = None,
) -> Annotation:
    """Make a suggestion a span, as it is or with other edges, another label or other links. Returns it.

    Raises as `annotate.tag` does.
    """
    changed = suggested._replace(
        fragments=tuple(fragments) or suggested.fragments,
        label=label or suggested.label,
        links=suggested.links if links is None else tuple(links),
        note=note,
        flag=flag,
    )
    (made,) = _accept(project, [changed], seen)
    return made


def accept_all(project: Project, suggested: Sequence[Annotation], *, seen: Seen | None = None) -> int:
    """Make these suggestions for one article spans, in one act. Returns how many they are."""
    if not suggested:
        raise UsageError(
            "There is nothing to accept.", "`annotui suggest` finds mentions; f shows what Tab steps through."
        )
    return len(_accept(project, suggested, seen))


def reject(project: Project, suggested: Annotation) -> None:
    """Let a suggestion not come again: its words with this label for these records."""
    rejection = rejection_of(suggested)
    with project.store.act(project.annotator, f"reject: {shown(suggested.text)}", article=suggested.article) as writer:
        writer.insert(
            "rejection",
            {"annotator": project.annotator, **rejection._asdict(), "created_at": writer.at, "score": suggested.score},
        )


def _accept(project: Project, suggested: Sequence[Annotation], seen: Seen | None) -> list[Annotation]:
    known = article_seen(project, suggested[0].article, seen)
    made = [_span(project, one, known.text) for one in suggested]
    more = f" and {len(made) - 1} more" if made[1:] else ""
    with project.store.act(
        project.annotator, f"accept: {shown(made[0].text)}{more}", article=known.path, focus=made[0].id
    ) as writer:
        id_ = unchanged(project, known)
        for one in made:
            refuse_twin(project, one, seen if len(made) == 1 else None)
            _write(project, writer, id_, known.text, one)
        at = writer.at
    return [one._replace(created_at=at, updated_at=at) for one in made]


def _span(project: Project, one: Annotation, text: str) -> Annotation:
    links = one.links if project.label(one.label).links else ()
    return one._replace(
        id=new_id(),
        annotator=project.annotator,
        state="accepted",
        text=" ".join(text[fragment.start : fragment.end] for fragment in one.fragments),
        links=tuple(link._replace(by=project.annotator) for link in links),
    )


def _write(project: Project, writer: ActWriter, article: int, text: str, made: Annotation) -> None:
    span_rows.add(writer, article, text, made)
    learn(writer, made.text, made.links)

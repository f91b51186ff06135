"""What an annotator does to spans and articles, each one act: tag, relabel, link, note, delete, undo and so on.

Every act raises NothingChanged where it would leave things as they are, Conflict where a span is no longer as it was
seen, and UsageError for a span of somebody else's.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from annotui.core.model import Annotation, ArticleStatus, Fragment, Link, Origin, text_of
from annotui.core.quotes import quote_of
from annotui.errors import Conflict, DataError, NothingChanged, UsageError
from annotui.project.learning import learn
from annotui.project.opening import Project
from annotui.project.seen import Seen, article_seen, no_article, refuse_twin, unchanged
from annotui.project.wording import shown
from annotui.storage import articles, span_rows
from annotui.storage.connection import Row
from annotui.storage.history import PastAct, next_redo, next_undo
from annotui.storage.since import only_annotations


def tag(
    project: Project,
    article: str,
    fragments: Sequence[Fragment],
    label: str,
    *,
    links: Sequence[Link] = (),
    note: str = "",
    origin: Origin = "manual",
    id: str = "",
    seen: Seen | None = None,
) -> Annotation:
    """Annotate a span of `article`, with what it means if that is known already.

    `id` is minted when none is given; `seen` is the article where it is at hand. Returns the annotation as stored.
    Raises UsageError (no such article, label or record; the same span has this label already), DataError (offsets
    outside the text), Conflict (the text was changed meanwhile), StorageError.
    """
    known = article_seen(project, article, seen)
    fragments = _ordered(fragments, known.text)
    made = Annotation(
        id=id or new_id(),
        article=article,
        label=label,
        annotator=project.annotator,
        fragments=fragments,
        text=text_of(fragments, known.text),
        origin=origin,
        note=clean(note),
        links=signed(project, links),
    )
    with project.store.act(
        project.annotator, f"tag {shown(label)}: {shown(made.text)}", article=article, focus=made.id
    ) as writer:
        # All that is asked of the database is asked in here: outside, each question would wait for its own lock.
        kind = project.label(label)
        if kind.articles:
            raise UsageError(f"The label {shown(label)!r} is for whole articles.", "T gives it to one.")
        if not kind.links and links:
            raise UsageError(
                f"The label {shown(label)!r} does not link.", "Choose one that does, or leave the link out."
            )
        article_id = unchanged(project, known)
        refuse_twin(project, made, seen)
        span_rows.add(writer, article_id, known.text, made)
        if made.links:
            learn(writer, made.text, made.links)
    return made._replace(created_at=writer.at, updated_at=writer.at)


def relabel(project: Project, spans: Iterable[Annotation], label: str, *, seen: Seen | None = None) -> None:
    """Give spans another label; their links go where it does not link.

    Raises UsageError for an unknown label, or where the same span would have one label twice.
    """
    spans = _own(project, spans)
    kind = project.label(label)
    if kind.articles:
        raise UsageError(f"The label {shown(label)!r} is for whole articles.", "T gives it to one.")
    with project.store.act(
        project.annotator, f"relabel {shown(label)}: {_several(spans)}", article=spans[0].article, focus=spans[0].id
    ) as writer:
        for span in spans:
            refuse_twin(project, span._replace(label=label), seen if len(spans) == 1 else None)
            span_rows.relabel(writer, span, label, links=kind.links)


def set_edges(project: Project, span: Annotation, fragments: Sequence[Fragment], *, seen: Seen | None = None) -> None:
    """Move the edges of a span, or give it more fragments; one that had moved stands exactly then.

    Raises DataError for offsets outside the text, UsageError where another span has these edges and the same label,
    Conflict where the text or the span was changed meanwhile.
    """
    (span,) = _own(project, [span])
    known = article_seen(project, span.article, seen)
    fragments = _ordered(fragments, known.text)
    if fragments == span.fragments and span.anchor == "exact":
        raise NothingChanged
    text = text_of(fragments, known.text)
    with project.store.act(project.annotator, f"edges: {shown(text)}", article=span.article, focus=span.id) as writer:
        unchanged(project, known)
        refuse_twin(project, span._replace(fragments=fragments, text=text), seen)
        span_rows.set_fragments(writer, span, known.text, fragments)


def delete(project: Project, spans: Iterable[Annotation]) -> None:
    """Delete spans with their links."""
    spans = _own(project, spans)
    with project.store.act(
        project.annotator,
        f"delete {shown(spans[0].label)}: {_several(spans)}",
        article=spans[0].article,
        focus=spans[0].id,
    ) as writer:
        for span in spans:
            span_rows.delete(writer, span)


def set_note(project: Project, span: Annotation, note: str) -> None:
    """Write a note on a span; an empty one takes it away."""
    (span,) = _own(project, [span])
    with project.store.act(project.annotator, f"note: {shown(span.text)}", article=span.article, focus=span.id) as act:
        span_rows.change(act, span, {"note": clean(note)})


def set_flag(project: Project, span: Annotation, flag: bool) -> None:
    """Flag a span to come back to it, or take the flag away."""
    (span,) = _own(project, [span])
    word = "flag" if flag else "unflag"
    with project.store.act(
        project.annotator, f"{word}: {shown(span.text)}", article=span.article, focus=span.id
    ) as writer:
        span_rows.change(writer, span, {"flag": int(flag)})


def set_links(project: Project, span: Annotation, links: Sequence[Link], *, also: Sequence[Annotation] = ()) -> None:
    """Decide what a span means: records, NIL, unsure, or nothing (the link is open again).

    Those `also` given mean the same, in the same act; the parts of the text that name each record are `span`'s own.
    Raises UsageError when a label does not link or a record is not in the catalogue.
    """
    spans = _own(project, [span, *also])
    for each in spans:
        if not project.label(each.label).links:
            raise UsageError(f"The label {each.label!r} does not link.", "Relabel the span with one that does.")
    decided = signed(project, links)
    with project.store.act(
        project.annotator, f"{decision(decided)}: {_several(spans)}", article=span.article, focus=span.id
    ) as writer:
        span_rows.set_links(writer, span, decided)
        learn(writer, span.text, decided)
        for other in spans[1:]:
            span_rows.set_links(writer, other, tuple(link._replace(part=None) for link in decided))
            learn(writer, other.text, decided)


def set_status(project: Project, paths: Iterable[str], status: ArticleStatus) -> None:
    """Set this annotator's status of articles, as one act."""
    _set_article(project, list(paths), {"status": status}, status)


def set_article_note(project: Project, path: str, note: str) -> None:
    """Write this annotator's note on an article."""
    _set_article(project, [path], {"note": clean(note)}, "note on article")


def set_article_label(project: Project, path: str, label: str, *, on: bool) -> None:
    """Give an article a label of whole articles, or take it away. Raises UsageError for another label."""
    if not project.label(label).articles:
        raise UsageError(f"The label {shown(label)!r} is for spans.", "Choose one of whole articles; E lists them.")
    word = "label" if on else "take away"
    with project.store.act(project.annotator, f"{word} {shown(label)}: {shown(path)}", article=path) as writer:
        articles.set_label(writer, _article_id(project, path), project.annotator, label, on=on)


def set_attribute(project: Project, span: Annotation, name: str, value: str) -> None:
    """Give a span an attribute; an empty value takes it away."""
    (span,) = _own(project, [span])
    left = {known: old for known, old in span.attributes.items() if known != name}
    attributes = {**left, name: clean(value)} if value.strip() else left
    with project.store.act(
        project.annotator, f"{shown(name)}: {shown(span.text)}", article=span.article, focus=span.id
    ) as writer:
        span_rows.set_attributes(writer, span, attributes)


def _set_article(project: Project, paths: list[str], updates: Row, what: str) -> None:
    if not paths:
        raise UsageError("There is no article here.", "Choose one in the library.")
    more = f" and {len(paths) - 1} more" if paths[1:] else ""
    with project.store.act(project.annotator, f"{what}: {shown(paths[0])}{more}", article=paths[0]) as writer:
        for path in paths:
            articles.set_status(writer, _article_id(project, path), project.annotator, updates)


def set_article(project: Project, path: str, *, title: str | None, date: str | None, source: str | None) -> None:
    """Correct what was told wrongly of an article, so that `sync` leaves it alone from now on.

    None leaves a field as it is, an empty text takes it away. Raises DataError for a wrong date.
    """
    from annotui.core.dates import valid_partial

    if date and not valid_partial(date):
        raise DataError(f"{date!r} is not a date.", "Write 2022-04-16, 2022-04 or 2022, or nothing to take it away.")
    given = {"title": title, "date": date, "source": source}
    updates: Row = {name: clean(value) for name, value in given.items() if value is not None}
    with project.store.act(project.annotator, f"{', '.join(updates)} of {shown(path)}", article=path) as writer:
        articles.set_fields(writer, _article_id(project, path), updates)


def to_undo(project: Project) -> PastAct | None:
    """The act that `undo` would take back."""
    return next_undo(project.store.connection, project.annotator)


def to_redo(project: Project) -> PastAct | None:
    """The act that `redo` would do again."""
    return next_redo(project.store.connection, project.annotator)


def undo(project: Project, past: PastAct) -> bool:
    """Take an act back. Returns whether that changed spans of one article alone. Raises Conflict: it has moved on."""
    return only_annotations(project.store.undo(past))


def redo(project: Project, past: PastAct) -> bool:
    """Do an undone act again. Returns whether that changed spans of one article alone. Raises Conflict as undo does."""
    return only_annotations(project.store.redo(past))


def new_id() -> str:
    """A new annotation id: 16 hexadecimal digits, minted before anything is written."""
    return os.urandom(8).hex()


def clean(text: str) -> str:
    """Text typed or given by a user, as it may be stored. Raises DataError for what is no Unicode text."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DataError("The text given is not valid UTF-8.", "Check the terminal's or the file's encoding.") from error
    return text.strip()


def gone() -> Conflict:
    """The error of a span that is no longer there."""
    return Conflict("This annotation was deleted meanwhile.", "Nothing was written; u may bring it back.")


def signed(project: Project, links: Sequence[Link]) -> tuple[Link, ...]:
    """Links as they are stored, each once and by whom. Raises UsageError for an unknown record, or a mixed decision."""
    for link in links:
        if link.agreement is not None:
            project.agreement(link.agreement)
    if len({link.status for link in links}) > 1 or (len(links) > 1 and links[0].status == "nil"):
        raise UsageError("A span is linked, or NIL, or unsure: not several of these.", "Decide for one.")
    return tuple(link._replace(by=link.by or project.annotator) for link in dict.fromkeys(links))


def decision(links: Sequence[Link]) -> str:
    """What links say, for a summary."""
    if not links:
        return "unlink"
    if links[0].status == "nil":
        return "NIL"
    ids = ", ".join(link.agreement or "?" for link in links)
    return f"{'unsure' if links[0].status == 'unsure' else 'link'} {ids}"


def _article_id(project: Project, article: str) -> int:
    id = articles.article_id(project.store.connection, article)
    if id is None:
        raise no_article(article)
    return id


def _ordered(fragments: Sequence[Fragment], text: str) -> tuple[Fragment, ...]:
    """Sort fragments, merge those that touch, and check that they lie in the text."""
    merged: list[Fragment] = []
    for fragment in sorted(fragments):
        quote_of(text, fragment)
        if merged and fragment.start <= merged[-1].end:
            merged[-1] = Fragment(merged[-1].start, max(merged[-1].end, fragment.end))
        else:
            merged.append(fragment)
    if not merged:
        raise DataError("There is nothing to tag.", "Select some text first.")
    return tuple(merged)


def _own(project: Project, spans: Iterable[Annotation]) -> list[Annotation]:
    found = list(spans)
    if not found:
        raise UsageError("There is no span here.", "Move to one with Tab, or select text to make one.")
    for span in found:
        if span.annotator != project.annotator:
            raise UsageError(
                f"“{shown(span.text)}” is {shown(span.annotator)}'s; one changes only one's own spans.",
                f"Work as them with `--annotator {shown(span.annotator)}`, or tag it yourself.",
            )
    return found


def _several(spans: Sequence[Annotation]) -> str:
    more = f" and {len(spans) - 1} more" if spans[1:] else ""
    return f"{shown(spans[0].text)}{more}"

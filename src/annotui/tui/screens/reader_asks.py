"""The questions that the reader's commands put: a label, a note, what to find, which steps; what is copied or shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotui.core import acts, session, stepping
from annotui.core.model import Label, text_of
from annotui.core.text import one_line
from annotui.errors import UsageError
from annotui.project import annotate
from annotui.tui.widgets.prompt import Choice, Question

if TYPE_CHECKING:
    from annotui.tui.screens.reader_pane import ReaderPane


def put(pane: ReaderPane, ask: acts.Ask) -> None:
    """Put a question of the session, or show what it asks to be shown."""
    if isinstance(ask, acts.AskLabel):
        _label(pane, ask)
    elif isinstance(ask, acts.OpenLinks):
        pane.wants_links(ask.id)
    elif isinstance(ask, acts.AskNote):
        id, old = ask.id, pane.span(ask.id).note
        pane.key_screen.ask(Question("Note:", lambda text, _: pane.note(id, text), text=old, free=True))
    elif isinstance(ask, acts.AskArticleNote):
        _article_note(pane)
    elif isinstance(ask, acts.AskSearch):
        _search(pane)
    elif isinstance(ask, acts.AskSteps):
        _steps(pane)
    elif isinstance(ask, acts.AskAcceptAll):
        _accept_all(pane)
    elif isinstance(ask, acts.ShowGuideline):
        _guideline(pane, ask.label)
    elif isinstance(ask, acts.ShowConcordance):
        _concordance(pane, ask)
    elif isinstance(ask, acts.CopySpan):
        pane.copy(pane.span(ask.id).text)
    elif isinstance(ask, acts.CopyText):
        pane.copy(text_of(ask.fragments, pane.article.text))
    else:
        pane.copy(_citation(pane, ask.id))


def _label(pane: ReaderPane, ask: acts.AskLabel) -> None:
    labels = pane.article.labels
    groups = list(dict.fromkeys(label.group for label in labels))
    choices = [
        Choice(label.name, label.name, " ".join(part for part in _told(label) if part))
        for label in sorted(labels, key=lambda label: groups.index(label.group))
    ]

    def take(_: str, choice: Choice | None) -> None:
        if choice is not None:
            pane.do_act(acts.answered(ask, choice.value))

    pane.key_screen.ask(Question("Label:" if ask.id is None else "New label:", take, choices=choices))


def _told(label: Label) -> tuple[str, ...]:
    return f"{label.group} ·" if label.group else "", label.key, "links" if label.links else ""


def _article_note(pane: ReaderPane) -> None:
    def take(text: str, _: Choice | None) -> None:
        annotate.set_article_note(pane.project, pane.path, text)
        pane.reload()

    pane.key_screen.ask(Question("Note on the article:", take, text=pane.article.article.note, free=True))


def _search(pane: ReaderPane) -> None:
    def take(text: str, _: Choice | None) -> None:
        pane.find(text)

    pane.key_screen.ask(Question("/", take, free=True))


def _steps(pane: ReaderPane) -> None:
    choices = [
        Choice(name, name.removeprefix("label:"), str(count)) for name, count in stepping.step_sets(pane.article)
    ]

    def take(_: str, choice: Choice | None) -> None:
        if choice is not None:
            pane.apply(session.choose_steps(pane.state, pane.article, choice.value))

    pane.key_screen.ask(Question("Tab steps through:", take, choices=choices))


def _accept_all(pane: ReaderPane) -> None:
    from annotui.project import review

    pending = pane.article.pending

    def take(text: str, _: Choice | None) -> None:
        try:
            least = float(text.replace(",", "."))
        except ValueError:
            raise UsageError(f"{text!r} is no score.", "Give one from 0 to 1, such as 0.9.") from None
        wanted = [one for one in pending if (one.score or 0.0) >= least]
        count = review.accept_all(pane.project, wanted, seen=pane.article)
        pane.acted(None)
        pane.key_screen.say(f"{count} accepted; u takes them back")

    if not pending:
        pane.key_screen.say("No suggestions here")
        return
    counts = ", ".join(
        f"{sum((one.score or 0.0) >= least for one in pending)} from {least}" for least in (0.95, 0.9, 0.7, 0.0)
    )
    pane.key_screen.ask(Question(f"Accept all from which score? {counts}:", take, text="0.9", free=True))


def _guideline(pane: ReaderPane, label: str) -> None:
    from annotui.tui.screens.label_questions import guideline
    from annotui.tui.screens.pages import Page

    lines: list[str] = []
    for known in pane.project.labels():
        if label in {"", known.name}:
            lines += guideline(known)
    pane.key_screen.show_page(Page("Guideline", lines))


def _concordance(pane: ReaderPane, ask: acts.ShowConcordance) -> None:
    from annotui.project.elsewhere import surfaces_of
    from annotui.tui.screens.concordance import show_concordance

    like = pane.span(ask.like) if ask.like is not None else None
    show_concordance(pane.key_screen, surfaces_of(pane.project, ask.text, like), like)


def _citation(pane: ReaderPane, id: str | None) -> str:
    article = pane.article.article
    about = ", ".join(part for part in (article.title or article.path, article.source, article.date) if part)
    if id is None:
        return about
    span = pane.span(id)
    return f"“{one_line(span.text, 1000)}” ({about}, {span.start}-{span.end})"

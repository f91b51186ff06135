"""A reader driven by keys: a page of text with spans, the keymap in front of it, and acts carried out in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from annotui.core import acts, session
from annotui.core.keymap import Keymap
from annotui.core.layout import Layout
from annotui.core.marks import marks_of, spans_of
from annotui.core.model import Annotation, Fragment, Label, Link
from annotui.core.reader import Outcome
from annotui.core.spans import Span, SpanIndex

LABELS = (
    Label("agreement", links=True, key="1"),
    Label("event", links=True, key="2"),
    Label("organization", links=True, key="3"),
    Label("person", key="4"),
    Label("place", key="5"),
    Label("date", key="6"),
)


class Page:
    """An open article as the reader sees it, and what its keys brought about.

    `spans` are (label, quote, ...): the first place of each quote is a fragment.
    """

    def __init__(
        self, text: str, spans: Sequence[tuple[str, ...]] = (), *, on: str = "2022-05-01", width: int = 60
    ) -> None:
        self.text = text
        self.on = on
        self.annotator = "ann"
        self.labels = LABELS
        self.layout = Layout(text, width, len)
        self.page_rows = 5
        self.annotations: dict[str, Annotation] = {}
        self.others: list[Span] = []
        self.keymap = Keymap()
        self.pending = ""
        self.done: list[acts.Act] = []
        self.asked: list[acts.Ask] = []
        self.unknown: list[str] = []
        self.say = ""
        for label, *quotes in spans:
            self._add(label, [Fragment(at := text.index(q), at + len(q)) for q in quotes])
        self.state = session.opened(self)

    @property
    def spans(self) -> SpanIndex:
        own = [span for a in self.annotations.values() for span in spans_of(a, self._marks(a))]
        return SpanIndex([*own, *self.others])

    @property
    def tally(self) -> Counter[tuple[str, int]]:
        return Counter((a.label, self._marks(a)) for a in self.annotations.values())

    @property
    def selected(self) -> str:
        """The selected text, the fragments parted by a bar."""
        selection = self.state.selection
        return "|".join(self.text[f.start : f.end] for f in selection.fragments) if selection else ""

    @property
    def here(self) -> str:
        """The text from the cursor on."""
        return self.text[self.state.cursor :]

    @property
    def current(self) -> str:
        """The current span: its label and text."""
        found = self.annotations.get(self.state.current or "")
        return f"{found.label}: {found.text}" if found else ""

    def at(self, quote: str) -> Page:
        """Put the cursor on the first place of `quote`."""
        self.state = session.click(self.state, self, self.text.index(quote)).state
        return self

    def press(self, keys: str) -> Page:
        """Press keys, blanks between them, each through the keymap in the mode that then is."""
        for key in keys.split():
            hit = self.keymap.press(self.state.mode, self.pending, key)
            self.pending = hit.pending
            if hit.unknown:
                self.unknown.append(key)
            if hit.command is not None:
                self.take(session.step(self.state, self, hit.command.id, hit.arg))
        return self

    def find(self, query: str) -> Page:
        """Press `/`, type a query, press Enter."""
        self.press("/")
        assert isinstance(self.asked.pop(), acts.AskSearch)
        self.take(session.search(self.state, self, query))
        return self

    def take(self, outcome: Outcome) -> None:
        """Take up an outcome: carry out its act, keep what it asks."""
        self.state, self.say = outcome.state, outcome.say
        if outcome.ask is not None:
            self.asked.append(outcome.ask)
        if outcome.act is not None:
            self.done.append(outcome.act)
            self.state = session.settled(self.state, self, self._carry_out(outcome.act))

    def link(self, quote: str, link: Link, *, flag: bool = False) -> None:
        """Link the span whose text is `quote`."""
        for key, annotation in self.annotations.items():
            if annotation.text == quote:
                self.annotations[key] = annotation._replace(links=(link,), flag=flag)

    def _marks(self, annotation: Annotation) -> int:
        links = any(label.links for label in LABELS if label.name == annotation.label)
        return marks_of(annotation, links=links, reader=self.annotator)

    def _carry_out(self, act: acts.Act) -> str | None:
        if isinstance(act, acts.Tag):
            return self._add(act.label, act.fragments)
        if isinstance(act, acts.Repeat):
            return self._add("place", act.fragments)
        old = self.annotations.pop(act.id)
        if isinstance(act, acts.Delete | acts.Reject):
            return None
        if isinstance(act, acts.SetFlag):
            self.annotations[act.id] = old._replace(flag=act.flag)
        elif isinstance(act, acts.Relabel):
            self.annotations[act.id] = old._replace(label=act.label)
        elif isinstance(act, acts.Accept):
            self.annotations[act.id] = old._replace(state="accepted")
        else:
            whole = act.fragments if isinstance(act, acts.SetEdges) else (*old.fragments, act.fragment)
            self._add(old.label, sorted(whole), act.id)
        return act.id

    def _add(self, label: str, fragments: Sequence[Fragment], span: str = "") -> str:
        span = span or f"s{len(self.annotations) + len(self.done)}"
        quote = " ".join(self.text[f.start : f.end] for f in fragments)
        self.annotations[span] = Annotation(span, "a.txt", label, "ann", tuple(fragments), quote)
        return span


@pytest.fixture(scope="session")
def page() -> Callable[..., Page]:
    """Makes a `Page` of a text and its spans."""
    return Page

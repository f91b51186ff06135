"""The reader's state, what it is shown of an article, and what comes of a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from annotui.core.commands import Mode
from annotui.core.model import Annotation, Label
from annotui.core.motions import Rows
from annotui.core.selecting import Selection
from annotui.core.spans import Span

if TYPE_CHECKING:
    from annotui.core.acts import Act, Ask
    from annotui.core.finding import How

ALL = "all"
"""The step set of all spans."""
NO_SPAN = "No span here: move to one, or v selects"
"""Said where a command needs a current span."""
NO_SELECTION = "Nothing is selected: v, V or p selects"
"""Said where a command needs a selection."""
NO_WORD = "No word here"
"""Said where a command needs a word at the cursor."""


class Spans(Protocol):
    """What the reader needs of a `spans.SpanIndex`; a span is one fragment and carries its annotation's id."""

    def at(self, offset: int) -> Sequence[Span]:
        """The spans at an offset, the shortest first."""
        ...

    def exactly(self, start: int, end: int) -> Sequence[Span]:
        """The spans with just these edges."""
        ...

    def following(self, start: int, id: str | None, marks: int, label: str) -> Span | None:
        """The next span with these marks, and this label if any, after the one of `id` at `start`."""
        ...

    def preceding(self, start: int, id: str | None, marks: int, label: str) -> Span | None:
        """The last span with these marks, and this label if any, before the one of `id` at `start`."""
        ...


class View(Protocol):
    """An open article: `on` is its date, `annotations` those that are shown by id, `spans` where they stand.

    `annotator` is who reads; what others have annotated can be stepped to, and never stands in the way of the
    reader's own spans. Spans whose id is not among the annotations (suggestions) are passed over. An annotation may be
    read when it is asked for, so commands ask for the few they are about and never go through all. `page_rows` is how
    many rows the screen shows.
    """

    @property
    def annotator(self) -> str:
        """Who reads."""
        ...

    @property
    def text(self) -> str:
        """The canonical text."""
        ...

    @property
    def on(self) -> str:
        """The article's date, which may be partial or empty."""
        ...

    @property
    def spans(self) -> Spans:
        """Where the spans stand."""
        ...

    @property
    def annotations(self) -> Mapping[str, Annotation]:
        """The annotations that are shown, by id."""
        ...

    @property
    def tally(self) -> Mapping[tuple[str, int], int]:
        """How many annotations have each label and `marks`."""
        ...

    @property
    def labels(self) -> Sequence[Label]:
        """The label set."""
        ...

    @property
    def layout(self) -> Rows:
        """The rows on the screen."""
        ...

    @property
    def page_rows(self) -> int:
        """How many rows the screen shows, at least 1."""
        ...


class ReaderState(NamedTuple):
    """Where the reader is.

    `cursor` is the offset of the grapheme that the cursor is on, `want_cell` the column that up and down keep to.
    `current` is the id of the current span at the cursor, `last` of the one last tagged, stepped to or chosen.
    `jumped_from` is where the last jump began; `search` is what is looked for, and `how`.
    """

    cursor: int = 0
    want_cell: int | None = None
    selection: Selection | None = None
    current: str | None = None
    last: str | None = None
    step_set: str = ALL
    marks: Mapping[str, int] = MappingProxyType({})
    jumped_from: int | None = None
    search: str = ""
    how: How = "text"

    @property
    def mode(self) -> Mode:
        """SELECT while something is selected, else READ."""
        return Mode.READ if self.selection is None else Mode.SELECT


class Outcome(NamedTuple):
    """What a command came to: the new state, and with it an act to carry out, a thing to ask, words to show.

    `scroll` is how many rows the page goes down, up if negative, before it is made to show the cursor. `say` may quote
    a query or a label: it goes to the terminal through `text.safe`, as everything does.
    """

    state: ReaderState
    act: Act | None = None
    ask: Ask | None = None
    say: str = ""
    scroll: int = 0


Handler = Callable[[ReaderState, View, str], Outcome]
"""What carries out a command, with its argument."""


def selecting(state: ReaderState, text: str, selection: Selection) -> ReaderState:
    """The state with this selection, the cursor at its active end."""
    return state._replace(selection=selection, cursor=selection.cursor(text), want_cell=None)


def current_span(state: ReaderState, view: View) -> Annotation | None:
    """The annotation that commands without a selection are about."""
    return view.annotations.get(state.current) if state.current is not None else None

"""A question at the bottom of the screen: a line to type in and, where there are choices, the ones that fit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from inspect import isawaitable
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical

from annotui.core.folding import fold_key
from annotui.errors import AnnotuiError, NothingChanged
from annotui.tui.widgets.line_list import LineList
from annotui.tui.widgets.rows import LineRenderer, Listed, columns
from annotui.tui.widgets.sifter import Sifter
from annotui.tui.widgets.typing_line import TypingLine

MOST_ROWS = 8
"""How many choices are shown at once."""


class Choice(NamedTuple):
    """Something to choose: its value, what is shown, and a detail at the right."""

    value: str
    text: str
    detail: str = ""


Take = Callable[[str, Choice | None], Awaitable[None] | None]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `take` gets the text and the choice under the cursor when Enter is pressed; where it raises an
    AnnotuiError, the question is asked again with what was typed.

    `changed` hears of every change of the text; `left` of Esc. With `move`, Up and Down go to rows elsewhere;
    with `to_rows`, Tab closes the line and goes there. Without a text typed a choice is the first; where
    `free` is set, a text that no choice fits is an answer too. `more` looks for further choices that fit a text, and
    gives those that it has found so far, after each few milliseconds' work.
    """

    title: str
    take: Take
    text: str = ""
    choices: Sequence[Choice] = ()
    free: bool = False
    changed: Callable[[str], None] | None = None
    left: Callable[[], None] | None = None
    move: Callable[[int], None] | None = None
    to_rows: Callable[[], None] | None = None
    more: Callable[[str], Iterator[Sequence[Choice]]] | None = None


class Prompt(Vertical):
    """The question being asked, if any."""

    DEFAULT_CSS = """
    Prompt {
        height: auto;
        display: none;
        LineList { height: auto; max-height: 8; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._question: Question | None = None
        self._fitting: list[Choice] = []
        self._shown: list[Choice] = []
        self._sifter = Sifter(self, self._show_more, self._failed)

    def compose(self) -> ComposeResult:
        """Put the choices above the line."""
        yield LineList(Listed[Choice]([]), LineRenderer(lambda choice: choice.value, _line), empty="Nothing fits.")
        yield TypingLine()

    @property
    def is_open(self) -> bool:
        """Whether something is being asked."""
        return self._question is not None

    @property
    def text(self) -> str:
        """What is typed so far."""
        return self._line.text

    @property
    def choices(self) -> Sequence[Choice]:
        """The choices that fit what is typed."""
        return self._shown

    def open(self, question: Question) -> None:
        """Ask a question."""
        self._question = question
        self.display = True
        self._line.begin(question.title, question.text)
        self._narrow()

    def close(self) -> None:
        """Stop asking."""
        self._question = None
        self._sifter.stop()
        self.display = False

    def insert(self, text: str) -> None:
        """Put text in at the cursor."""
        self._line.insert(text)
        self._changed()

    async def command(self, command: str, arg: str, key: str) -> None:
        """Carry out a command of a typing line."""
        question = self._question
        if question is None:
            return
        if command == "query.type":
            self.insert(arg)
        elif command == "query.edit":
            self._line.edit(key)
            self._changed()
        elif command in {"query.up", "query.down"}:
            step = -1 if command == "query.up" else 1
            if question.move is not None:
                question.move(step)
            else:
                self._list.move(step)
        elif command == "query.rows":
            if question.to_rows is not None:
                self.close()
                question.to_rows()
            else:
                self._complete()
        elif command == "query.leave":
            self.close()
            if question.left is not None:
                question.left()
        elif command == "query.take":
            await self._take(question)

    async def _take(self, question: Question) -> None:
        choice = self._shown[self._list.cursor] if self._shown else None
        if question.choices and choice is None and not question.free:
            return
        text, row = self.text, self._list.cursor
        self.close()
        try:
            result = question.take(text, choice)
            if isawaitable(result):
                await result
        except NothingChanged:
            raise
        except AnnotuiError:
            if not self.is_open:
                self.open(replace(question, text=text))
                self._list.to(row)
            raise

    def _changed(self) -> None:
        self._narrow()
        if self._question is not None and self._question.changed is not None:
            self._question.changed(self.text)

    def _complete(self) -> None:
        """Tab without rows elsewhere: take over the text of the chosen row."""
        if self._shown:
            self._line.begin(self._line.title, self._shown[self._list.cursor].value)

    def _narrow(self) -> None:
        question = self._question
        if question is None:
            return
        typed = fold_key(self.text)
        beginning: list[Choice] = []
        inside: list[Choice] = []
        for choice in question.choices:
            if fold_key(choice.text).startswith(typed):
                beginning.append(choice)
            elif typed in fold_key(f"{choice.text} {choice.value}"):
                inside.append(choice)
        self._fitting = beginning + inside
        self._show(self._fitting)
        if question.more is not None:
            self._sifter.start(question.more(self.text))

    def _show_more(self, found: Sequence[Choice], is_all: bool) -> None:
        row = self._list.cursor
        self._show([*self._fitting, *found])
        self._list.to(row)

    def _show(self, choices: list[Choice]) -> None:
        self._shown = choices
        self._list.show_source(Listed(choices))
        fixed = self._question is not None and self._question.choices and not self._question.free
        self._list.display = bool(choices or fixed)
        self._list.styles.height = max(1, min(MOST_ROWS, len(choices)))

    def _failed(self, error: AnnotuiError) -> None:
        self.post_message(LineList.Failed(error))

    @property
    def _line(self) -> TypingLine:
        return self.query_one(TypingLine)

    @property
    def _list(self) -> LineList[Choice]:
        return self.query_one(LineList)


def _line(choice: Choice, width: int) -> str:
    detail = ((choice.detail, min(width // 2, len(choice.detail))),) if choice.detail else ()
    return columns(width, (choice.text, 0), *detail)

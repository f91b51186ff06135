"""The prompt by itself: text and choices, its keys, Enter, Tab and Esc, answers that are refused."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from annotui.core.commands import Mode
from annotui.core.keymap import Keymap
from annotui.errors import NothingChanged, UsageError
from annotui.tui.widgets.line_list import LineList
from annotui.tui.widgets.prompt import Choice, Prompt, Question
from annotui.tui.widgets.typing_line import TypingLine

FRUIT = [Choice("apple", "Apple", "red"), Choice("pear", "Pear", "green"), Choice("pineapple", "Pineapple")]


class Asking(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__(ansi_color=True)
        self.prompt = Prompt()
        self.taken: list[tuple[str, str | None]] = []
        self.keymap = Keymap()

    def compose(self) -> ComposeResult:
        yield self.prompt

    def take(self, text: str, choice: Choice | None) -> None:
        self.taken.append((text, choice.value if choice else None))

    async def press(self, keys: str) -> None:
        for key in keys.split():
            hit = self.keymap.press(Mode.QUERY, "", key)
            assert hit.command is not None
            await self.prompt.command(hit.command.id, hit.arg, key)

    @property
    def offered(self) -> list[str]:
        return [choice.value for choice in self.prompt.choices]


async def test_choices_narrow_those_that_begin_with_the_text_first() -> None:
    app = Asking()
    async with app.run_test():
        app.prompt.open(Question("Fruit:", app.take, choices=FRUIT))
        assert app.offered == ["apple", "pear", "pineapple"]
        await app.press("A P")
        assert app.offered == ["apple", "pineapple"]
        await app.press("p l e x")
        assert app.offered == []
        await app.press("enter")
        assert app.taken == []
        assert app.prompt.is_open


async def test_a_choice_without_a_detail_is_shown_whole() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        app.prompt.open(Question("Fruit:", app.take, choices=FRUIT))
        await pilot.pause()
        drawn = [app.prompt.query_one(LineList).render_line(y).text for y in range(len(FRUIT))]
        assert [line.split() for line in drawn] == [[">", "Apple", "red"], ["Pear", "green"], ["Pineapple"]]


async def test_the_arrows_choose_and_enter_takes() -> None:
    app = Asking()
    async with app.run_test():
        app.prompt.open(Question("Fruit:", app.take, choices=FRUIT))
        await app.press("p down down up up down enter")
        assert app.taken == [("p", "pineapple")]
        assert not app.prompt.is_open
        assert not app.prompt.display


async def test_tab_takes_over_the_text_of_the_choice() -> None:
    app = Asking()
    async with app.run_test():
        app.prompt.open(Question("Fruit:", app.take, choices=FRUIT))
        await app.press("p tab")
        assert app.prompt.text == "pear"
        await app.press("enter")
        assert app.taken == [("pear", "pear")]


async def test_escape_leaves_and_tells() -> None:
    app = Asking()
    left: list[str] = []
    async with app.run_test():
        app.prompt.open(Question("Fruit:", app.take, choices=FRUIT, left=lambda: left.append("left")))
        await app.press("p escape")
        assert (app.prompt.is_open, app.taken, left) == (False, [], ["left"])


async def test_a_free_text_is_an_answer_though_no_choice_fits() -> None:
    app = Asking()
    async with app.run_test():
        app.prompt.open(Question("Fruit:", app.take, choices=FRUIT, free=True))
        await app.press("f i g enter")
        assert app.taken == [("fig", None)]


async def test_with_rows_elsewhere_the_arrows_and_tab_go_there() -> None:
    app = Asking()
    moves: list[int] = []
    heard: list[str] = []
    async with app.run_test():
        app.prompt.open(
            Question("/", app.take, free=True, changed=heard.append, move=moves.append, to_rows=lambda: moves.append(0))
        )
        await app.press("a 1 space backspace down up tab")
        assert heard == ["a", "a1", "a1 ", "a1"]
        assert moves == [1, -1, 0]
        assert not app.prompt.is_open


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("backspace", "one two thre"),
        ("ctrl+w", "one two "),
        ("ctrl+w ctrl+w", "one "),
        ("ctrl+u", ""),
        ("home x", "xone two three"),
        ("home delete", "ne two three"),
        ("left left x", "one two thrxee"),
        ("home right x", "oxne two three"),
        ("home end x", "one two threex"),
        ("left left ctrl+u", "ee"),
        ("home backspace", "one two three"),
        ("delete", "one two three"),
    ],
)
async def test_the_keys_of_the_line(keys: str, text: str) -> None:
    app = Asking()
    async with app.run_test():
        app.prompt.open(Question("Note:", app.take, text="one two three", free=True))
        await app.press(keys)
        assert app.prompt.text == text


async def test_one_backspace_takes_a_whole_grapheme() -> None:
    app = Asking()
    async with app.run_test():
        app.prompt.open(
            Question("Note:", app.take, text="e\u0301\U0001f468\u200d\U0001f469\u200d\U0001f467", free=True)
        )
        await app.press("backspace")
        assert app.prompt.text == "e\u0301"
        await app.press("backspace")
        assert app.prompt.text == ""


async def test_a_refused_answer_is_asked_again_as_it_was() -> None:
    app = Asking()

    def refuse(text: str, choice: Choice | None) -> None:
        app.take(text, choice)
        raise UsageError("Not that.")

    async with app.run_test():
        app.prompt.open(Question("Fruit:", refuse, choices=FRUIT))
        await app.press("p down")
        with pytest.raises(UsageError):
            await app.press("enter")
        assert app.prompt.is_open
        assert app.prompt.text == "p"
        with pytest.raises(UsageError):
            await app.press("enter")
        assert app.taken == [("p", "pineapple"), ("p", "pineapple")]


async def test_an_answer_that_changes_nothing_is_not_asked_again() -> None:
    app = Asking()

    def nothing(_: str, __: Choice | None) -> None:
        raise NothingChanged

    async with app.run_test():
        app.prompt.open(Question("Note:", nothing, text="same", free=True))
        with pytest.raises(NothingChanged):
            await app.press("enter")
        assert not app.prompt.is_open


async def test_an_answer_may_ask_the_next_question() -> None:
    app = Asking()

    async def first(text: str, _: Choice | None) -> None:
        app.prompt.open(Question("Second:", app.take, text=text, free=True))

    async with app.run_test():
        app.prompt.open(Question("First:", first, free=True))
        await app.press("a enter b enter")
        assert app.taken == [("ab", None)]


async def test_the_end_of_a_long_text_is_in_sight_and_nothing_unsafe_is_drawn() -> None:
    app = Asking()
    async with app.run_test(size=(20, 5)) as pilot:
        app.prompt.open(Question("Note:", app.take, free=True))
        app.prompt.insert("first\nsecond \x1b[2Jlast")
        await pilot.pause()
        shown = app.query_one(TypingLine).render_line(0)
        assert shown.cell_length == 20
        assert "\x1b" not in shown.text
        assert shown.text.rstrip().endswith("last")
        assert app.prompt.text == "first second \x1b[2Jlast"


async def test_drawing_a_long_text_measures_what_is_in_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Asking()
    async with app.run_test(size=(40, 5)) as pilot:
        app.prompt.open(Question("Note:", app.take, free=True))
        app.prompt.insert("abcdefghi " * 2_000)
        await pilot.pause()
        measured: list[str] = []

        def cells(text: str) -> int:
            measured.append(text)
            return cell_len(text)

        monkeypatch.setattr("annotui.tui.widgets.typing_line.cell_len", cells)
        shown = app.query_one(TypingLine).render_line(0)
        assert shown.text.endswith("hi abcdefghi   ")
        assert sum(map(len, measured)) <= 80

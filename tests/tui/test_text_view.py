from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.app import App, ComposeResult
from textual.filter import NoColor
from textual.strip import Strip

from annotui.core.cells import ONE_CELL
from annotui.core.layout import Layout
from annotui.core.marks import PENDING
from annotui.core.spans import BEGINS, Span, SpanIndex
from annotui.core.text import safe
from annotui.tui.widgets.label_colors import LabelColors
from annotui.tui.widgets.text_view import TextView

PROSE = "The ministers met in the old town and signed a short joint declaration on water.\n"
LABELS = {"place": "", "event": "#ff8800", "person": "no such colour"}


class Page(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, text: str, *spans: Span) -> None:
        super().__init__(ansi_color=True)
        self.page = TextView()
        self.article = text
        self.index = SpanIndex(spans)
        self.heard: list[TextView.Clicked | TextView.Selected] = []

    def compose(self) -> ComposeResult:
        yield self.page

    def on_mount(self) -> None:
        self.page.show(self.article, self.index, LABELS)

    def on_text_view_clicked(self, message: TextView.Clicked) -> None:
        self.heard.append(message)

    def on_text_view_selected(self, message: TextView.Selected) -> None:
        self.heard.append(message)


def lines(view: TextView, trim: bool = True) -> list[str]:
    drawn = [view.render_line(y).text for y in range(view.size.height)]
    return [line.rstrip() for line in drawn] if trim else drawn


Look = tuple[str, ...]


def looks(view: TextView, y: int) -> list[tuple[str, Look]]:
    """The pieces of a line of the screen with their attributes, as they are without any colour."""
    found: list[tuple[str, Look]] = []
    for text, style, _ in NoColor().apply(list(view.render_line(y)), view.background_colors[1]):
        style = style or Style()
        names = ("bold", "italic", "underline", "underline2", "reverse", "dim")
        found.append((text, tuple(name for name in names if getattr(style, name))))
    return found


def look_of(view: TextView, text: str, y: int = 0) -> Look:
    return next(look for piece, look in looks(view, y) if piece.strip() == text)


async def test_the_text_is_wrapped_beside_a_gutter_and_read_as_it_is() -> None:
    app = Page("[bold]not markup[/] and more words here now")
    async with app.run_test(size=(24, 5)):
        assert lines(app.page) == ["  [bold]not markup[/]", "  and more words here", "  now", "", ""]


async def test_only_safe_text_reaches_the_screen() -> None:
    app = Page("ab\x1b]52;c;AAAA\x07 c\u202ed\tx\x9bq\n\u0301y\n")
    async with app.run_test(size=(40, 3)):
        assert lines(app.page)[0] == "  ab␛]52;c;AAAA␇ c⇄d      x�q"
        assert lines(app.page)[1] == "   \u0301y"
        assert not re.search("[\x00-\x1f\x7f-\x9f]", "".join(lines(app.page)))


async def test_nesting_reads_otherwise_than_crossing_without_colour() -> None:
    nested = Page("abcdefghij", Span(0, 9, "outer", "place"), Span(3, 6, "inner", "event"))
    async with nested.run_test(size=(30, 3)):
        nest = [look for text, look in looks(nested.page, 0) if text.strip()]
    crossing = Page("abcdefghij", Span(0, 6, "one", "place"), Span(3, 9, "two", "event"))
    async with crossing.run_test(size=(30, 3)):
        cross = [look for text, look in looks(crossing.page, 0) if text.strip()]
    assert nest == [("underline",), ("bold", "underline"), ("underline",), ()]
    assert cross == [("underline",), ("bold", "underline"), ("bold",), ()]


async def test_touching_spans_of_one_label_are_told_apart() -> None:
    app = Page("onetwo", Span(0, 3, "a", "place"), Span(3, 6, "b", "place"))
    async with app.run_test(size=(30, 3)):
        assert look_of(app.page, "one") != look_of(app.page, "two")


async def test_cursor_selection_current_hit_and_suggestion_all_differ_without_colour() -> None:
    words = ["plain", "span", "cursor", "chosen", "current", "hit", "maybe", "end"]
    text = " ".join(words)
    at = {word: (text.index(word), text.index(word) + len(word)) for word in words}
    spans = [Span(*at[word], word, "place") for word in ("span", "current")]
    spans.append(Span(*at["maybe"], "maybe", "place", BEGINS | PENDING))
    app = Page(text, *spans)
    async with app.run_test(size=(80, 3)):
        page = app.page
        page.set_cursor(*at["cursor"])
        page.set_selection(at["chosen"])
        page.set_current("current")
        page.set_matches([at["hit"]])
        found = [look_of(page, word) for word in ("span", "cursor", "chosen", "current", "hit", "maybe")]
        found.append(look_of(page, "end"))
        assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    "over", [(), (Span(0, 5, "a", "place"),), (Span(0, 9, "a", "place"), Span(0, 5, "b", "event"))]
)
async def test_the_cursor_looks_the_same_on_any_span_and_other_than_a_selection(over: tuple[Span, ...]) -> None:
    app = Page("words here", *over)
    async with app.run_test(size=(30, 3)):
        app.page.set_cursor(0, 5)
        cursor = look_of(app.page, "words")
        app.page.set_selection((0, 5))
        selection = look_of(app.page, "words")
        app.page.set_selection((0, 10))
        cursor_in_selection = look_of(app.page, "words")
        assert cursor == ("reverse",)
        assert len({cursor, selection, cursor_in_selection}) == 3


async def test_the_innermost_label_gives_the_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    app = Page("abcdef", Span(0, 6, "a", "place"), Span(2, 4, "b", "event"))
    async with app.run_test(size=(30, 3)):
        styles = {text: style for text, style, _ in app.page.render_line(0)}
        inner, outer = styles["cd"], styles["ab"]
        assert inner is not None
        assert outer is not None
        assert inner.bgcolor != outer.bgcolor
        event = LabelColors().style("#ff8800")
        assert event is not None
        assert inner.bgcolor == event.bgcolor


async def test_a_cursor_on_an_empty_line_or_at_the_end_shows_as_one_blank() -> None:
    app = Page("one\n\ntwo")
    async with app.run_test(size=(20, 4)):
        app.page.set_cursor(4, 5)
        assert (" ", ("reverse",)) in looks(app.page, 1)
        app.page.set_cursor(8, 8)
        assert (" ", ("reverse",)) in looks(app.page, 2)
        assert all("reverse" not in look for _, look in looks(app.page, 1))


async def test_a_span_edge_inside_a_grapheme_marks_the_whole_grapheme() -> None:
    app = Page("ne\u0301e ok", Span(0, 2, "a", "place"))
    async with app.run_test(size=(20, 3)):
        assert look_of(app.page, "ne\u0301") == ("underline",)


async def test_row_marks_stand_in_the_gutter() -> None:
    app = Page("one\ntwo\nthree\n")
    async with app.run_test(size=(20, 4)):
        app.page.set_row_marks(lambda start, end: "?" if start <= 5 < end else "")
        assert lines(app.page)[:3] == ["  one", "? two", "  three"]


async def test_only_the_rows_touched_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Page(PROSE * 20)
    async with app.run_test(size=(40, 10)) as pilot:
        page = app.page
        lines(page)
        await pilot.pause()
        drawn: list[int] = []
        paint = page.paint_row

        def record(rows: Layout, row: int, width: int) -> Strip:
            drawn.append(row)
            return paint(rows, row, width)

        monkeypatch.setattr(page, "paint_row", record)
        row_starts = [page.layout_near(0).row_span(row)[0] for row in range(8)]
        page.set_cursor(row_starts[3], row_starts[3] + 2)
        await pilot.pause()
        lines(page)
        assert drawn == [3]
        drawn.clear()
        page.spans_changed(app.index.put("a", [Span(row_starts[5], row_starts[5] + 4, "a", "place")]))
        lines(page)
        assert drawn == [5]
        drawn.clear()
        page.spans_changed(app.index.put("b", [Span(row_starts[5] + 4, row_starts[6] + 3, "b", "place")]))
        lines(page)
        assert drawn == [5, 6]
        drawn.clear()
        page.set_matches([(row_starts[2], row_starts[2] + 3)])
        lines(page)
        assert drawn == [2]


async def test_a_new_outer_span_is_drawn_over_the_inner_one_which_stays_as_it_was() -> None:
    app = Page("aa bb cc", Span(3, 5, "inner", "place"))
    async with app.run_test(size=(30, 3)):
        assert look_of(app.page, "bb") == ("underline",)
        app.page.spans_changed(app.index.put("outer", [Span(0, 8, "outer", "event")]))
        assert look_of(app.page, "bb") == ("bold", "underline")
        assert look_of(app.page, "aa") == ("bold",)


async def test_the_next_article_takes_nothing_over_from_the_one_before() -> None:
    app = Page(PROSE * 5_000, Span(0, 3, "a", "place"))
    async with app.run_test(size=(60, 10)) as pilot:
        app.page.set_cursor(0, 3)
        app.page.set_selection((4, 8))
        app.page.page(20)
        app.page.show("another text\n", SpanIndex(), {})
        await pilot.pause()
        assert looks(app.page, 0) == [("  another text" + " " * 46, ())]
        assert lines(app.page)[1:] == [""] * 9
        assert app.page.top_offset == 0


async def test_a_click_gives_its_offset_and_a_double_click_its_count() -> None:
    app = Page("one two\nthree\n")
    async with app.run_test(size=(30, 5)) as pilot:
        await pilot.click(TextView, offset=(6, 0))
        await pilot.click(TextView, offset=(20, 1))
        await pilot.click(TextView, offset=(4, 4))
        await pilot.double_click(TextView, offset=(3, 1))
        clicks = [(m.offset, m.chain) for m in app.heard if isinstance(m, TextView.Clicked)]
        assert clicks[:3] == [(4, 1), (13, 1), (14, 1)]
        assert clicks[-1] == (9, 2)


async def test_a_drag_selects_to_the_code_point_in_either_direction() -> None:
    app = Page("one two\nthree 漢字\n")
    async with app.run_test(size=(30, 5)) as pilot:
        await pilot.mouse_down(TextView, offset=(6, 0))
        await pilot.hover(TextView, offset=(3, 1))
        await pilot.mouse_up(TextView, offset=(3, 1))
        await pilot.mouse_down(TextView, offset=(9, 1))
        await pilot.hover(TextView, offset=(4, 1))
        await pilot.mouse_up(TextView, offset=(4, 1))
        await pilot.pause()
        selected = [(m.start, m.end) for m in app.heard if isinstance(m, TextView.Selected)]
        assert selected == [(4, 10), (10, 15)]
        assert not [m for m in app.heard if isinstance(m, TextView.Clicked)]


@pytest.mark.parametrize("width", [1, 2, 3, 10])
@pytest.mark.parametrize("text", ["", "\n", PROSE, "漢字\te\u0301 " * 9])
async def test_no_width_is_too_narrow(width: int, text: str) -> None:
    app = Page(text, Span(0, 3, "a", "place")) if text else Page(text)
    async with app.run_test(size=(width, 3)) as pilot:
        app.page.set_cursor(0, 1)
        app.page.page(1)
        app.page.reveal(len(text))
        await pilot.pause()
        drawn = [app.page.render_line(y) for y in range(3)]
        assert {strip.cell_length for strip in drawn} == {app.page.size.width}
        assert all(cell_len(strip.text) <= max(1, width) for strip in drawn)


def test_the_code_points_laid_out_unmeasured_are_one_safe_cell() -> None:
    members = re.compile(f"[{ONE_CELL}]")
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if members.match(char):
            assert cell_len(char) == 1
            assert safe(char) == char


async def test_the_sample_articles_are_shown_whole(trial_data: Path) -> None:
    for path in sorted((trial_data / "articles").glob("*.txt")):
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        app = Page(text)
        async with app.run_test(size=(60, 500)):
            shown = "".join("".join(line.split()) for line in lines(app.page))
            assert shown == "".join("".join(safe(line).split()) for line in text.split("\n"))


@pytest.fixture
def trial_data() -> Path:
    folder = os.environ.get("ANNOTUI_TRIAL_DATA")
    if not folder:
        pytest.skip("ANNOTUI_TRIAL_DATA names no folder with sample articles")
    return Path(folder)

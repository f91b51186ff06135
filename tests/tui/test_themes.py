"""Themes: all text stands out on what it is written on, wherever one looks; and how a theme is set and changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from annotui.core.model import Fragment
from annotui.project import annotate, reading
from annotui.project.opening import Project
from annotui.project.settings import OWN_THEMES, TEXTUAL_THEMES, THEMES, Settings
from annotui.tui.contrast import contrast
from annotui.tui.themes import current

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

HARBOUR = "a-harbour.txt"
COLORED = {"annotui-light": 4.5, "annotui-dark": 4.5, "high-contrast": 7.0}
LABELS = ("agreement", "event", "organization", "person", "place", "date")
WORDS = ("Envoys", "Norland", "Sudria", "Port", "Harbour Accord", "2019", "Mira")


@pytest.fixture(autouse=True)
def many_colors(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal in which a theme is shown as it is."""
    monkeypatch.setenv("COLORTERM", "truecolor")


def themed(project: Project, theme: str) -> Project:
    project.settings = project.settings._replace(theme=theme)
    return project


@pytest.fixture
def tagged(project: Project) -> Project:
    """An article with a span of each label, nested ones among them, and suggestions."""
    text = reading.article(project, HARBOUR).text
    for words, label in zip(WORDS, (*LABELS, "place"), strict=True):
        start = text.index(words)
        annotate.tag(project, HARBOUR, [Fragment(start, start + len(words))], label)
    start = text.index("Harbour Accord of 3 May 2019")
    annotate.tag(project, HARBOUR, [Fragment(start, start + 28)], "agreement")
    return project


def pieces(app: Driven) -> Iterator[tuple[str, Style]]:
    """What is on the screen, as Textual would send it: texts with their styles."""
    update = app.app.screen._compositor.render_full_update()
    for strips in update.strips:
        for strip in strips:
            for text, style, _ in strip:
                if text.strip():
                    yield text, style or Style()


def colors(style: Style) -> tuple[Color, Color]:
    """What a text is drawn in, and what on."""
    assert style.color is not None
    assert style.bgcolor is not None
    ink, page = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
    return (page, ink) if style.reverse else (ink, page)


PLACES = ("", "enter", "tab", "v w w w", "v escape / o enter", "n", "? q", "O", "q A", "enter", "q q E", "q S", "q")


@pytest.mark.parametrize("theme", COLORED)
async def test_all_text_stands_out_wherever_one_looks(run: Run, tagged: Project, theme: str) -> None:
    seen = set()
    async with run(themed(tagged, theme), size=(170, 40)) as app:
        for keys in PLACES:
            await app.press(keys)
            for text, style in pieces(app):
                assert not style.dim
                seen.add(colors(style))
                assert contrast(*colors(style)) >= COLORED[theme], (keys, text, style)
    assert len(seen) > len(LABELS)


@pytest.mark.parametrize("theme", TEXTUAL_THEMES)
async def test_the_text_of_textuals_themes_stands_out(run: Run, tagged: Project, theme: str) -> None:
    async with run(themed(tagged, theme), reading=HARBOUR) as app:
        assert current(app.app) == theme
        for text, style in pieces(app):
            if not BUILTIN_THEMES[theme].ansi:
                assert contrast(*colors(style)) >= 4.5, (text, style)


def looks(app: Driven) -> set[tuple[str, Style]]:
    return set(pieces(app))


async def test_a_theme_is_listed_taken_and_left_again(run: Run, tagged: Project) -> None:
    async with run(tagged, reading=HARBOUR) as app:
        before = looks(app)
        await app.press(":")
        await app.type("theme")
        await app.press("enter")
        assert [line.split()[0] for line in app.offered] == list(THEMES)
        assert "the terminal's own colours, shown now" in app.offered[0]
        await app.type("annotui-dark")
        await app.press("enter")
        assert app.said.startswith("Theme: annotui-dark, until you leave")
        assert all(contrast(*colors(style)) >= 4.5 for _, style in pieces(app))
        for typed in ("theme annotui-light", "theme terminal"):
            await app.press(":")
            await app.type(typed)
            await app.press("enter")
        await app.press("escape")
        assert looks(app) == before
        assert tagged.settings.theme == "terminal"


async def test_the_palette_leads_to_the_themes(run: Run, tagged: Project) -> None:
    async with run(tagged, reading=HARBOUR) as app:
        await app.press("ctrl+p")
        await app.type("theme")
        await app.press("enter")
        assert app.asked == "Theme:"
        await app.type("high")
        await app.press("enter")
        assert current(app.app) == "high-contrast"


async def test_a_theme_that_there_is_not_is_told_and_nothing_changes(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press(":")
        await app.type("theme bogus")
        await app.press("enter")
        assert "There is no theme 'bogus'" in app.said
        await app.press("escape")
        assert current(app.app) == "terminal"


async def test_a_screen_that_comes_later_has_the_theme_too(run: Run, tagged: Project) -> None:
    async with run(tagged) as app:
        await app.press(":")
        await app.type("theme annotui-light")
        await app.press("enter A")
        assert all(contrast(*colors(style)) >= 4.5 for _, style in pieces(app))


async def test_without_colour_no_theme_sends_any(run: Run, tagged: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with run(themed(tagged, "nord"), reading=HARBOUR) as app:
        await app.press(":")
        await app.type("theme annotui-dark")
        await app.press("enter")
        assert "NO_COLOR is set" in app.said
        styles = [style for _, style in pieces(app)]
        assert all(one is None or one.is_default for style in styles for one in (style.color, style.bgcolor))


async def test_an_unknown_theme_in_the_settings_is_said_and_not_fatal(
    run: Run, project: Project, tmp_path: Path
) -> None:
    file = tmp_path / "odd.toml"
    file.write_text('theme = "bogus"\nmouse = false\n', encoding="utf-8")
    project.settings = Settings.read(file)
    assert project.settings.theme == "terminal"
    assert not project.settings.mouse
    async with run(project) as app:
        assert "theme should be one of terminal, annotui-light" in app.said
        assert current(app.app) == "terminal"


def test_the_names_are_those_that_textual_has() -> None:
    assert set(TEXTUAL_THEMES) == BUILTIN_THEMES.keys()
    assert not set(OWN_THEMES) & BUILTIN_THEMES.keys()
    assert all(one != other for one, other in pairwise(sorted(THEMES)))


def test_the_terminals_own_colours_need_no_theme() -> None:
    program = "import sys, annotui.tui.app, annotui.tui.screens.workspace; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"annotui.tui.themes", "annotui.tui.schemes", "annotui.tui.contrast"} & set(loaded)

from __future__ import annotations

import subprocess
import sys

from annotui.tui.terminal.lighter import PUT_OFF

BEGIN = """
import sys
from annotui.tui.terminal.lighter import PUT_OFF, import_textual
import_textual()
import textual.app
"""


def run(program: str) -> str:
    result = subprocess.run([sys.executable, "-c", BEGIN + program], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_what_annotui_has_no_use_for_is_not_imported_with_textual() -> None:
    loaded = set(run("print(*sys.modules)").split())
    assert not loaded & {"ssl", "textual.widgets._input", "textual.widgets._tree", "textual.widgets._select", *PUT_OFF}


def test_textual_imports_what_is_put_off_so_that_putting_it_off_is_of_use() -> None:
    result = subprocess.run(
        [sys.executable, "-c", "import sys, textual.app; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(result.stdout.split()) >= {"ssl", *PUT_OFF}


def test_what_was_put_off_is_there_when_it_is_asked_for() -> None:
    program = """
import ssl
from textual.types import DirEntry, NoSelection
from textual.widgets._select import NoSelection as own
from textual.command import Hit
import platformdirs.api, rich.table
assert textual.app.user_downloads_path() == platformdirs.user_downloads_path()
print(ssl.create_default_context.__name__, isinstance(own(), NoSelection), Hit(1.0, "shown", print).score)
"""
    assert run(program).split() == ["create_default_context", "True", "1.0"]


def test_textuals_own_palette_and_its_providers_work_as_ever() -> None:
    program = """
import asyncio
async def main():
    app = textual.app.App()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p")
        await pilot.press(*"theme")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.3)
        from textual.widgets import OptionList
        print(type(app.screen).__name__, app.screen.query_one(OptionList).option_count > 3)
    import importlib
    theme, command = map(importlib.import_module, ("textual.theme", "textual.command"))
    print(issubclass(theme.ThemeProvider, command.Provider))
asyncio.run(main())
"""
    assert run(program).split() == ["CommandPalette", "True", "True"]

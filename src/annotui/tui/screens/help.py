"""Help: made from the key registry, so that it is always true of the screen it was asked on."""

from __future__ import annotations

from collections.abc import Sequence

from annotui.core.commands import Command
from annotui.core.keymap import shown
from annotui.tui.screens.pages import Page

_SIGNS = """\
Signs before a row of text:  ? link open   ~ unsure   ! flagged   ^ moved, check its edges   + suggested   · a span
Signs before an article:  N never opened here   * its text has changed since
In a narrow list of articles:  ✓ done   - skipped   … begun
In the list of spans also:  0 not in the catalogue   x its text is gone
Spans: underlined; one inside or across another is bold or italic too; the current one is in reverse."""


def help_page(title: str, commands: Sequence[tuple[Command, tuple[str, ...]]]) -> Page:
    """The commands that do something on a screen, with their keys, by group."""
    return Page(f"Help: {title}", help_lines(commands), is_help=True)


def help_lines(commands: Sequence[tuple[Command, tuple[str, ...]]]) -> list[str]:
    """One line a command, under its group: keys, title, what it does."""
    lines: list[str] = []
    groups = dict.fromkeys(command.group for command, _ in commands)
    for group in groups:
        lines += [group.upper(), ""]
        for command, keys in commands:
            if command.group == group:
                pressed = " ".join(shown(key) for key in keys)
                lines.append(f"  {pressed:18} {command.title}: {command.help}")
        lines.append("")
    return [*lines, *_SIGNS.splitlines()]

"""A part of a screen that can be active, and what carries out commands: by methods named after them."""

from __future__ import annotations

from collections.abc import Collection
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.message_pump import MessagePump
from textual.widget import Widget

from annotui.core.commands import Mode

if TYPE_CHECKING:
    from annotui.project.opening import Project
    from annotui.tui.app import AnnotuiApp
    from annotui.tui.screens.base import KeyScreen


class Commanded(MessagePump):
    """Something that carries out commands: the command `list.open` is its method `do_list_open(arg)`."""

    def handler(self, command: str) -> str:
        """The name of the method for a command."""
        return "do_" + command.replace(".", "_")

    def supports(self, command: str) -> bool:
        """Whether the command does something here."""
        return hasattr(self, self.handler(command))

    async def carry_out(self, command: str, arg: str) -> None:
        """Run the command's method."""
        result = getattr(self, self.handler(command))(arg)
        if isawaitable(result):
            await result

    @property
    def annotui(self) -> AnnotuiApp:
        """The app, as itself."""
        return cast("AnnotuiApp", self.app)

    @property
    def project(self) -> Project:
        """The open project."""
        return self.annotui.project


class Pane(Widget, Commanded):
    """A part of a screen that can be active. `help_title` names it in help."""

    help_title: ClassVar[str] = ""

    @property
    def mode(self) -> Mode:
        """Which keys count now."""
        return Mode.LIST

    def facts(self) -> Collection[str]:
        """What holds now, for the key bar."""
        return ()

    def status(self) -> tuple[str, str]:
        """What the status line says at its left and right when there is no message."""
        return "", ""

    def activated(self) -> None:
        """Take the keys."""

    @property
    def key_screen(self) -> KeyScreen:
        """The screen that the pane is on."""
        return cast("KeyScreen", self.screen)

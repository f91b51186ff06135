"""A part of a screen that can be active, and what carries out commands: by methods named after them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.message_pump import MessagePump
from textual.widget import Widget

from annotui.core.commands import Mode
from annotui.core.text import one_line

if TYPE_CHECKING:
    from annotui.project.opening import Project
    from annotui.tui.app import AnnotuiApp
    from annotui.tui.screens.base import KeyScreen
    from annotui.tui.widgets.prompt import Take


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

    def ask_as_typed(
        self,
        title: str,
        text: str,
        changed: Callable[[str], None],
        move: Callable[[int], None],
        take: Take | None = None,
    ) -> None:
        """Ask for a text that works while it is typed; Up and Down move in the rows, Tab goes to them, Esc undoes."""
        from annotui.tui.widgets.prompt import Question

        self.key_screen.ask(
            Question(
                title,
                take or (lambda _, __: None),
                text=text,
                free=True,
                changed=changed,
                left=lambda: changed(text),
                move=move,
                to_rows=lambda: None,
            )
        )

    def pasted(self, text: str) -> bool:
        """Take a pasted text while nothing is asked. Returns whether that is anything here."""
        return False

    def copy(self, text: str) -> None:
        """Send a text to the terminal's clipboard; whether it takes it cannot be known."""
        self.app.copy_to_clipboard(text)
        self.key_screen.say(f"Sent to the terminal: {one_line(text, 60)}")

    @property
    def key_screen(self) -> KeyScreen:
        """The screen that the pane is on; of one that was not shown yet, the screen on top."""
        return cast("KeyScreen", self.screen if self.is_attached else self.app.screen)

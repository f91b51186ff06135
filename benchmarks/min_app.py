"""The smallest Textual app that has what most have: a header, a footer, a text; `x` changes the text."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, Header, Static


class MinApp(App[None]):
    """The yardstick for starting up and for memory."""

    BINDINGS: ClassVar[list[BindingType]] = [("x", "change", "Change"), ("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """Header, text, footer."""
        yield Header()
        yield Static("FIRST-TEXT", id="text")
        yield Footer()

    def action_change(self) -> None:
        """Show another text."""
        self.query_one("#text", Static).update("SECOND-TEXT")


if __name__ == "__main__":
    MinApp().run()

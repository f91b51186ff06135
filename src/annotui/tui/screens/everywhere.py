"""The commands that every screen has: help, palette, command line, undo and redo, the way back and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from annotui.core.commands import Command, Mode
from annotui.core.keymap import ANY, COMMANDS, DIGITS, shown
from annotui.core.text import one_line
from annotui.errors import AnnotuiError
from annotui.tui.screens.pane import Commanded

if TYPE_CHECKING:
    from annotui.tui.screens.base import KeyScreen
    from annotui.tui.widgets.prompt import Choice


class Everywhere(Commanded):
    """What a `KeyScreen` does besides what its panes do."""

    @property
    def _screen(self) -> KeyScreen:
        return cast("KeyScreen", self)

    def do_help(self, _: str) -> None:
        """Explain this screen; on help itself, close it."""
        from annotui.tui.screens.help import help_page

        page = self._screen.page
        if page is not None and page.is_help:
            self._screen.close_page()
        else:
            self._screen.show_page(help_page(self._screen.active.help_title, self._screen.available()))

    def do_palette(self, _: str) -> None:
        """Find a command by its name."""
        from annotui.tui.screens import typed
        from annotui.tui.widgets.prompt import Choice, Question

        choices = [
            Choice(command.id, command.title, ", ".join(shown(key) for key in keys))
            for command, keys in self._screen.available()
            if not _needs_more(command, self._screen.active.mode)
        ]
        titles = {choice.text for choice in choices}
        choices += [
            Choice(f":{name}", name.capitalize(), f":{name}")
            for name in typed.alone()
            if name.capitalize() not in titles
        ]

        async def take(_: str, choice: Choice | None) -> None:
            if choice is not None:
                try:
                    if choice.value.startswith(":"):
                        await typed.run(self._screen, choice.value[1:])
                    else:
                        await self._screen.run_command(COMMANDS[choice.value])
                except AnnotuiError as error:
                    self._screen.say_error(error)

        self._screen.ask(Question("Command:", take, choices=choices))

    def do_redraw(self, _: str) -> None:
        """Paint everything anew."""
        self.annotui.redraw()

    def do_suspend(self, _: str) -> None:
        """Go back to the shell until `fg`."""
        self._screen.app.action_suspend_process()

    def do_quit(self, _: str) -> None:
        """Leave the app; everything is saved."""
        self.annotui.leave()

    def do_back(self, _: str) -> None:
        """Go one level up."""
        self._screen.app.pop_screen()

    def do_show_statistics(self, _: str) -> None:
        """Show the figures."""
        from annotui.tui.screens.statistics import show_statistics

        show_statistics(self._screen, self.project)

    def do_show_catalogue(self, _: str) -> None:
        """Show the catalogue."""
        from annotui.tui.screens.catalogue import CatalogueScreen

        self.annotui.show(CatalogueScreen())

    def do_show_labels(self, _: str) -> None:
        """Show the label set."""
        from annotui.tui.screens.labels import LabelsScreen

        self.annotui.show(LabelsScreen())

    def do_undo(self, _: str) -> None:
        """Take the last act back; one that is not seen from here is gone to first."""
        from annotui.project import annotate

        past = annotate.to_undo(self.project)
        if past is None:
            self._screen.say("Nothing to undo")
        elif not self.goes_elsewhere(past.article, past.focus, past.id, "undo"):
            only_spans = annotate.undo(self.project, past)
            self.turned(past.focus, f"Undone: {past.summary}", only_spans=only_spans)

    def do_redo(self, _: str) -> None:
        """Do again what was undone."""
        from annotui.project import annotate

        past = annotate.to_redo(self.project)
        if past is None:
            self._screen.say("Nothing to redo")
        elif not self.goes_elsewhere(past.article, past.focus, past.id, "redo"):
            only_spans = annotate.redo(self.project, past)
            self.turned(past.focus, f"Done again: {past.summary}", only_spans=only_spans)

    def goes_elsewhere(self, article: str, focus: str, act: int, what: str) -> bool:
        """Whether an act on `article`, or on its span `focus`, is not seen from here: then say so and go there."""
        if article:
            self._screen.say(f"The next {what} is in {one_line(article, 40)}: q leaves here, then press again")
        return bool(article)

    def turned(self, focus: str, said: str, *, only_spans: bool) -> None:
        """Show what undo or redo has done, at best at the span `focus`; `only_spans`: nothing else was changed."""
        self.annotui.changed_everything()
        self._screen.say(one_line(said, 200))

    def do_command(self, _: str) -> None:
        """Type a command such as `:date 2022-04-16`."""
        from annotui.tui.screens.typed import question

        self._screen.ask(question(self._screen))


def _needs_more(command: Command, mode: Mode) -> bool:
    """Whether a command wants more than to be named: a digit, a mark, a number."""
    keys = command.keys[mode]
    return not keys or any(key.endswith((f" {ANY}", DIGITS)) for key in keys)

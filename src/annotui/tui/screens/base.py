"""What every screen has: one active pane that gets the commands, a prompt to type in, a status line, a key bar."""

from __future__ import annotations

from collections.abc import Callable, Collection
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from annotui.core.commands import Command, Mode
from annotui.core.keymap import ANY, COMMANDS, DIGITS, shown
from annotui.core.text import one_line, safe
from annotui.errors import AnnotuiError, NothingChanged
from annotui.project import annotate
from annotui.tui.widgets.bars import KeyBar, StatusLine
from annotui.tui.widgets.prompt import Choice, Prompt, Question

if TYPE_CHECKING:
    from annotui.project.opening import Project
    from annotui.tui.app import AnnotuiApp


class Commanded:
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

    @property
    def annotui(self) -> AnnotuiApp:
        """The app, as itself."""
        return cast("AnnotuiApp", self.app)

    @property
    def project(self) -> Project:
        """The open project."""
        return self.annotui.project


class KeyScreen(Screen[None], Commanded, inherit_bindings=False):
    """A screen whose keys go, in order, to the prompt while it is open, else to the active pane, else to itself."""

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._pending = ""
        self._palette_mode = Mode.READ

    def compose(self) -> ComposeResult:
        """Lay the panes above prompt, status line and key bar."""
        yield from self.compose_panes()
        yield Prompt()
        yield StatusLine()
        yield KeyBar()

    def compose_panes(self) -> ComposeResult:
        """Give the screen's own widgets."""
        return ()

    @property
    def active(self) -> Pane:
        """The pane that gets the commands."""
        raise NotImplementedError

    @property
    def annotui(self) -> AnnotuiApp:
        """The app, as itself."""
        return cast("AnnotuiApp", self.app)

    @property
    def project(self) -> Project:
        """The open project."""
        return self.annotui.project

    @property
    def prompt(self) -> Prompt:
        """The line to type in."""
        return self.query_one(Prompt)

    @property
    def mode(self) -> Mode:
        """Which keys count now."""
        return Mode.QUERY if self.prompt.is_open else self.active.mode

    async def press(self, key: str) -> None:
        """Carry out a key. Raises AnnotuiError for the app to show."""
        hit = self.annotui.keymap.press(self.mode, self._pending, key)
        self._pending = hit.pending
        self.status_line.hush()
        if hit.command is not None:
            await self.run_command(hit.command, hit.arg, key)
        elif hit.unknown:
            self.say(f"{shown(safe(key))} does nothing here; ? shows the keys")
        self.refresh_bars()

    async def run_command(self, command: Command, arg: str = "", key: str = "") -> None:
        """Carry out a command in the prompt, the active pane, or here; one that none of them knows is said so."""
        try:
            if self.prompt.is_open:
                await self.prompt.command(command.id, arg, key)
                return
            for target in (self.active, self):
                if target.supports(command.id):
                    await target.carry_out(command.id, arg)
                    return
            self.say(f"{command.title}: not here; ? shows the keys")
        except NothingChanged:
            self.say("Nothing to change")

    def attempt(self, action: Callable[[], None]) -> None:
        """Do what the mouse or a message asks for; an error is shown, as one of a key is."""
        try:
            action()
        except NothingChanged:
            self.say("Nothing to change")
        except AnnotuiError as error:
            self.say_error(error)

    def keep_place(self) -> None:
        """Remember where the user is."""

    def reload(self) -> None:
        """Take up what acts have changed."""

    def activate(self, pane: Pane) -> None:
        """Give a pane the keys; a screen of one pane has nothing to do."""

    def ask(self, question: Question) -> None:
        """Open the prompt."""
        self.prompt.open(question)
        self.refresh_bars()

    def paste(self, text: str) -> None:
        """Put pasted text into the prompt; elsewhere it is no command and does nothing."""
        if self.prompt.is_open:
            self.prompt.insert(text)
        else:
            self.say("Pasted text goes into a typing line; open one first, such as / to find")

    def on_screen_resume(self) -> None:
        """Show what holds now that the screen above is gone."""
        self.refresh_bars()

    def say(self, text: str) -> None:
        """Show a message until the next key."""
        self.status_line.say(text)

    def say_error(self, error: AnnotuiError) -> None:
        """Show an error and what to do about it."""
        self.status_line.say(f"{error.what} {error.hint}".strip(), level="error")
        self.refresh_bars()

    @property
    def status_line(self) -> StatusLine:
        """The line above the key bar."""
        return self.query_one(StatusLine)

    def refresh_bars(self) -> None:
        """Show what holds now and what can be pressed now; nothing under another screen, or while all ends."""
        if not self.is_current or not self.active.is_running or self.app.return_code is not None:
            return
        self.status_line.show_texts(*self.active.status())
        if self._pending:
            self.status_line.say(f"{shown(self._pending)} …")
        if self.prompt.is_open:
            self.query_one(KeyBar).show_keys(self.annotui.keymap.bar(Mode.QUERY))
            return
        self.query_one(KeyBar).show_keys(self.annotui.keymap.bar(self.mode, self.active.facts(), self._does))

    def available(self) -> list[tuple[Command, tuple[str, ...]]]:
        """The commands that do something here now, with their keys: for help and the palette."""
        return [
            (command, keys)
            for command, keys in self.annotui.keymap.bindings(self.active.mode)
            if self._does(command.id)
        ]

    def _does(self, command: str) -> bool:
        return self.active.supports(command) or self.supports(command)

    # Commands that every screen has.

    def do_help(self, _: str) -> None:
        """Explain this screen."""
        from annotui.tui.screens.help import HelpScreen

        self.annotui.show(HelpScreen(self.active.help_title, self.available()))

    def do_palette(self, _: str) -> None:
        """Find a command by its name."""
        choices = [
            Choice(command.id, command.title, ", ".join(shown(key) for key in keys))
            for command, keys in self.available()
            if not _needs_more(command, self.active.mode)
        ]

        async def take(_: str, choice: Choice | None) -> None:
            if choice is not None:
                try:
                    await self.run_command(COMMANDS[choice.value])
                except AnnotuiError as error:
                    self.say_error(error)

        self.ask(Question("Command:", take, choices=choices))

    def do_redraw(self, _: str) -> None:
        """Paint everything anew."""
        self.app.refresh(layout=True)

    def do_suspend(self, _: str) -> None:
        """Go back to the shell until `fg`."""
        self.app.action_suspend_process()

    def do_quit(self, _: str) -> None:
        """Leave the app; everything is saved."""
        self.annotui.leave()

    def do_back(self, _: str) -> None:
        """Go one level up."""
        self.app.pop_screen()

    def do_show_statistics(self, _: str) -> None:
        """Show the figures."""
        from annotui.project.figures import stats, stats_lines
        from annotui.tui.screens.pages import TextScreen

        self.annotui.show(TextScreen("Statistics", stats_lines(stats(self.project))))

    def do_show_catalogue(self, _: str) -> None:
        """Show the catalogue."""
        from annotui.tui.screens.catalogue import CatalogueScreen

        self.annotui.show(CatalogueScreen())

    def do_undo(self, _: str) -> None:
        """Take the last act back; one that is not seen from here is gone to first."""
        past = annotate.to_undo(self.project)
        if past is None:
            self.say("Nothing to undo")
        elif not self.goes_elsewhere(past.article, past.focus, past.id, "undo"):
            annotate.undo(self.project, past)
            self.turned(past.focus, f"Undone: {past.summary}")

    def do_redo(self, _: str) -> None:
        """Do again what was undone."""
        past = annotate.to_redo(self.project)
        if past is None:
            self.say("Nothing to redo")
        elif not self.goes_elsewhere(past.article, past.focus, past.id, "redo"):
            annotate.redo(self.project, past)
            self.turned(past.focus, f"Done again: {past.summary}")

    def goes_elsewhere(self, article: str, focus: str, act: int, what: str) -> bool:
        """Whether an act on `article`, or on its span `focus`, is not seen from here: then say so and go there."""
        if article:
            self.say(f"The next {what} is in {one_line(article, 40)}: q leaves here, then press again")
        return bool(article)

    def turned(self, focus: str, said: str) -> None:
        """Show what undo or redo has done, at best at the span `focus`."""
        self.annotui.changed_everything()
        self.say(one_line(said, 200))

    def do_command(self, _: str) -> None:
        """Type a command such as `:date 2022-04-16`."""
        from annotui.tui.screens.typed import question

        self.ask(question(self))


def _needs_more(command: Command, mode: Mode) -> bool:
    """Whether a command wants more than to be named: a digit, a mark, a number."""
    keys = command.keys[mode]
    return not keys or any(key.endswith((f" {ANY}", DIGITS)) for key in keys)

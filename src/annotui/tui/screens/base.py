"""What every screen has: one active pane that gets the commands, a prompt to type in, a status line, a key bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from annotui.core.commands import Command, Mode
from annotui.core.keymap import shown
from annotui.core.text import safe
from annotui.errors import AnnotuiError, NothingChanged
from annotui.tui.screens.everywhere import Everywhere
from annotui.tui.screens.pane import Pane
from annotui.tui.terminal import at_once
from annotui.tui.widgets.bars import KeyBar, StatusLine

if TYPE_CHECKING:
    from annotui.project.hints import Moment
    from annotui.tui.screens.pages import Lines, Page, PagesPane
    from annotui.tui.widgets.prompt import Prompt, Question


class KeyScreen(Screen[None], Everywhere, inherit_bindings=False, inherit_css=False):
    """A screen whose keys go, in order, to the prompt while it is open, else to the active pane, else to itself."""

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._pending = ""
        self._hinting = False
        self._prompt: Prompt | None = None
        self._pages: PagesPane | None = None
        self._draws_at_once = at_once.prepare(self)
        self._pace = at_once.Pace()
        self._bar_for: tuple[object, ...] = ()

    def _screen_resized(self, size: Size) -> None:
        """Lay out for a size, unless that is done."""
        if not (self._draws_at_once and at_once.is_laid_out(self, size)):
            super()._screen_resized(size)

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Add none of Textual's own, for toasts and tooltips: what there is to say stands in the status line."""

    def compose(self) -> ComposeResult:
        """Lay the panes above status line and key bar; the prompt comes between when something is asked."""
        yield from self.compose_panes()
        yield StatusLine()
        yield KeyBar()

    async def _on_idle(self, event: events.Idle) -> None:
        """Lay out and paint what has changed now that all has been said of it, where Textual would wait."""
        if self._draws_at_once and self._pace.update(self):
            event.prevent_default()

    def catch_up(self) -> None:
        """Lay out and paint now what has changed: a key waits for it."""
        if self._draws_at_once:
            at_once.catch_up(self)

    def compose_panes(self) -> ComposeResult:
        """Give the screen's own widgets."""
        return ()

    @property
    def panes(self) -> Sequence[Widget]:
        """The widgets that make room for a page."""
        raise NotImplementedError

    @property
    def active_pane(self) -> Pane:
        """The pane that gets the commands while no page is open."""
        raise NotImplementedError

    @property
    def active(self) -> Pane:
        """What gets the commands: the page that is open, else the active pane."""
        return self.active_pane if self._pages is None or self._pages.page is None else self._pages

    @property
    def page(self) -> Page | None:
        """The page of text that is open, if any."""
        return self._pages.page if self._pages is not None else None

    def show_page(self, page: Page) -> None:
        """Show a page of text in place of the panes, until it is closed."""
        pages = self._made_pages()
        if not pages.is_mounted:
            coming = None if pages.is_attached else self.mount(pages, before=0)
            self.annotui.after(coming, lambda: self.show_page(page))
            return
        pages.open(page)
        self._arrange_pages(pages)

    def fill_page(self, page: Page, lines: Lines) -> None:
        """Let a page have other lines, where it is still open."""
        if self._pages is not None and not page.is_closed:
            self._pages.fill(page, lines)

    def close_page(self) -> None:
        """Go back to what was there before the page."""
        if self._pages is not None and self._pages.page is not None:
            self._pages.close()
            self._arrange_pages(self._pages)

    def close_pages(self) -> None:
        """Go back to the panes."""
        if self._pages is not None and self._pages.page is not None:
            self._pages.close_all()
            self._arrange_pages(self._pages)

    def _made_pages(self) -> PagesPane:
        if self._pages is None:
            from annotui.tui.screens.pages import PagesPane

            self._pages = PagesPane()
        return self._pages

    def _arrange_pages(self, pages: PagesPane) -> None:
        pages.display = pages.page is not None
        for widget in self.panes:
            widget.display = not pages.display
        self.annotui.lay_out()
        self.refresh_bars()

    @property
    def prompt(self) -> Prompt:
        """The line to type in."""
        if self._prompt is None:
            from annotui.tui.widgets.prompt import Prompt

            self._prompt = Prompt()
        return self._prompt

    @property
    def asking(self) -> bool:
        """Whether something is asked in the prompt."""
        return self._prompt is not None and self._prompt.is_open

    @property
    def mode(self) -> Mode:
        """Which keys count now."""
        return Mode.QUERY if self.asking else self.active.mode

    def supports(self, command: str) -> bool:
        """A page is the end of a way: no other one but help is opened from it."""
        return not (self.page is not None and command.startswith("show.")) and super().supports(command)

    def _stops_work(self) -> bool:
        """Let long work stop, if there is any."""
        stops = self.annotui.has_worked and self.annotui.work.stop()
        if stops:
            self.say("It stops after the piece in hand; what is done is kept")
        return stops

    async def press(self, key: str) -> None:
        """Carry out a key. Raises AnnotuiError for the app to show."""
        if key == "escape" and not self._pending and self.mode in (Mode.READ, Mode.LIST) and self._stops_work():
            return
        hit = self.annotui.keymap.press(self.mode, self._pending, key)
        self._pending = hit.pending
        self._hinting = False
        self.status_line.hush()
        if hit.command is not None:
            await self.run_command(hit.command, hit.arg, key)
        elif hit.unknown:
            self.say(f"{shown(safe(key))} does nothing here; ? shows the keys")
        self.refresh_bars()
        if self._draws_at_once:
            at_once.draw(self)

    async def run_command(self, command: Command, arg: str = "", key: str = "") -> None:
        """Carry out a command in the prompt, the active pane, or here; one that none of them knows is said so."""
        try:
            if self.asking:
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
        if not self.prompt.is_mounted:
            self.annotui.after(self.mount(self.prompt, before=self.status_line), lambda: self.ask(question))
            return
        self.prompt.open(question)
        self.refresh_bars()

    def paste(self, text: str) -> None:
        """Put pasted text into the prompt; elsewhere it is no command and does nothing."""
        if self.asking:
            self.prompt.insert(text)
        elif not self.active.pasted(text):
            self.say("Pasted text goes into a typing line; open one first, such as / to find")

    def on_screen_resume(self) -> None:
        """Show what holds now that the screen above is gone."""
        self.refresh_bars()

    def say(self, text: str) -> None:
        """Show a message until the next key."""
        self.status_line.say(text)

    def hint(self, moment: Moment) -> None:
        """Say what comes next at a moment, if it is the first of its kind, after what is said already."""
        if moment in self.annotui.hinted:
            return
        self.annotui.hinted.add(moment)
        from annotui.project.hints import once

        text = once(self.project, moment, self.annotui.keymap.key_of)
        if text:
            said = self.status_line.message
            self.say(f"{said}. {text}" if said else text)
            self._hinting = True

    def say_unasked(self, text: str) -> None:
        """Show a message that nobody waits for, unless somebody is just told what comes next."""
        if not self._hinting:
            self.say(text)

    def say_error(self, error: AnnotuiError) -> None:
        """Show an error and what to do about it."""
        self.status_line.say(f"{error.what} {error.hint}".strip(), level="error")
        self.refresh_bars()

    @cached_property
    def status_line(self) -> StatusLine:
        """The line above the key bar."""
        return self.query_one(StatusLine)

    @cached_property
    def _key_bar(self) -> KeyBar:
        return self.query_one(KeyBar)

    def refresh_bars(self) -> None:
        """Show what holds now and what can be pressed now; nothing under another screen, or while all ends."""
        if not self.is_current or not self.active.is_running or self.app.return_code is not None:
            return
        left, right = self.active.status()
        if self.annotui.has_worked:
            right = self.annotui.work.beside(right)
        self.status_line.show_texts(left, right)
        if self._pending:
            self.status_line.say(f"{shown(self._pending)} …")
        mode = self.mode
        facts = frozenset() if mode is Mode.QUERY else frozenset(self.active.facts())
        bar_for = (mode, facts, self.active, self.annotui.keymap)
        if bar_for != self._bar_for:
            self._bar_for = bar_for
            does = (lambda _: True) if mode is Mode.QUERY else self._does
            self._key_bar.show_keys(self.annotui.keymap.bar(mode, facts, does))

    def available(self) -> list[tuple[Command, tuple[str, ...]]]:
        """The commands that do something here now, with their keys: for help and the palette."""
        return [
            (command, keys)
            for command, keys in self.annotui.keymap.bindings(self.active.mode)
            if self._does(command.id)
        ]

    def _does(self, command: str) -> bool:
        return self.active.supports(command) or self.supports(command)

"""The app: theme, the one way in which a key becomes a command, and what happens when something breaks."""

from __future__ import annotations

import signal
import sys
from asyncio import Event, get_running_loop, timeout
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import PurePath
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.widget import AwaitMount

from annotui.core.keymap import Keymap, key_name
from annotui.core.langmaps import langmap
from annotui.crash import report
from annotui.errors import AnnotuiError, Damaged
from annotui.project.opening import OWN_FOLDER, Project
from annotui.project.settings import TERMINAL_THEME, Settings
from annotui.project.suggest import Linker
from annotui.project.watch import Watch
from annotui.tui.screens.base import KeyScreen
from annotui.tui.screens.workspace import Workspace
from annotui.tui.terminal.display import DifferApp
from annotui.tui.warming import LONG_QUIET_SECONDS, warm

if TYPE_CHECKING:
    from annotui.tui.screens.working import Work

LAYOUT_SECONDS = 1.0
"""How long a key waits at most for panes to get their size."""
WARM_SECONDS = 0.01
"""How long after the first paint what it did not need is imported."""
WATCH_SECONDS = 1.0
"""How often the app looks whether another process has written."""


def _keymap(settings: Settings) -> Keymap:
    if not settings.preset:
        return Keymap(settings.keys, langmap(settings.langmap))
    from annotui.project.key_settings import keymap_of

    return keymap_of(settings)


class AnnotuiApp(DifferApp, inherit_bindings=False, inherit_css=False):
    """annotui on one project. Keys are read in order, each act done before the next key is looked at."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "screens/workspace.tcss"]
    TITLE = "annotui"

    def __init__(self, project: Project, *, when_warm: Callable[[], None] = lambda: None) -> None:
        """`when_warm` is called once, when what the first keys need has been imported."""
        super().__init__(differ=project.settings.differ, ansi_color=True)
        self._when_warm = when_warm
        self.animation_level = "none"
        self.project = project
        self.linker = Linker(project)
        self.watcher = Watch(project)
        self._work: Work | None = None
        self.keymap = _keymap(project.settings)
        self.problems = (*project.settings.problems, *self.keymap.problems(), *self._begin_in(project.settings.theme))
        self.crash: str | None = None
        self.hinted: set[str] = set()
        self._pressed_at = 0.0
        self.began = Event()
        self._coming: AwaitMount | None = None
        self._laid_out: Event | None = None
        self._settled: Event | None = None
        self.watcher.listen(lambda changed: self.changed_everything())
        project.count_effort()

    def _begin_in(self, theme: str) -> Sequence[str]:
        """Start in a theme. Returns what is wrong with it."""
        if theme == TERMINAL_THEME or self.no_color:
            return ()
        from annotui.tui.themes import begin

        return () if begin(self, theme) else (f"the Textual that is installed has no theme {theme}",)

    def get_default_screen(self) -> Workspace:
        """Begin with the workspace."""
        return Workspace()

    @property
    def has_worked(self) -> bool:
        """Whether long work was ever begun."""
        return self._work is not None

    @property
    def work(self) -> Work:
        """The long work in child processes."""
        if self._work is None:
            from annotui.tui.screens.working import Work

            self._work = Work(self)
        return self._work

    def on_mount(self) -> None:
        """Turn a SIGTERM or a lost line into a clean end, and look around from time to time."""
        loop = get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.leave)
        self.app_resume_signal.subscribe(self, lambda _: self.redraw())
        self.set_interval(WATCH_SECONDS, self._look)

    async def on_event(self, event: events.Event) -> None:
        """Take keys and pasted text before anything else does: they go to the screen in the order they came."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._pressed_at = perf_counter()
            self.project.state.count_key()
            await self.all_shown()
            screen = self.screen_stack[-1] if self.screen_stack else None
            if isinstance(screen, KeyScreen):
                await self._typed(screen, event)
                return
        await super().on_event(event)

    def show(self, screen: KeyScreen) -> None:
        """Put a screen on top; the keys typed ahead wait until it is there."""
        self._coming = self.push_screen(screen)

    def after(self, coming: Awaitable[object] | None, then: Callable[[], None]) -> None:
        """Do `then` when widgets that are being mounted are there; keys typed ahead wait for it, errors are shown."""
        screen = self.screen_stack[-1]
        before, settled = self._settled, Event()
        self._settled = settled

        async def settle() -> None:
            try:
                if before is not None:
                    await before.wait()
                if coming is not None:
                    await coming
                if isinstance(screen, KeyScreen):
                    screen.attempt(then)
            finally:
                settled.set()

        screen.call_next(settle)

    def lay_out(self) -> None:
        """Let the keys typed ahead wait until panes that have come or gone have their size: a page is one by then."""
        self._laid_out = Event()
        self.screen.call_after_refresh(self._laid_out.set)

    async def all_shown(self) -> None:
        """Wait until the first screen has begun, and the one that was put on top last is there and laid out."""
        await self.began.wait()
        coming, self._coming = self._coming, None
        if coming is not None:
            await coming
        while self._settled is not None:
            settled = self._settled
            await settled.wait()
            if settled is self._settled:
                self._settled = None
        laid_out, self._laid_out = self._laid_out, None
        if laid_out is not None and not laid_out.is_set():
            screen = self.screen_stack[-1]
            if isinstance(screen, KeyScreen):
                screen.catch_up()
            with suppress(TimeoutError):
                async with timeout(LAYOUT_SECONDS):
                    await laid_out.wait()

    async def _typed(self, screen: KeyScreen, event: events.Key | events.Paste) -> None:
        try:
            if isinstance(event, events.Key):
                await screen.press(key_name(event.key, event.character))
            else:
                screen.paste(event.text)
        except Damaged as error:
            from annotui.project.rescue import with_copy_kept

            screen.say_error(with_copy_kept(error))
        except AnnotuiError as error:
            screen.say_error(error)

    def take_keys(self) -> None:
        """Take up the keys that the settings have now."""
        self.project.settings = Settings.of(self.project.folder)
        self.keymap = _keymap(self.project.settings)

    def changed_everything(self) -> None:
        """Take up whatever has changed, on every screen."""
        for screen in self.screen_stack:
            if isinstance(screen, KeyScreen):
                screen.reload()

    def visit(self, article: str, annotation: str, record: str) -> None:
        """Go from a record's card to a mention in the reader; going back from there leads to the card again."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        workspace = self.screen
        if isinstance(workspace, Workspace):
            workspace.visit(article, annotation, record)

    def leave(self) -> None:
        """End, with every place kept."""
        for screen in self.screen_stack:
            if isinstance(screen, KeyScreen):
                screen.keep_place()
        self.exit()

    def warm_up(self) -> None:
        """Import what the first keys need, soon: they may come before."""
        self.set_timer(WARM_SECONDS, self._warm)

    def when_quiet(self, then: Callable[[], None]) -> None:
        """Do what takes longer than a key, and can wait, once nobody types; never before a key in hand is done.

        No timer of Textual's: it is a task of its own, and this one begins anew with every key.
        """
        left = max(0.0, self._pressed_at + LONG_QUIET_SECONDS - perf_counter())
        get_running_loop().call_later(left, self._when_quiet, then)

    def _when_quiet(self, then: Callable[[], None]) -> None:
        if perf_counter() < self._pressed_at + LONG_QUIET_SECONDS:
            self.when_quiet(then)
        else:
            self.call_later(then)

    def _warm(self) -> None:
        self.run_worker(self._warmed, thread=True, exit_on_error=False)

    def _warmed(self) -> None:
        try:
            warm(lambda seconds: self.return_code is not None or perf_counter() > self._pressed_at + seconds)
        finally:
            self.call_later(self._when_warm)  # unlike call_from_thread it does not wait for an app that ends

    def _look(self) -> None:
        try:
            self.watcher.poll()
        except AnnotuiError as error:
            if isinstance(self.screen, KeyScreen):
                self.screen.say_error(error)

    def _fatal_error(self) -> None:
        """End cleanly on an error of ours: no traceback on the screen, no text of an article anywhere."""
        error = sys.exception()
        own = self.project.folder / OWN_FOLDER
        self.crash = report(error, own) if error is not None else "it ended"
        self._close_messages_no_wait()

"""Long work while the keys go on: one job at a time in a child process, and before it the look at corpus/."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from annotui.errors import AnnotuiError, UsageError
from annotui.project.child_jobs import (
    CATALOGUE_READY,
    ENDED,
    Asked,
    Child,
    Differences,
    Done,
    Failed,
    Job,
    Message,
    Progressed,
)
from annotui.tui.screens.base import KeyScreen

if TYPE_CHECKING:
    from annotui.tui.app import AnnotuiApp

Compared = Callable[[Differences], None]


class Work:
    """The app's child processes. What they say is shown on whatever screen is on top."""

    def __init__(self, app: AnnotuiApp) -> None:
        self._app = app
        self._children: set[Child] = set()
        self._job: Child | None = None
        self._look: Child | None = None
        self._look_again = False
        self._compared: Compared = lambda found: None
        self._indexed: Callable[[], Awaitable[None]] | None = None
        self._catalogue_ready: Callable[[], None] | None = None
        self._finding: Child | None = None
        self._find_next: tuple[str, Callable[[str], None]] | None = None
        self._shown = ""

    def look(self, compared: Compared) -> None:
        """Compare corpus/ with the database, then bring the full-text index up, both behind everything else."""
        self._compared = compared
        self._begin_look()

    def index(self, then: Callable[[], Awaitable[None]]) -> None:
        """Let the full-text index be brought up, if nothing is at it already, and `then` search it again."""
        self._indexed = then
        if self._look is None and self._job is None:
            self._begin_look()

    def index_catalogue(self, then: Callable[[], None]) -> None:
        """Let the index of the catalogue be made, if nothing is at it already, and do `then` once it is there."""
        self._catalogue_ready = then
        if self._job is not None:
            self._look_again = True
        elif self._look is None:
            self._begin_look()

    def find_mentions(self, path: str, then: Callable[[str], None]) -> None:
        """Look for mentions in an article behind everything else, and do `then` with its path when they are found.

        While one is looked through, of the articles asked for the last one waits.
        """
        if self._finding is not None:
            self._find_next = path, then
            return

        def says(child: Child, message: Message) -> None:
            if isinstance(message, Done | Failed) and child is self._finding:
                self._finding = None
                if isinstance(message, Done) and not message.stopped:
                    self._screen.call_next(then, path)
                if self._find_next is not None:
                    following, self._find_next = self._find_next, None
                    self.find_mentions(*following)

        with suppress(AnnotuiError):  # where no process can be started, nothing is suggested unasked
            self._finding = self._begin("mentions", path, says)

    def start(self, job: Job, path: str = "", format: str = "", *, force: bool = False) -> None:
        """Begin a job; an export in a format, with `force` in place of what is there.

        Raises UsageError while another one goes on, StorageError.
        """
        if self._job is not None:
            raise UsageError("The work that was begun before still goes on.", "Wait for it, or stop it with Esc.")
        if self._look is not None:
            # Both would wait for one another.
            self._look.stop()
            self._look_again = True
        self._job = self._begin(job, path, self._job_says, format, force=force)
        self._show(f"{job} begins")

    def stop(self) -> bool:
        """Let the job stop after the piece in hand. Returns whether there is one."""
        if self._job is None:
            return False
        self._job.stop()
        self._show("stopping")
        return True

    def leave(self) -> None:
        """Let everything stop by itself: what is done stays, and the rest is taken up the next time."""
        for child in self._children:
            get_running_loop().remove_reader(child)
            child.leave()
        self._children.clear()
        self._job = self._look = self._finding = None

    def beside(self, text: str) -> str:
        """The right end of the status line with how far the job is."""
        return f"{self._shown} · {text}" if self._shown and text else self._shown or text

    def _begin(
        self, job: Job, path: str, says: Callable[[Child, Message], None], format: str = "", *, force: bool = False
    ) -> Child:
        project = self._app.project
        child = Child(Asked(job, str(project.folder.absolute()), project.annotator, path, format, force))
        self._children.add(child)
        get_running_loop().add_reader(child, self._hear, child, says)
        return child

    def _begin_look(self) -> None:
        self._look_again = False
        try:
            self._look = self._begin("look", "", self._look_says)
        except AnnotuiError as error:
            self._say_error(error)

    def _hear(self, child: Child, says: Callable[[Child, Message], None]) -> None:
        if not self._app.is_running:
            self.leave()
            return
        messages = child.read()
        if messages is None:
            get_running_loop().remove_reader(child)
            self._children.discard(child)
            child.leave()
            if child in (self._job, self._look, self._finding):
                says(child, ENDED)
        for message in messages or ():
            says(child, message)

    def _look_says(self, child: Child, message: Message) -> None:
        if message == CATALOGUE_READY and self._catalogue_ready is not None:
            self._screen.call_next(self._catalogue_ready)
            self._catalogue_ready = None
        elif isinstance(message, Differences) and not message.stopped:
            self._compared(message)
        elif isinstance(message, Done | Failed) and child is self._look:
            self._look = None
            if isinstance(message, Failed):
                self._say_error(message.error())
            elif not message.stopped and self._indexed is not None:
                self._screen.call_next(self._indexed)
                self._indexed = None

    def _job_says(self, child: Child, message: Message) -> None:
        if isinstance(message, Progressed):
            of_total = f" of {message.total:,}" if message.total else ""
            self._show(f"{message.what} {message.done:,}{of_total}, Esc stops")
        elif isinstance(message, Done | Failed) and child is self._job:
            self._job = None
            self._show("")
            self._over(message)

    def _over(self, message: Done | Failed) -> None:
        """Show what has changed, and say what was done; what is still to do is looked for again."""
        self._app.changed_everything()
        if isinstance(message, Failed):
            self._say_error(message.error())
        else:
            self._screen.say(message.said)
            if not message.stopped:
                self._compared(Differences())
        if self._look_again or isinstance(message, Failed) or message.stopped:
            self._begin_look()

    def _show(self, text: str) -> None:
        self._shown = text
        self._screen.refresh_bars()

    def _say_error(self, error: AnnotuiError) -> None:
        self._screen.say_error(error)

    @property
    def _screen(self) -> KeyScreen:
        screen = self._app.screen
        assert isinstance(screen, KeyScreen)
        return screen

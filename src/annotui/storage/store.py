"""An open annotations.db: made, migrated or only read, and the way to write an act to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from annotui.errors import StorageError
from annotui.storage import history, schema
from annotui.storage.connection import (
    BUSY_SECONDS,
    Connection,
    can_write,
    connect,
    give_name,
    new_file_beside,
    snapshot,
    transaction,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

BULK_CACHE_KB = 16 * 1024
_JOURNAL_KB = 256
"""How large a journal may stay between two acts."""


class Store:
    """One connection to annotations.db. Reading goes over `connection`; writing through `act` or `bulk`.

    `on_act` is told what each act has changed, once it is committed.
    """

    def __init__(self, path: Path, connection: Connection, refused: tuple[str, str] | None = None) -> None:
        """`refused` tells why it is only read, and what to do."""
        self.path = path
        self.connection = connection
        self.on_act: Callable[[Sequence[history.Change]], None] | None = None
        self._refused = refused
        self._database: Database | None = None
        self._journal_mode = ""
        self._file = _file_at(path)

    @classmethod
    def open(cls, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Store:
        """Open a database that is there; nothing is written unless its format is older and has to be brought up.

        Without leave to write, or with triggers, which could change what is written, it is only read.
        Raises StorageError: missing, foreign, newer, damaged.
        """
        writable = can_write(path)
        connection = connect(path, writable=writable, busy_seconds=busy_seconds)
        try:
            version = schema.version_of(connection, path)
            refused = _refusal(path, writable=writable, triggers=schema.triggers(connection))
            if version < schema.VERSION:
                if refused:
                    raise StorageError(f"{path} is in an older format and cannot be written: {refused[0]}.", refused[1])
                schema.migrate(connection)
        except BaseException:
            connection.close()
            raise
        return cls(path, connection, refused)

    @classmethod
    def create(cls, path: Path, fill: Callable[[Store], None]) -> Store:
        """Make a new database with what `fill` puts into it: it is at `path` whole or not at all.

        Raises StorageError where that cannot be, also if a file is there.
        """
        made = new_file_beside(path)
        try:
            with closing(cls(made, connect(made, writable=True))) as store:
                schema.migrate(store.connection)
                fill(store)
            give_name(made, path)
        finally:
            made.unlink(missing_ok=True)
        return cls.open(path)

    def close(self) -> None:
        """Close the connection, and leave no journal beside the file where nobody else is writing."""
        if self._journal_mode == "persist":
            self._journal_mode = ""
            # The journal that stays is empty to SQLite, so it does no harm where it cannot be deleted.
            with suppress(StorageError):
                self.connection.execute("PRAGMA journal_mode=DELETE")
        self.connection.close()

    @property
    def database(self) -> Database:
        """The same connection as sqlite-utils sees it; imported when it is first asked for."""
        if self._database is None:
            from sqlite_utils import Database

            self._database = Database(self.connection, execute_plugins=False, strict=True)
        return self._database

    def data_version(self) -> int:
        """A number that changes when another process has written."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def is_in_place(self) -> bool:
        """Whether the file is still where it was opened; where it is not, nothing can be written."""
        return _file_at(self.path) == self._file

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all that is read inside be of one state of the database."""
        return snapshot(self.connection)

    @contextmanager
    def act(self, annotator: str, summary: str, *, article: str = "", focus: str = "") -> Iterator[history.ActWriter]:
        """One act of `annotator`, committed whole when the block ends. See `history.writing_act`."""
        self._prepare_to_write()
        with history.writing_act(
            self.connection, annotator=annotator, summary=summary, article=article, focus=focus
        ) as writer:
            yield writer
        if self.on_act:
            self.on_act(writer.changes)

    @contextmanager
    def setting_up(self, annotator: str) -> Iterator[history.ActWriter]:
        """Write what a new project starts with: no act, so that undo never takes it away."""
        self._prepare_to_write()
        with history.writing_act(self.connection, annotator=annotator, summary="", recorded=False) as writer:
            yield writer

    def undo(self, past: history.PastAct) -> list[history.Change]:
        """Take an act back. Returns what that changed. Raises Conflict when what it wrote has changed since."""
        self._prepare_to_write()
        return history.undo(self.connection, past)

    def redo(self, past: history.PastAct) -> list[history.Change]:
        """Do an undone act again. Returns what that changed. Raises Conflict as undo does."""
        self._prepare_to_write()
        return history.redo(self.connection, past)

    @contextmanager
    def bulk(self) -> Iterator[Connection]:
        """A transaction that is no act: reading in articles.

        Its pages stay in memory until it is committed, so that those who read wait no longer than that takes.
        """
        self._prepare_to_write()
        self.connection.execute(f"PRAGMA cache_size=-{BULK_CACHE_KB}")
        with transaction(self.connection):
            yield self.connection

    def _prepare_to_write(self) -> None:
        if self._refused:
            raise StorageError(f"{self.path} cannot be written: {self._refused[0]}.", self._refused[1])
        if not self._journal_mode:
            self._keep_journal()

    def _keep_journal(self) -> None:
        """Use one journal file for all acts: to make and delete it for each takes longer than what is written.

        It is as safe: an act is committed when the journal's header is zero on the disk. A file that somebody has put
        into another mode (WAL) is left in it.
        """
        self._journal_mode = str(self.connection.execute("PRAGMA journal_mode").fetchone()[0])
        if self._journal_mode == "delete":
            self.connection.execute(f"PRAGMA journal_size_limit={_JOURNAL_KB * 1024}").fetchone()
            self._journal_mode = str(self.connection.execute("PRAGMA journal_mode=PERSIST").fetchone()[0])


def _refusal(path: Path, *, writable: bool, triggers: Sequence[str]) -> tuple[str, str] | None:
    """Why a database is only read, and what to do; None where it may be written."""
    if not writable:
        return "the file or its folder is read-only", "Copy the project to a folder that you may write to."
    if triggers:
        return (
            f"it has triggers, and annotui makes none: {', '.join(triggers)}",
            f"They could change what is written. Drop them: sqlite3 {path.name} 'DROP TRIGGER {triggers[0]}'.",
        )
    return None


def _file_at(path: Path) -> tuple[int, int] | None:
    """What tells a file from every other: its device and its number there; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino

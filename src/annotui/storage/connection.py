"""The one place that opens SQLite connections, and what is done with them: transactions, snapshots, new files."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from annotui.errors import StorageError
from annotui.storage.sqlite_errors import ERRORS, reported, told

if TYPE_CHECKING:
    from sqlite3 import _Parameters

Value = str | int | float | bytes | None
Row = dict[str, Value]

BUSY_SECONDS = 5.0
"""How long a command waits for another process that is writing."""
CACHE_BUSY_SECONDS = 0.2
_PAGES_KB = 512
"""How much of a database a connection keeps in memory; the system has the file's pages in memory as well."""
_TEMPORARY = ""
"""SQLite's name for a database of its own: in memory while it is small, else in a file without a name."""


class Connection(sqlite3.Connection):
    """A connection whose statements raise StorageError, never sqlite3.Error; `path` is set when it is opened."""

    path = Path()

    def execute(self, sql: str, parameters: _Parameters = (), /) -> sqlite3.Cursor:
        """Run a statement."""
        return self.cursor(_Cursor).execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[_Parameters], /) -> sqlite3.Cursor:
        """Run a statement for each set of parameters."""
        return self.cursor(_Cursor).executemany(sql, parameters)


class _Cursor(sqlite3.Cursor):
    """SQLite reads as rows are fetched, so a fetch can fail as well as a statement.

    Any is what sqlite3 itself says of a row, whose types are those of its columns. Each catches errors itself: a
    context for each would take as long as many a statement.
    """

    def execute(self, sql: str, parameters: _Parameters = (), /) -> Self:
        try:
            return super().execute(sql, parameters)
        except ERRORS as error:
            raise told(error, self._path) from error

    def executemany(self, sql: str, parameters: Iterable[_Parameters], /) -> Self:
        try:
            return super().executemany(sql, parameters)
        except ERRORS as error:
            raise told(error, self._path) from error

    def fetchall(self) -> list[Any]:
        try:
            return super().fetchall()
        except ERRORS as error:
            raise told(error, self._path) from error

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        try:
            return super().fetchmany(size)
        except ERRORS as error:
            raise told(error, self._path) from error

    def fetchone(self) -> Any:
        try:
            return super().fetchone()
        except ERRORS as error:
            raise told(error, self._path) from error

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except ERRORS as error:
            raise told(error, self._path) from error

    @property
    def _path(self) -> Path:
        connection = self.connection
        return connection.path if isinstance(connection, Connection) else Path()


def connect(path: Path, *, writable: bool, busy_seconds: float = BUSY_SECONDS) -> Connection:
    """Open `path` in autocommit, with foreign keys on and nothing trusted that the file itself says.

    Nothing is written by opening. Raises StorageError when the file cannot be opened.
    """
    mode = "rw" if writable else "ro"
    with reported(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=busy_seconds,
            isolation_level=None,
            check_same_thread=False,
            factory=Connection,
        )
    connection.path = path
    try:
        for pragma in ("foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "synchronous=EXTRA"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA cache_size=-{_PAGES_KB}")
        if not writable:
            connection.execute("PRAGMA query_only=ON")
    except StorageError:
        connection.close()
        raise
    return connection


def connect_cache(
    path: Path | None, script: str, version: int, *, busy_seconds: float = CACHE_BUSY_SECONDS
) -> sqlite3.Connection:
    """Open a file that may be lost at any time (None: a temporary one); `script` makes its tables.

    A file of another `version`, or one that cannot be read, is made anew; where nothing can be written, or
    another process holds the file, a temporary one serves instead. Its statements raise sqlite3.Error.
    """
    if path is None or not _has_writable_folder(path):
        return _cache(_TEMPORARY, script, version, busy_seconds)
    try:
        return _cache(str(path.absolute()), script, version, busy_seconds)
    except sqlite3.OperationalError:
        return _cache(_TEMPORARY, script, version, busy_seconds)
    except sqlite3.DatabaseError:
        name = str(path.absolute()) if forget_cache(path) else _TEMPORARY
        return _cache(name, script, version, busy_seconds)


def connect_temporary(script: str, path: Path) -> Connection:
    """Open a database that nobody else sees and that is gone when it is closed, in a file once it is large.

    `script` makes its tables; `path` is what it is called in errors. Raises StorageError.
    """
    with reported(path):
        connection = sqlite3.connect(_TEMPORARY, isolation_level=None, check_same_thread=False, factory=Connection)
        connection.path = path
        connection.executescript(script)
    return connection


def forget_cache(path: Path) -> bool:
    """Delete a file that may be lost. Returns whether it is gone."""
    try:
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _has_writable_folder(path: Path) -> bool:
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError:
        return False
    return os.access(path.parent, os.W_OK)


def _cache(name: str, script: str, version: int, busy_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=busy_seconds, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if found not in {0, version}:
            raise sqlite3.DatabaseError(f"made by another version of annotui: {found}")
        if found != version:
            connection.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version={version}; COMMIT;")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def new_file_beside(path: Path) -> Path:
    """Make an empty file, for a database that will get the name `path` once it is whole. Raises StorageError."""
    made = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    try:
        os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
    except OSError as error:
        raise _cannot_make(path, error) from error
    return made


def give_name(made: Path, path: Path) -> None:
    """Rename a file that is whole to `path`. A file that is there is never replaced: StorageError."""
    try:
        try:
            os.link(made, path)
        except (PermissionError, NotImplementedError) as error:
            # Not every file system has hard links, which alone refuse a name that is taken.
            if path.exists():
                raise FileExistsError(None, "it is there already") from error
            made.rename(path)
        else:
            made.unlink()
    except OSError as error:
        made.unlink(missing_ok=True)
        raise _cannot_make(path, error) from error


def _cannot_make(path: Path, error: OSError) -> StorageError:
    return StorageError(f"{path} cannot be made: {error.strerror}.", "Check the folder and its permissions.")


def can_write(path: Path) -> bool:
    """Whether the database and its folder (for the journal) can be written."""
    path = path.resolve()
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@contextmanager
def transaction(connection: sqlite3.Connection, stands: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """BEGIN IMMEDIATE, then COMMIT; on any error ROLLBACK, where SQLite has not done so already.

    A COMMIT may report an error of the disk after all is written. `stands` tells whether what was written is there;
    then it is made sure that it stays, and no error is raised. Raises StorageError, also where that cannot be.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    try:
        connection.execute("COMMIT")
    except StorageError:
        _roll_back(connection)
        if not _holds(stands):
            raise
        _make_sure(connection)


def _roll_back(connection: sqlite3.Connection) -> None:
    with suppress(StorageError):
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _holds(stands: Callable[[], bool]) -> bool:
    try:
        return stands()
    except StorageError:
        return False


def _make_sure(connection: sqlite3.Connection) -> None:
    """Have what was committed on the disk for sure: another commit that is synced leaves no journal to roll it back."""
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version={version}")  # the same once more: it is written all the same
        connection.execute("COMMIT")
    except StorageError as error:
        _roll_back(connection)
        raise StorageError(
            f"{error.what} What was done last is there, but may be gone after a power failure.",
            "Look before you do it again. Check the disk.",
        ) from error


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Let all that is read inside be of one state of the database. Nests; keep it short, for writers wait."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")

"""What a look at corpus/ has found, and what differs from the database: in a temporary file, for it may be millions.

Paths come out in their order (by code points, as Python sorts them), so many at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self

from annotui.storage.connection import connect_temporary, transaction

Kind = Literal["new", "changed", "removed"]

AT_ONCE = 500
"""How many paths are looked at, or given out, at a time."""

_PLACE = Path("A temporary file")
"""What it is called in errors."""
_SCRIPT = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8192;
CREATE TABLE found (path TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL);
CREATE TABLE passed_over (path TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX passed_over_by_path ON passed_over (path);
CREATE INDEX folder_passed_over ON passed_over (path) WHERE substr(path, -1) = '/';
CREATE TABLE differing (
  path TEXT PRIMARY KEY, kind TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX differing_by_kind ON differing (kind, path);
CREATE TABLE lost (sha256 TEXT PRIMARY KEY, path TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE renamed (old TEXT PRIMARY KEY, new TEXT NOT NULL, held INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX renamed_to ON renamed (new);
"""


class SurveyedFile(NamedTuple):
    """A file: path relative to corpus/, size in bytes, modification time; the hash of its bytes where it is known."""

    path: str
    size: int
    mtime_ns: int
    sha256: str = ""


class Survey:
    """Filled in the order of its methods: what was found, what differs, which of that are renames."""

    def __init__(self) -> None:
        self._connection = connect_temporary(_SCRIPT, _PLACE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    # What was found

    def add(self, found: Iterable[SurveyedFile], passed_over: Iterable[tuple[str, str]]) -> None:
        """Files, and (path, reason) of what is none of the articles; a path that ends in `/` is a whole folder."""
        with transaction(self._connection):
            rows = ((file.path, file.size, file.mtime_ns) for file in found)
            self._connection.executemany("INSERT INTO found VALUES (?, ?, ?)", rows)
            self._connection.executemany("INSERT INTO passed_over VALUES (?, ?)", passed_over)

    def sort(self) -> int:
        """Put the files found in order. Returns how many there are."""
        self._connection.execute("CREATE INDEX found_by_path ON found (path, size, mtime_ns)")
        return int(self._connection.execute("SELECT count(*) FROM found").fetchone()[0])

    def files(self) -> Iterator[list[SurveyedFile]]:
        """The files found."""
        return self._batches("SELECT path, size, mtime_ns, '' FROM found WHERE path > ?")

    def passed_over(self) -> Iterator[tuple[str, str]]:
        """(path, reason) of what was passed over."""
        yield from self._connection.execute("SELECT path, reason FROM passed_over ORDER BY path, rowid")

    def found(self, paths: Sequence[str]) -> set[str]:
        """Those of these paths that were found."""
        return self._among("found", paths)

    def there(self, paths: Sequence[str]) -> set[str]:
        """Those of these paths that were found or passed over, or lie in a folder that was."""
        folders = self._connection.execute("SELECT path FROM passed_over WHERE substr(path, -1) = '/'").fetchall()
        under = {path for path in paths if any(path.startswith(folder) for (folder,) in folders)}
        return self._among("found", paths) | self._among("passed_over", paths) | under

    def count_passed_over(self) -> int:
        """How much was passed over."""
        return int(self._connection.execute("SELECT count(*) FROM passed_over").fetchone()[0])

    # What differs

    def differ(self, kind: Kind, files: Iterable[SurveyedFile]) -> None:
        """Files that are new, changed or removed."""
        rows = ((file.path, kind, file.size, file.mtime_ns, file.sha256) for file in files)
        with transaction(self._connection):
            self._connection.executemany("INSERT INTO differing VALUES (?, ?, ?, ?, ?)", rows)

    def hashed(self, hashes: Iterable[tuple[str, str]]) -> None:
        """The hashes of new files, as (path, sha256)."""
        with transaction(self._connection):
            rows = ((sha256, path) for path, sha256 in hashes)
            self._connection.executemany("UPDATE differing SET sha256 = ? WHERE path = ?", rows)

    def count(self, kind: Kind) -> int:
        """How many files differ in this way."""
        return int(self._connection.execute("SELECT count(*) FROM differing WHERE kind = ?", (kind,)).fetchone()[0])

    def differing(self, kind: Kind) -> Iterator[list[SurveyedFile]]:
        """The files that differ in this way."""
        return self._batches("SELECT path, size, mtime_ns, sha256 FROM differing WHERE kind = ? AND path > ?", kind)

    # Renames

    def lose(self, articles: Iterable[tuple[str, str]]) -> None:
        """Articles, as (path, sha256), whose bytes are not in their place; of several alike the first one counts."""
        with transaction(self._connection):
            rows = ((sha256, path) for path, sha256 in articles)
            self._connection.executemany("INSERT OR IGNORE INTO lost VALUES (?, ?)", rows)

    def has_lost(self) -> bool:
        """Whether there are articles whose bytes are not in their place."""
        return self._connection.execute("SELECT 1 FROM lost LIMIT 1").fetchone() is not None

    def match(self) -> None:
        """Pair lost articles with files that have their very bytes; what is renamed then differs in no other way.

        A path that another article holds can be taken only if that article is renamed as well, as when files are
        numbered anew. A file in the place that a renamed article has left is a new one.
        """
        with transaction(self._connection):
            for statement in _MATCH:
                self._connection.execute(statement)

    def count_renamed(self) -> int:
        """How many articles are renamed."""
        return int(self._connection.execute("SELECT count(*) FROM renamed").fetchone()[0])

    def renamed(self, *, held: bool) -> Iterator[list[tuple[str, SurveyedFile]]]:
        """(old path, new file) of renamed articles; `held` are those whose new path another article has until then."""
        last = ""
        while rows := self._connection.execute(_RENAMED, (held, last, AT_ONCE)).fetchall():
            last = rows[-1][0]
            yield [(old, SurveyedFile(*file)) for old, *file in rows]

    def _among(self, table: str, paths: Sequence[str]) -> set[str]:
        marks = ",".join("?" * len(paths))
        rows = self._connection.execute(f"SELECT path FROM {table} WHERE path IN ({marks})", paths)
        return {path for (path,) in rows.fetchall()}

    def _batches(self, sql: str, *values: str) -> Iterator[list[SurveyedFile]]:
        last = ""
        while rows := self._connection.execute(f"{sql} ORDER BY path LIMIT ?", (*values, last, AT_ONCE)).fetchall():
            last = rows[-1][0]
            yield [SurveyedFile(*row) for row in rows]


class Claims:
    """Names that are taken, however many: in a temporary file."""

    def __init__(self) -> None:
        script = "PRAGMA journal_mode=OFF; CREATE TABLE taken (name TEXT PRIMARY KEY) WITHOUT ROWID;"
        self._connection = connect_temporary(script, _PLACE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def forget(self) -> None:
        """Let every name be free."""
        self._connection.execute("DELETE FROM taken")

    def claim(self, name: str) -> bool:
        """Take a name. Returns whether it was free."""
        return self._connection.execute("INSERT OR IGNORE INTO taken VALUES (?)", (name,)).rowcount == 1


_MATCH = (
    # New files before changed ones.
    "INSERT OR IGNORE INTO renamed SELECT lost.path, differing.path, kind = 'changed' FROM differing "
    "JOIN lost ON lost.sha256 = differing.sha256 AND lost.path <> differing.path "
    "WHERE kind <> 'removed' AND differing.sha256 <> '' ORDER BY kind DESC, differing.path",
    "WITH RECURSIVE blocked (old) AS ("
    "SELECT old FROM renamed WHERE held AND new NOT IN (SELECT old FROM renamed) "
    "UNION SELECT renamed.old FROM renamed JOIN blocked ON renamed.new = blocked.old"
    ") DELETE FROM renamed WHERE old IN (SELECT old FROM blocked)",
    "UPDATE differing SET kind = 'new' WHERE kind = 'changed' AND path IN (SELECT old FROM renamed)",
    "DELETE FROM differing WHERE kind = 'removed' AND path IN (SELECT old FROM renamed)",
    "UPDATE differing SET kind = 'renamed' WHERE path IN (SELECT new FROM renamed)",
)
_RENAMED = (
    "SELECT old, new, size, mtime_ns, sha256 FROM renamed JOIN differing ON differing.path = new "
    "WHERE held = ? AND old > ? ORDER BY old LIMIT ?"
)

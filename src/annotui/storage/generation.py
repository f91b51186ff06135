"""Which state of the articles' texts and files this is, so that what is made from them knows when it is behind."""

from __future__ import annotations

import sqlite3


def bump_generation(connection: sqlite3.Connection) -> None:
    """Say that texts have come, gone or changed, or stand for other files.

    The mark is drawn at random: counted up, it would come again in another history of the same database, such as
    after a backup was put back.
    """
    connection.execute(
        "INSERT INTO meta VALUES ('texts', lower(hex(randomblob(8)))) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    )


def generation(connection: sqlite3.Connection) -> str:
    """The state of the texts; equal only if they are. It begins as `0`: there are none."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'texts'").fetchone()
    return str(row[0]) if row else "0"


class Witness:
    """Sees whether another connection has written to the database since this one first looked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._seen = self._version()

    def alone(self) -> bool:
        """Whether nobody else has written: what was found out since then, with our own changes, still holds."""
        return self._version() == self._seen

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

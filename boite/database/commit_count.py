"""Whether anything at all was written to the database since the last look, told without asking it a question."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from boite.settings import Settings


class Pulse:
    """SQLite's own count of the commits of all other connections, whatever their process, read in microseconds.

    It has a connection of its own, which never writes: commits of this process count too. PostgreSQL has no such count.
    """

    def __init__(self, settings: Settings) -> None:
        scheme, _, path = settings.database_url.partition("://")
        self._connection = _connect(Path(path)) if scheme == "sqlite" else None

    def beat(self) -> int | None:
        """A number that changes with each commit; None where that cannot be known, then everything is asked again."""
        if self._connection is None:
            return None
        try:
            [number] = self._connection.execute("PRAGMA data_version").fetchone()
        except sqlite3.Error:  # busy, moved, damaged: the next read of the rows will fail and say so
            return None
        return int(number)

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            self._connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    # No wait: the loop reads it, and a doubt only costs a question.
    return sqlite3.connect(path, timeout=0, isolation_level=None)

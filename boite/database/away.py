"""A database that does not answer, as drivers say it: stopped, restarting, out of reach, or too busy to begin."""

from __future__ import annotations

import sqlite3
from typing import Any

from asyncpg import exceptions as postgres
from tortoise.exceptions import DBConnectionError

from boite.database.disk_full import inside

AWAY: tuple[type[Any], ...] = (
    ConnectionError,
    TimeoutError,
    DBConnectionError,
    postgres.PostgresConnectionError,
    postgres.InterfaceError,
    postgres.CannotConnectNowError,
    postgres.AdminShutdownError,
    postgres.CrashShutdownError,
    postgres.TooManyConnectionsError,
)
"""The last five are PostgreSQL's own: a line that was cut, a server that starts, stops or has no place left."""
SILENT = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN}
"""SQLite's: somebody else writes for longer than our patience; the file is not there (a disk not mounted)."""


def is_away(error: BaseException) -> bool:
    """Whether to ask again a moment later may succeed: nothing is wrong with what was asked."""
    return any(_says_so(one) for one in inside(error))


def _says_so(error: BaseException) -> bool:
    # Extended codes of SQLite carry the family in their last byte.
    return isinstance(error, AWAY) or (getattr(error, "sqlite_errorcode", 0) & 0xFF) in SILENT

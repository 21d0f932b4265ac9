"""A database that does not answer, as drivers say it: stopped, restarting, out of reach, or too busy to begin."""

from __future__ import annotations

import sqlite3
import sys

from tortoise.exceptions import DBConnectionError

from boite.database.disk_full import inside

AWAY = (ConnectionError, TimeoutError, DBConnectionError)
POSTGRESQL_AWAY = ("08", "53300", "57P01", "57P02", "57P03")
"""Beginnings of SQLSTATE: a line that was cut, a server that has no place left, stops, broke down or starts."""
SILENT = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN}
"""SQLite's: somebody else writes for longer than our patience; the file is not there (a disk not mounted)."""


def is_away(error: BaseException) -> bool:
    """Whether to ask again a moment later may succeed: nothing is wrong with what was asked."""
    return any(_says_so(one) for one in inside(error))


def _says_so(error: BaseException) -> bool:
    # Extended codes of SQLite carry the family in their last byte.
    if isinstance(error, AWAY) or (getattr(error, "sqlite_errorcode", 0) & 0xFF) in SILENT:
        return True
    return (getattr(error, "sqlstate", None) or "").startswith(POSTGRESQL_AWAY) or _is_of_the_line(error)


def _is_of_the_line(error: BaseException) -> bool:
    """Whether PostgreSQL's driver says that its connection cannot be used. Not imported, it says nothing."""
    driver = sys.modules.get("asyncpg")
    return driver is not None and isinstance(error, driver.InterfaceError)

"""A disk without room, as databases say it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from tortoise.exceptions import OperationalError, TransactionManagementError

FAMILIES = (OperationalError, TransactionManagementError, sqlite3.OperationalError)
"""What wraps the refusal of a database."""
POSTGRESQL_SHORT = "53100"
"""The SQLSTATE of a full disk."""
SHORT = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE}
"""The second and third: no room for the file beside the database, or a limit on the size of files."""


def lacks_room(error: BaseException) -> bool:
    """Whether an error of a database comes from a full disk."""
    return any(_says_so(one) for one in inside(error))


def _says_so(error: BaseException) -> bool:
    return getattr(error, "sqlstate", None) == POSTGRESQL_SHORT or getattr(error, "sqlite_errorcode", None) in SHORT


def inside(error: BaseException | None) -> Iterator[BaseException]:
    """The error and those that it wraps: the ORM gives the driver's as an argument."""
    while error is not None:
        yield error
        inner = error.args[0] if error.args else None
        error = inner if isinstance(inner, BaseException) else error.__cause__

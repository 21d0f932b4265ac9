"""What another session changed between two questions of a view, as databases say it: a refusal, not a fault of ours.

A verb that can say more about its own rows does it; this is for those that nobody thought of.
"""

from __future__ import annotations

import sqlite3

from tortoise.exceptions import DoesNotExist

from boite.database.disk_full import inside
from boite.errors import Conflict, NotFound, Refusal

MISSING = {"23503", sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY}
"""A row written about another one that is there no more (SQLSTATE, extended code of SQLite)."""
TAKEN = {"23505", sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
"""A row that somebody else wrote first."""
ERASED = "Ce n'est plus là : cela vient d'être supprimé, ailleurs ou par quelqu'un d'autre."
DONE = "Cela vient d'être fait, ailleurs ou par quelqu'un d'autre. Rechargez la page."


def overtaken(error: BaseException) -> Refusal | None:
    """The refusal to answer with, where another session was faster; None where the error is about something else."""
    for one in inside(error):
        code = getattr(one, "sqlstate", None) or getattr(one, "sqlite_errorcode", None)
        if isinstance(one, DoesNotExist) or code in MISSING:
            return NotFound(ERASED)
        if code in TAKEN:
            return Conflict(DONE)
    return None

"""Whether a structure is still there: it is, until the announced day of its end begins in Paris."""

from __future__ import annotations

from datetime import date
from typing import Any

from boite.clock import today
from boite.database.rows import typed


def is_gone(since: date) -> bool:
    """Whether an end announced for this day has come."""
    return since <= today()


def gone(ending: str = "e") -> str:
    """The condition, in SQL, that a row of endings has come. The rows of later days do not count yet."""
    return f"{ending}.since <= '{today().isoformat()}'"


def day(value: Any) -> date | None:
    """A day as both drivers give it."""
    return typed(value, date)

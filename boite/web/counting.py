"""Counting what somebody sees: neither a program, nor a browser that looks ahead (`crawlers`), and never who.

Nothing is written here: it waits in the memory of the process, and is written with the rest (`database.counters`).
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from boite.database.counters import DailyCounter, Tally
from boite.web import crawlers


def tally(request: Request) -> Tally:
    """That of this request's application."""
    found: Tally = request.app.state.tally
    return found


def count(request: Request, counter: DailyCounter, *values: Any) -> None:
    """One more today, where a person asks."""
    if crawlers.by_somebody(request):
        tally(request).note(counter, *values)

"""The public holidays of France."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

LAST = date(2076, 12, 31)
"""The last day that the library knows: beyond, no day is a holiday. Told to administrators a year before."""


@lru_cache(maxsize=512)
def is_holiday(day: date) -> bool:
    """Whether this day is a public holiday in France."""
    # Imported here, not above: it takes 17 ms to load, and no command but the server needs it.
    from opening_hours import OpeningHours

    return OpeningHours("PH", country="FR").is_open(datetime.combine(day, time(12)))

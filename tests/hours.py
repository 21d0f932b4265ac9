"""Hours at which a day in France is not the day in UTC, or is so by a little; and the clock put at one."""

from __future__ import annotations

from datetime import datetime

import pytest

from boite.clock import PARIS, advance, now, reset

EVES = {
    "summer, 23:30": datetime(2027, 7, 14, 23, 30, tzinfo=PARIS),
    "summer, 00:30": datetime(2027, 7, 15, 0, 30, tzinfo=PARIS),
    "winter, 23:30": datetime(2027, 1, 13, 23, 30, tzinfo=PARIS),
    "winter, 00:30": datetime(2027, 1, 14, 0, 30, tzinfo=PARIS),
}
"""Half past midnight in France is the day before in UTC; half past eleven in the evening is still the same day."""
NEW_MONTHS = {
    "summer, 23:30": datetime(2027, 6, 30, 23, 30, tzinfo=PARIS),
    "summer, 00:30": datetime(2027, 7, 1, 0, 30, tzinfo=PARIS),
    "winter, 23:30": datetime(2026, 12, 31, 23, 30, tzinfo=PARIS),
    "winter, 00:30": datetime(2027, 1, 1, 0, 30, tzinfo=PARIS),
}
"""The same where the month changes; in winter, the year."""

at_each_hour = pytest.mark.parametrize("hour", EVES.values(), ids=EVES)
at_the_end_of_a_month = pytest.mark.parametrize("hour", NEW_MONTHS.values(), ids=NEW_MONTHS)


def put_clock_at(instant: datetime) -> None:
    """The service's clock says this instant, and goes on from there."""
    reset()
    advance(instant - now())

"""When what a server put off is tried again: later each time, and never all of them at the same instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import SystemRandom

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""After each « later » of the server; beyond the last one, nobody waits for it any more."""
MOST = len(DELAYS) + 1
"""Tries of one mail, whatever became of each."""
LAST_TRIES = 2
"""That nobody uses up by hand: they come hours apart, when a server that was away may be back."""
EARLIEST, LATEST = 0.5, 1.5
"""A delay is multiplied by something between these: what failed together does not come back together."""
_chance = SystemRandom()


def delay_after(tries: int, delays: Sequence[timedelta] = DELAYS) -> timedelta:
    """How long to wait after so many tries (from 1). Each delay is longer than the one before, whatever chance says."""
    return delays[min(max(tries, 1), len(delays)) - 1] * _chance.uniform(EARLIEST, LATEST)

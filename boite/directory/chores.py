"""The chores of the directory: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.directory.maintenance import closure, correction_retention, points
from boite.directory.search import missed_searches

CHORES = (
    Chore("ends of structures", 60, lambda settings, store: closure.renew_due()),
    Chore("moves of places", 60, lambda settings, store: points.move_due()),
    Chore("forget corrections", 86400, lambda settings, store: correction_retention.forget_old(settings)),
    Chore("forget missed searches", 86400, lambda settings, store: missed_searches.forget_missed()),
)

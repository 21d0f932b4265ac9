"""The chores of the directory: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.directory.maintenance import correction_retention, points
from boite.directory.search import missed_searches
from boite.directory.search_engine import search_index

CHORES = (
    Chore("ends of structures", 60, lambda settings, store: search_index.index_ended()),
    Chore("moves of places", 60, lambda settings, store: points.move_due()),
    Chore("forget corrections", 86400, lambda settings, store: correction_retention.forget_old(settings)),
    Chore("forget missed searches", 86400, lambda settings, store: missed_searches.forget_missed()),
)

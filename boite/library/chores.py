"""The chores of the resources: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.library import link_check
from boite.library.desk import LIBRARY

CHORES = (
    Chore("try links", 60, lambda settings, store: link_check.try_due(settings)),
    Chore("renew transcripts", 3600, lambda settings, store: LIBRARY.renew(limit=20)),
)

"""The chores of this domain: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.statistics.due import publish_due

CHORES = (Chore("statistics", 3600, publish_due),)

"""The chores of boxes: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.boxes import erasing
from boite.database.chores import Chore

CHORES = (Chore("erase closed boxes", 300, erasing.erase_due),)

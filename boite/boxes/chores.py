"""The chores of boxes: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.boxes import erasing, idle_closing
from boite.database.chores import Chore

CHORES = (
    Chore("erase closed boxes", 300, erasing.erase_due),
    Chore("close idle boxes", 3600, idle_closing.close_idle),
)

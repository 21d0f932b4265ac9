"""The chores of this domain: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.support import free_text

CHORES = (Chore("match what was typed of oneself", 24 * 3600, free_text.match),)

"""The chores of the groups: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.groups import picture_refresh

CHORES = (Chore("new public pictures", 5, picture_refresh.order_new_versions),)

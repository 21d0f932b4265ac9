"""The chores of the database: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database import file_permissions
from boite.database.chores import Chore
from boite.database.upgrade import copies

CHORES = (
    Chore("forget copies", 3600, lambda settings, store: copies.forget_old(settings)),
    Chore("keep room", 3600, file_permissions.keep_room),
)

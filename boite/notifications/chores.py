"""The chores of messages: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.notifications import contact_points, dispatch, planning

CHORES = (
    Chore("reminders of events", 60, planning.tell_events),
    Chore("reminders of the day", 60, planning.sweep_due),
    Chore("channels of messages", 1, dispatch.dispatch),
    Chore("forget codes", 3600, lambda settings, store: contact_points.forget_codes()),
    Chore("stale notices", 3600, planning.tidy),
    Chore("forget notices", 3600, planning.forget),
)

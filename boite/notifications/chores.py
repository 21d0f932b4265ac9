"""The chores of messages: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.notifications import contact_points, dispatch, planning, push_sending

CHORES = (
    Chore("reminders of events", 60, planning.tell_events),
    Chore("reminders of the day", 60, planning.sweep_due),
    Chore("channels of messages", 1, dispatch.dispatch),
    Chore("urgent pushes", 1, lambda settings, store: push_sending.send_due(settings, urgent=True)),
    Chore("pushes", 2, lambda settings, store: push_sending.send_due(settings)),
    Chore("forget codes", 3600, lambda settings, store: contact_points.forget_codes()),
    Chore("stale notices", 3600, planning.tidy),
    Chore("forget notices", 3600, planning.forget),
)

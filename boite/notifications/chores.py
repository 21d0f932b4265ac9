"""The chores of messages: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.notifications import contact_points, dispatch, mail_posting, planning, sms
from boite.settings import Settings


async def push(settings: Settings, *, urgent: bool) -> int:
    """Send the pushes that are due. What ciphers them is loaded then: a start does not wait for it."""
    from boite.notifications import push_sending

    return await push_sending.send_due(settings, urgent=urgent)


CHORES = (
    Chore("reminders of events", 60, planning.tell_events),
    Chore("reminders of the day", 60, planning.sweep_due),
    Chore("channels of messages", 1, dispatch.dispatch),
    Chore("urgent pushes", 1, lambda settings, store: push(settings, urgent=True), sends=True),
    Chore("pushes", 2, lambda settings, store: push(settings, urgent=False), sends=True),
    Chore("urgent mails of messages", 1, mail_posting.post_urgent),
    Chore("mails of messages", 2, mail_posting.post_others),
    Chore("dead mailboxes", 300, mail_posting.settle_dead),
    Chore("sms", 2, sms.send_due, sends=True),
    Chore("forget contact points", 3600, lambda settings, store: contact_points.forget()),
    Chore("stale notices", 3600, planning.tidy),
    Chore("forget notices", 3600, planning.forget),
)

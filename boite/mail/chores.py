"""The chores of single mails: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.mail import kept_mails, outbox, suppression

CHORES = (
    Chore("urgent mails", 1, outbox.send_urgent, sends=True),
    Chore("mails", 2, outbox.send_due, sends=True),
    Chore("forget mails", 3600, kept_mails.forget),
    Chore("forget old bounces", 3600, lambda settings, store: suppression.forget()),
)

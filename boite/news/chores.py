"""The chores of the news: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.news import partners, publishing, renewing

CHORES = (
    Chore("publish news", 15, lambda settings, store: publishing.publish_due()),
    Chore("renew news", 3600, lambda settings, store: renewing.renew()),
    Chore("forget partners", 86400, lambda settings, store: partners.forget_addresses()),
)

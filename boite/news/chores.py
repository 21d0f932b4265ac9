"""The chores of the news: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.news import partners, scheduling
from boite.news.desk import NEWS

CHORES = (
    Chore("publish news", 15, lambda settings, store: scheduling.publish_due()),
    Chore("renew news", 3600, lambda settings, store: NEWS.renew()),
    Chore("forget partners", 86400, lambda settings, store: partners.forget_addresses()),
)

"""The chores of the portraits: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.portraits.models import PortraitText
from boite.publishing import prose

CHORES = (Chore("renew portraits", 3600, lambda settings, store: prose.renew(PortraitText)),)

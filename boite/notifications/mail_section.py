"""« Par courriel » on the page of settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from boite.accounts.models import Session
from boite.mail.connection import reachable
from boite.notifications import contact_points
from boite.notifications.models import Channel, ContactEnd, ContactPoint
from boite.settings import Settings


async def section(settings: Settings, session: Session) -> Mapping[str, Any]:
    """Whether mails leave at all, the address that is written to, and whether the last one was lost."""
    mine = await contact_points.open_of(session.user_id, Channel.MAIL)
    return {
        "offered": reachable(settings),
        "address": mine[-1].address if mine else "",
        "dead": not mine and await lost(session.user_id),
    }


async def lost(user_id: UUID) -> bool:
    """Whether this person's last address does not exist any more: we can write to them no longer. One query."""
    confirmed = ContactPoint.filter(user_id=user_id, channel=Channel.MAIL, confirmed_at__not_isnull=True)
    rows = await confirmed.values_list("closed_at", "closed_why")
    if any(closed is None for closed, _ in rows):
        return False
    return bool(rows) and max(rows)[1] == ContactEnd.DEAD

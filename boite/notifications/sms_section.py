"""« Par SMS » on the page of settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boite.accounts.models import Session
from boite.notifications import contact_points
from boite.notifications.models import Channel, ContactEnd, ContactPoint
from boite.settings import Settings
from boite.sms import gateway
from boite.sms.phone_numbers import hidden


async def section(settings: Settings, session: Session) -> Mapping[str, Any]:
    """Whether this service sends SMS, the end of the number, and whether the last one receives none."""
    if not gateway.is_on(settings):
        return {"offered": False}
    mine = await contact_points.open_of(session.user_id, Channel.SMS)
    closed = ContactPoint.filter(user_id=session.user_id, channel=Channel.SMS, closed_at__not_isnull=True)
    last = None if mine else await closed.order_by("-closed_at").first()
    return {
        "offered": True,
        "number": hidden(mine[-1].address) if mine else "",
        "dead": last is not None and last.closed_why == ContactEnd.DEAD,
    }

"""« Sur cet appareil » on the page of settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boite.accounts.models import Session
from boite.notifications import contact_points, vapid
from boite.notifications.models import Channel
from boite.settings import Settings


async def section(settings: Settings, session: Session) -> Mapping[str, Any]:
    """Whether pushes are offered here, our key, this device where it is told, and the others of its person."""
    we = vapid.identity(settings)
    mine = await contact_points.open_of(session.user_id, Channel.PUSH) if we else []
    return {
        "offered": we is not None,
        "shared": session.shared,
        "key": vapid.encoded(we.public) if we else "",
        "key_id": we.id if we else "",
        "this": next((each for each in mine if each.session_id == session.id), None),
        "others": [each for each in mine if each.session_id != session.id],
    }

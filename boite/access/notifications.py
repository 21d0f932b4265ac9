"""The door of messages: each reads their own, and nobody else's."""

from __future__ import annotations

import re

from boite.accounts.models import User
from boite.errors import NotFound
from boite.notifications import contact_points, inbox
from boite.notifications.inbox import InboxLine, MessageMark, MessageSource
from boite.notifications.models import Channel, ContactPoint

_MARK = re.compile(r"([en])([0-9]{1,18})")


def mark(text: str) -> MessageMark:
    """What an address or a form says of a message. Raises NotFound for nonsense."""
    found = _MARK.fullmatch(text)
    if found is None:
        raise NotFound
    return MessageMark(MessageSource(found[1]), int(found[2]))


async def message(user: User, text: str) -> InboxLine:
    """A message of this person. Raises NotFound."""
    found = await inbox.one(user.id, mark(text))
    if found is None:
        raise NotFound
    return found


async def device(user: User, text: str) -> ContactPoint:
    """A device where this person is told. Raises NotFound."""
    mine = await contact_points.open_of(user.id, Channel.PUSH)
    found = next((each for each in mine if str(each.id) == text), None)
    if found is None:
        raise NotFound
    return found

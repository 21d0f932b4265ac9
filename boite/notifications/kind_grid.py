"""What is wanted, kind by kind and channel by channel: one line a kind, one box for each channel that somebody has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boite.accounts.models import User
from boite.notifications import contact_points, preferences
from boite.notifications.channel_names import NAMES
from boite.notifications.kinds import KINDS
from boite.notifications.message_kind import MessageKind
from boite.notifications.models import Channel

FIELDS = {Channel.SERVICE: "sujet", Channel.MAIL: "courriel", Channel.PUSH: "alerte", Channel.SMS: "sms"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """One kind: the channels that may carry it, and those that do."""

    kind: MessageKind
    boxes: tuple[tuple[str, str, bool], ...]
    """The field, its words, and whether it is ticked."""


async def channels(user: User) -> list[Channel]:
    """Those of this person: their box, and what they confirmed."""
    mine = {each.channel for each in await contact_points.open_of(user.id)}
    return [channel for channel in FIELDS if channel == Channel.SERVICE or channel in mine]


async def grid(user: User, shown: Sequence[Channel]) -> list[GridLine]:
    """Every kind that is offered to this person."""
    said = await preferences.chosen(user.id)
    return [
        GridLine(
            kind=kind,
            boxes=tuple(
                (FIELDS[channel], NAMES[channel], said.get((kind.code, channel), channel not in kind.silent))
                for channel in shown
                if kind.goes_by(channel)
            ),
        )
        for kind in preferences.offered(user)
    ]


def always(user: User) -> list[MessageKind]:
    """The kinds that nobody may want no more."""
    return [kind for kind in KINDS if kind.always and preferences.concerns(kind, user)]

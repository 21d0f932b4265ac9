"""Nothing has left for three days on a channel, though something was due: told daily to administrators."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, timedelta
from uuid import UUID, uuid5

from boite.clock import midnight
from boite.database.rows import column
from boite.languages.messages import filled
from boite.notifications import carriers, traffic
from boite.notifications.calendar_ends import ADMINISTRATORS
from boite.notifications.channel_names import MANY
from boite.notifications.kinds_for_operators import QUEUE_STUCK
from boite.notifications.models import Channel, Notice
from boite.notifications.reminder import LATEST, Planned, Reminder, SaidMessage
from boite.notifications.words import QUEUE_STUCK as SAID
from boite.settings import Settings

CHANNELS = UUID("5b1d3c9e-4b0e-4d0f-8a39-2f7a0c1b6e54")
"""Names the channels among the subjects of notices."""
_LEFT_SINCE = (
    "EXISTS (SELECT 1 FROM mail_outgoing m WHERE m.fate = 'handed' AND m.due_at > n.at AND n.step LIKE 'mail/%')"
    " OR EXISTS (SELECT 1 FROM notifications_delivery d JOIN notifications_contact_point p ON p.id = d.contact_id"
    " WHERE d.fate = 'handed' AND d.ended_at > n.at AND n.step LIKE p.channel || '/%')"
)


class QueueStuck(Reminder):
    """`step` is the channel and the day. It goes by itself as soon as something leaves."""

    kind = QUEUE_STUCK
    still = f"({LATEST} AND EXISTS ({ADMINISTRATORS} AND u.id = n.recipient_id) AND NOT ({_LEFT_SINCE}))"

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Every administrator, for each channel that is stuck: one that was switched off has nothing to say."""
        on = carriers.set_up(settings)
        stuck = [channel for channel in MANY if channel in on and await traffic.stuck(channel)]
        people = await column(UUID, ADMINISTRATORS) if stuck else []
        yield [
            Planned(
                recipient=who,
                subject=uuid5(CHANNELS, channel),
                step=f"{channel}/{day}",
                expires_at=midnight(day + timedelta(days=2)),
            )
            for who in people
            for channel in stuck
        ]

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """Which channel it is."""
        return {notice.id: _said(Channel(notice.step.partition("/")[0])) for notice in notices}


def _said(channel: Channel) -> SaidMessage:
    title = filled(SAID.title, what=MANY[channel])
    return SaidMessage(title=title, body=SAID.body, action=SAID.action, route="notifications:queue", values={})

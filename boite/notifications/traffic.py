"""How messages leave: what waits, what left, what failed and why. Numbers only, of nobody.

For the page of administrators, for the alarm, and for whoever exposes them as metrics (`counters`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_high
from typing import Any

from boite.clock import now
from boite.database.connection import fetch
from boite.database.rows import fetch_as
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, MessageFate

STILL = timedelta(days=3)
"""Nothing left for so long, though something was due: a channel is stuck."""
REFUSALS = 20
"""So many people refused, and nobody reached meanwhile: it is not of them that the carrier speaks. Fewer are mistyped
addresses and telephones that were changed.
"""
TRIED = timedelta(days=1)
"""A mail that waits for so long was tried many times."""
LATE = timedelta(minutes=15)
SHOWN = timedelta(days=7)
"""What ended is counted over so long."""
SAMPLE = 500
"""The delay of urgent messages is that of so many of the last ones."""
OUTSIDE = (Channel.MAIL, Channel.PUSH, Channel.SMS)
FAILED = (MessageFate.REFUSED, MessageFate.GIVEN_UP, MessageFate.DOUBTFUL)
_FAILED = ", ".join(f"'{fate}'" for fate in FAILED if fate != MessageFate.REFUSED)
_OF = "FROM notifications_delivery d JOIN notifications_contact_point p ON p.id = d.contact_id"
MAIL_LEFT = "SELECT 1 AS one FROM mail_outgoing WHERE fate = 'handed' AND due_at > ? LIMIT 1"
MAIL_HELD_UP = (
    "SELECT 1 AS one FROM mail_outgoing WHERE (fate = 'due' AND at <= ?)"
    f" OR (fate IN ({_FAILED}) AND due_at > ?) LIMIT 1"
)
MAIL_REFUSED = (
    "SELECT COUNT(DISTINCT CASE WHEN address = '' THEN mailbox_digest ELSE address END) AS people FROM mail_outgoing"
    f" WHERE fate = '{MessageFate.REFUSED}' AND due_at > ?"
)
LEFT = f"SELECT 1 AS one {_OF} WHERE d.fate = 'handed' AND d.ended_at > ? AND p.channel = ? LIMIT 1"
HELD_UP = (
    f"SELECT 1 AS one {_OF} WHERE p.channel = ? AND ((d.fate = 'due' AND d.due_at <= ?)"
    f" OR (d.fate IN ({_FAILED}) AND d.ended_at > ?)) LIMIT 1"
)
REFUSED = (
    f"SELECT COUNT(DISTINCT d.contact_id) AS people {_OF}"
    f" WHERE p.channel = ? AND d.fate = '{MessageFate.REFUSED}' AND d.ended_at > ?"
)
WAITING = (
    "SELECT p.channel, COUNT(*) AS waiting, COUNT(CASE WHEN d.due_at <= ? THEN 1 END) AS late,"
    " COUNT(CASE WHEN d.tries > 0 THEN 1 END) AS tried, MIN(CASE WHEN d.due_at <= ? THEN d.due_at END) AS oldest"
    f" {_OF} WHERE d.fate = 'due' GROUP BY p.channel"
)
ENDED = (
    "SELECT p.channel, d.fate, CASE WHEN d.fate = 'withdrawn' THEN d.words ELSE '' END AS why, d.code,"
    f" COUNT(*) AS times {_OF} WHERE d.fate <> 'due' AND d.ended_at > ? GROUP BY p.channel, d.fate, 3, d.code"
)
URGENT = (
    f"SELECT p.channel, d.at, d.ended_at {_OF} WHERE d.fate = 'handed' AND d.urgency = '{Urgency.NOW}'"
    f" AND d.ended_at > ? ORDER BY d.id DESC LIMIT {SAMPLE}"
)
NOTICES = "SELECT kind, COUNT(*) AS times FROM notifications_notice WHERE at > ? AND why <> 'skipped' GROUP BY kind"
SWEEPS = "SELECT kind, MAX(seconds) AS seconds FROM notifications_sweep WHERE done_at > ? GROUP BY kind"
OPEN = (
    "SELECT channel, COUNT(*) AS times FROM notifications_contact_point"
    " WHERE confirmed_at IS NOT NULL AND closed_at IS NULL GROUP BY channel"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What became of some deliveries of a channel: how many, why or with which answer."""

    channel: Channel
    fate: MessageFate
    why: str
    """An `Unsaid`, where they were withdrawn."""
    code: int
    """The last answer of the carrier; 0 where it gave none."""
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTraffic:
    """What waits on one channel, and how fast what presses leaves."""

    channel: Channel
    waiting: int = 0
    late: int = 0
    tried: int = 0
    """Those that were tried, or put off, once at least."""
    oldest: datetime | None = None
    """Since when the one waits that should have left first."""
    usual_delay: timedelta | None = None
    longest_delay: timedelta | None = None
    """Of what is urgent, from its cause to its carrier."""
    ended: tuple[Ended, ...] = ()

    def times(self, fate: MessageFate) -> int:
        """How many ended so."""
        return sum(each.times for each in self.ended if each.fate == fate)


async def stuck(channel: Channel) -> bool:
    """Whether nothing has left for three days on this channel, though something was due.

    A refusal says that the carrier works, unless it refuses everybody.
    """
    since = now() - STILL
    if channel == Channel.MAIL:
        if await fetch(MAIL_LEFT, since):
            return False
        if await fetch(MAIL_HELD_UP, now() - TRIED, since) or await _many_people(MAIL_REFUSED, since):
            return True
    if await fetch(LEFT, since, channel.value):
        return False
    if await fetch(HELD_UP, channel.value, since, since):
        return True
    return await _many_people(REFUSED, channel.value, since)


async def _many_people(sql: str, *values: Any) -> bool:
    """Whether so many were refused that it cannot be their own doing."""
    [row] = await fetch(sql, *values)
    return int(row["people"]) >= REFUSALS


async def traffic() -> list[ChannelTraffic]:
    """Each channel outside the service, over the last seven days. Three queries."""
    late = now() - LATE
    waiting = {row.pop("channel"): row for row in await fetch_as(WAITING, late, now(), oldest=datetime)}
    ended = await _ended()
    delays = await _delays()
    return [
        ChannelTraffic(
            channel=channel,
            usual_delay=median_high(delays[channel]) if delays.get(channel) else None,
            longest_delay=max(delays[channel]) if delays.get(channel) else None,
            ended=tuple(each for each in ended if each.channel == channel),
            **waiting.get(channel.value, {}),
        )
        for channel in OUTSIDE
    ]


async def _ended() -> list[Ended]:
    rows = await fetch(ENDED, now() - SHOWN)
    return [
        Ended(
            channel=Channel(row["channel"]),
            fate=MessageFate(row["fate"]),
            why=row["why"],
            code=row["code"],
            times=row["times"],
        )
        for row in rows
    ]


async def _delays() -> Mapping[Channel, list[timedelta]]:
    found: dict[Channel, list[timedelta]] = {}
    for row in await fetch_as(URGENT, now() - SHOWN, at=datetime, ended_at=datetime):
        found.setdefault(Channel(row["channel"]), []).append(row["ended_at"] - row["at"])
    return found


async def counters() -> dict[tuple[str, tuple[tuple[str, Any], ...]], float]:
    """Every number, by its name and its labels, for whoever exposes them. Over the last seven days where it counts."""
    found: dict[tuple[str, tuple[tuple[str, Any], ...]], float] = {}
    for row in await fetch(NOTICES, now() - SHOWN):
        found["notices", (("kind", row["kind"]),)] = row["times"]
    for row in await fetch(SWEEPS, now() - SHOWN):
        found["sweep_seconds", (("kind", row["kind"]),)] = row["seconds"] or 0
    for row in await fetch(OPEN):
        found["channels_open", (("channel", row["channel"]),)] = row["times"]
    for each in await traffic():
        of = ("channel", each.channel.value)
        found["deliveries_waiting", (of,)] = each.waiting
        found["deliveries_late", (of,)] = each.late
        for fate in MessageFate:
            if fate != MessageFate.DUE:
                found["deliveries", (of, ("fate", fate.value))] = each.times(fate)
        if each.usual_delay is not None and each.longest_delay is not None:
            found["urgent_delay_seconds", (of, ("which", "median"))] = each.usual_delay.total_seconds()
            found["urgent_delay_seconds", (of, ("which", "longest"))] = each.longest_delay.total_seconds()
    return found

"""A clock that walks day after day, with what a worker does at each hour when something is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from boite import clock
from boite.agenda.chores import CHORES as AGENDA
from boite.agenda.models import Event, Registration
from boite.boxes.chores import CHORES as BOXES
from boite.clock import PARIS, now
from boite.database.chores import Chore
from boite.directory.chores import CHORES as DIRECTORY
from boite.journal.models import Entry
from boite.mail.chores import CHORES as MAIL
from boite.mail.drawn import draw_with
from boite.mail.models import Fate, OutgoingMail
from boite.news.chores import CHORES as NEWS
from boite.notifications import event_soon
from boite.notifications.chores import CHORES as MESSAGES
from boite.notifications.mail_posting import MessageDrawer
from boite.notifications.models import MessageDelivery, MessageFate, Notice
from storage.store import BlobStore
from tests.days.year_carriers import Carriers, SentMessage

PUSHES = ("urgent pushes", "pushes")
"""Chores that the walk does through its own push service."""
SLOW = 600
"""Chores that come less often than that (seconds) are done once a day."""
EVERY: tuple[Chore, ...] = tuple(
    chore for chore in (*AGENDA, *BOXES, *DIRECTORY, *NEWS, *MESSAGES, *MAIL) if chore.name not in PUSHES
)
OFTEN = tuple(chore for chore in EVERY if chore.every < SLOW)
HOURS = (time(4, 30), time(8), time(10), time(16))
"""When days are gone through, and when the quiet hours end: a worker finds something to do by itself."""
MOST = 30
"""Turns of a worker before nothing may be left to do."""
Happening = Callable[[], Awaitable[None]]


@dataclass
class Walk:
    """A service whose days go by, and what it sent."""

    store: BlobStore
    carriers: Carriers
    plan: dict[date, list[tuple[time, Happening]]]
    """What people do, by day and by hour."""
    sent: list[SentMessage] = field(default_factory=list)

    async def through(self, first: date, last: date) -> list[SentMessage]:
        """Every day from one to the other."""
        draw_with(MessageDrawer())
        day = first
        while day <= last:
            await self._day(day)
            day += timedelta(days=1)
        return self.sent

    async def _day(self, day: date) -> None:
        at = datetime.combine(day, time(), PARIS).astimezone(UTC)
        to_do = sorted(self.plan.get(day, []), key=lambda pair: pair[0])
        fixed = sorted(
            [*(_instant(day, hour) for hour in HOURS), *(_instant(day, hour) for hour, _ in to_do)], reverse=True
        )
        end = _instant(day + timedelta(days=1), time())
        first = True
        while (due := min([*fixed[-1:], max(at, await _next_due() or end)], default=end)) < end:
            at = due
            while fixed and fixed[-1] <= at:
                fixed.pop()
            go_to(at)
            while to_do and _instant(day, to_do[0][0]) <= at:
                await to_do.pop(0)[1]()
            await self._work(EVERY if first else OFTEN)
            self.sent += await self.carriers.arrived(at)
            at, first = at + timedelta(minutes=1), False

    async def _work(self, chores: Iterable[Chore]) -> None:
        for _ in range(MOST):
            done = sum([await chore.run(self.carriers.settings, self.store) for chore in chores])
            done += await self.carriers.service.send(self.carriers.settings, urgent=True)
            if not done + await self.carriers.service.send(self.carriers.settings):
                return
            chores = OFTEN
        raise AssertionError("a worker never ends")


def _instant(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, PARIS).astimezone(UTC)


def go_to(at: datetime) -> None:
    """The clock goes to this instant, whichever way."""
    clock.advance(at - now())


async def _next_due() -> datetime | None:
    """The next instant for which something is written down."""
    soon = await Event.filter(begins_at__gt=now() + event_soon.BEFORE).order_by("begins_at").first()
    rows = (
        (MessageDelivery.filter(fate=MessageFate.DUE), "due_at"),
        (OutgoingMail.filter(fate=Fate.DUE), "due_at"),
        (Registration.filter(reminder_due__not_isnull=True), "reminder_due"),
        (Registration.filter(moved_due__not_isnull=True), "moved_due"),
        (Entry.filter(tell_due__not_isnull=True), "tell_due"),
        (Notice.filter(tell_due__not_isnull=True), "tell_due"),
    )
    found: list[Any] = [soon.begins_at - event_soon.BEFORE] if soon else []
    for query, name in rows:
        found += await query.order_by(name).limit(1).values_list(name, flat=True)
    return min(found, default=None)

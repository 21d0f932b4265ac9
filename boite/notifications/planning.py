"""Going through a day: who is told what. One worker takes each kind of each day; what is said once is said once.

A worker that dies is taken over, from the beginning: keys keep what it wrote from being written twice. Days when nobody
worked are caught up by the same query, and only the most pressing step of each thing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from time import monotonic

from boite.clock import PARIS, day_of, now, today
from boite.database.connection import fetch, transaction
from boite.database.long_lists import few
from boite.database.rows import column
from boite.notifications import event_near, event_soon
from boite.notifications.models import Notice, NoticeEnd, Sweep
from boite.notifications.reminder import Reminder, write
from boite.notifications.reminders import BY_DAY, HOLDS
from boite.settings import Settings
from storage.store import BlobStore

LEASE = timedelta(minutes=10)
CAUGHT_UP = timedelta(days=31)
"""After a longer stop, what came before is old."""
READ_KEPT, KEPT = timedelta(days=182), timedelta(days=365)
CLAIM = (
    "INSERT INTO notifications_sweep (kind, day, held_until, told) VALUES (?, ?, ?, 0) ON CONFLICT (kind, day)"
    " DO UPDATE SET held_until = excluded.held_until"
    " WHERE notifications_sweep.done_at IS NULL AND notifications_sweep.held_until <= ? RETURNING id"
)
AT_ONCE = 500
STALE = (
    "SELECT n.id FROM notifications_notice n WHERE n.gone_at IS NULL"
    f" AND ((n.expires_at IS NOT NULL AND n.expires_at <= ?) OR NOT ({HOLDS})) LIMIT {AT_ONCE}"
)
"""Looked for by a reader, then written: the search, over all that is still said, keeps nobody from writing."""


async def sweep_due(settings: Settings, store: BlobStore, kinds: Sequence[Reminder] = BY_DAY) -> int:
    """Go through today, kind after kind (a chore). Returns how many people were told something."""
    day, hour = today(), now().astimezone(PARIS).time()
    done = set(await column(str, "SELECT kind FROM notifications_sweep WHERE day = ? AND done_at IS NOT NULL", day))
    told = 0
    for reminder in kinds:
        if hour < reminder.hour or reminder.kind.code in done:
            continue
        if await fetch(CLAIM, reminder.kind.code, day, now() + LEASE, now()):
            told += await _through(reminder, day, settings)
    return told


async def _through(reminder: Reminder, day: date, settings: Settings) -> int:
    """One kind, one day, page after page: each in its own transaction, beside which others may write."""
    since, told, begun = await since_when(reminder, day), 0, monotonic()
    async for page in reminder.candidates(since, day, settings):
        async with transaction():
            told += len(await write(reminder.kind, page))
        await Sweep.filter(kind=reminder.kind.code, day=day).update(held_until=now() + LEASE)
    done = {"done_at": now(), "told": told, "seconds": monotonic() - begun}
    await Sweep.filter(kind=reminder.kind.code, day=day, done_at=None).update(**done)
    return told


async def since_when(reminder: Reminder, day: date) -> date:
    """The last day gone through before this one; the eve where there is none: nothing of long ago is said at first."""
    last = await Sweep.filter(kind=reminder.kind.code, day__lt=day, done_at__not_isnull=True).order_by("-day").first()
    return max(last.day, day - CAUGHT_UP) if last else day - timedelta(days=1)


async def tell_events(settings: Settings, store: BlobStore) -> int:
    """Tell of the events whose reminder is due (a chore). Returns how many were due."""
    return await event_near.tell_due(now()) + await event_soon.tell_due(now())


async def tidy(settings: Settings, store: BlobStore) -> int:
    """What holds no longer is said no more, whatever happens to it later (a chore). Returns how many.

    It had left the list and the count already: both look at what still holds.
    """
    gone = await column(int, STALE, now())
    return await Notice.filter(id__in=few(gone), gone_at=None).update(gone_at=now(), why=NoticeEnd.STALE)


async def forget(settings: Settings, store: BlobStore) -> int:
    """Erase the notices that are old: half a year once read, a year else (a chore). Returns how many.

    Their keys go with them: by then, no day is caught up that would say them again.
    """
    await Sweep.filter(day__lt=day_of(now() - KEPT)).delete()
    old = Notice.filter(at__lte=now() - KEPT)
    read = Notice.filter(at__lte=now() - READ_KEPT, read_at__not_isnull=True)
    return await old.delete() + await read.delete()

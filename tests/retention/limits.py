"""Looking at what is kept one minute before its limit, then at the limit itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from boite.settings import Settings
from boite.worker import run_all
from storage.store import BlobStore
from tests.hours import put_clock_at

MINUTE = timedelta(minutes=1)
Kept = Callable[[], Awaitable[int]]


async def leaves_at(limit: datetime, kept: Kept, settings: Settings, store: BlobStore) -> None:
    """Raises AssertionError unless `kept()` counts something until a minute before `limit`, and nothing a minute after.

    All the chores run, as in the service.
    """
    before = await kept()
    assert before, "nothing to forget"
    for instant, expected in ((limit - MINUTE, before), (limit + MINUTE, 0)):
        put_clock_at(instant)
        await run_all(settings, store)
        assert await kept() == expected, f"{instant - limit} from the limit"

"""The timetable of chores, and the loop that runs them. Each chore is one line over rows that say what is due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from boite.accounts import throttle
from boite.agenda import attestations, name_retention
from boite.boxes import erasing
from boite.database.upgrade import copies
from boite.directory.maintenance import closure, points
from boite.directory.search import missed_searches
from boite.files import expiry, previews, unknown, widths
from boite.groups import picture_refresh as public_files
from boite.library import link_check
from boite.library import renewing as transcripts
from boite.mail import outbox
from boite.news import partners, publishing, renewing
from boite.newsletter import delivering, finishing, holding, recipients, silence, starting, subscribing
from boite.portraits import renewing as portraits
from boite.settings import Settings
from storage.store import BlobStore

log = logging.getLogger("boite.worker")


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do every so many seconds; it returns how many things it did."""

    name: str
    every: float
    run: Callable[[Settings, BlobStore], Awaitable[int]]


TIMETABLE = (
    Chore("previews", 1, previews.make_due),
    Chore("new public pictures", 5, public_files.order_new_versions),
    Chore("widths of pictures", 1, widths.make_due),
    Chore("erase blobs", 20, expiry.erase_blobs),
    Chore("expire uploads", 60, expiry.expire_uploads),
    Chore("sweep orphan uploads", 3600, expiry.sweep_orphan_uploads),
    Chore("bytes set aside", 3600, unknown.tend),
    Chore("empty trash", 300, expiry.empty_trash),
    Chore("forget sessions", 600, expiry.forget_sessions),
    Chore("forget tries", 600, lambda settings, store: throttle.sweep()),
    Chore("forget sign-ins", 86400, expiry.forget_sign_ins),
    Chore("recount quotas", 86400, expiry.recount_quotas),
    Chore("erase closed boxes", 300, erasing.erase_due),
    Chore("ends of structures", 60, lambda settings, store: closure.renew_due()),
    Chore("moves of places", 60, lambda settings, store: points.move_due()),
    Chore("forget missed searches", 86400, lambda settings, store: missed_searches.forget_missed()),
    Chore("attestations of visits", 10, attestations.deposit_due),
    Chore("recount seats", 300, name_retention.recount_seats),
    Chore("forget names of events", 3600, name_retention.forget_names),
    Chore("mails", 2, outbox.send_due),
    Chore("forget mails", 3600, outbox.forget),
    Chore("begin letters", 10, starting.begin_due),
    Chore("recipients of letters", 5, recipients.gather_due),
    Chore("hand letters over", 5, delivering.deliver_due),
    Chore("doubt letters", 60, lambda settings, store: holding.doubt()),
    Chore("finish letters", 10, finishing.finish_due),
    Chore("forget letters", 3600, finishing.forget_due),
    Chore("forget readers", 3600, lambda settings, store: silence.forget()),
    Chore("forget demands", 3600, lambda settings, store: subscribing.forget_unconfirmed()),
    Chore("publish news", 15, lambda settings, store: publishing.publish_due()),
    Chore("renew news", 3600, lambda settings, store: renewing.renew()),
    Chore("renew portraits", 3600, lambda settings, store: portraits.renew()),
    Chore("try links", 60, lambda settings, store: link_check.try_due(settings)),
    Chore("renew transcripts", 3600, lambda settings, store: transcripts.renew()),
    Chore("forget copies", 3600, lambda settings, store: copies.forget_old(settings)),
    Chore("forget partners", 86400, lambda settings, store: partners.forget_addresses()),
)


class Worker:
    """Runs every chore at its pace until stopped. A chore that fails is logged and tried again."""

    def __init__(self, settings: Settings, store: BlobStore) -> None:
        self.settings = settings
        self.store = store
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin, in the running loop."""
        self._tasks = [asyncio.create_task(self._repeat(chore)) for chore in TIMETABLE]

    async def stop(self) -> None:
        """Interrupt and wait for each chore to let go."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def wait(self) -> None:
        """Run until stopped (the `work` command)."""
        await asyncio.gather(*self._tasks)

    async def _repeat(self, chore: Chore) -> None:
        while True:
            done = await run_chore(chore, self.settings, self.store)
            # Something was done: there may be more at once.
            await asyncio.sleep(0 if done else chore.every)


async def run_chore(chore: Chore, settings: Settings, store: BlobStore) -> int:
    """Do one chore once. Returns what it did; 0 where it failed, after telling the log."""
    try:
        done = await chore.run(settings, store)
    except Exception as error:  # a chore must not stop the others, whatever happened to it
        log.error("chore failed", exc_info=error, extra={"fields": {"chore": chore.name}})
        return 0
    if done:
        log.info("chore", extra={"fields": {"chore": chore.name, "done": done}})
    return done


async def run_all(settings: Settings, store: BlobStore) -> dict[str, int]:
    """Do every chore once, in order (tests, and `boite work --once`)."""
    return {chore.name: await run_chore(chore, settings, store) for chore in TIMETABLE}

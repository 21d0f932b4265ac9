"""The timetable of chores, and the loop that runs them. Each domain declares its own in `chores.py`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from itertools import chain
from time import perf_counter

from boite.accounts.chores import CHORES as ACCOUNTS
from boite.agenda.chores import CHORES as AGENDA
from boite.boxes.chores import CHORES as BOXES
from boite.database import chore_runs
from boite.database.chore_runs import ChoreRuns
from boite.database.chores import Chore
from boite.database.maintenance_chores import CHORES as DATABASE
from boite.directory.chores import CHORES as DIRECTORY
from boite.files.chores import CHORES as FILES
from boite.files.restored_past import sending_is_held
from boite.groups.chores import CHORES as GROUPS
from boite.library.chores import CHORES as LIBRARY
from boite.log_context import identified
from boite.mail.chores import CHORES as MAIL
from boite.mail.drawn import draw_with
from boite.news.chores import CHORES as NEWS
from boite.newsletter.chores import CHORES as NEWSLETTER
from boite.notifications.chores import CHORES as NOTIFICATIONS
from boite.notifications.mail_posting import MessageDrawer
from boite.portraits.chores import CHORES as PORTRAITS
from boite.settings import Settings
from boite.statistics.chores import CHORES as STATISTICS
from boite.support.chores import CHORES as SUPPORT
from storage.store import BlobStore

log = logging.getLogger("boite.worker")
draw_with(MessageDrawer())


DOMAINS = (
    *(DATABASE, ACCOUNTS, FILES, GROUPS, BOXES, DIRECTORY),
    *(NEWS, LIBRARY, AGENDA, MAIL, NEWSLETTER, PORTRAITS, NOTIFICATIONS, SUPPORT, STATISTICS),
)
TIMETABLE = tuple(chain.from_iterable(DOMAINS))
"""Every chore of the service. A package whose `chores.py` is not here fails `tests/test_architecture.py`."""


class Worker:
    """Runs every chore at its pace until stopped. A chore that fails is logged and tried again."""

    def __init__(
        self, settings: Settings, store: BlobStore, *, rest: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """`rest` waits for a moment when a chore disturbs nobody, where this process does something else too."""
        self.settings = settings
        self.store = store
        self._rest = rest
        self._tasks: list[asyncio.Task[None]] = []
        self._runs = ChoreRuns()

    def start(self) -> None:
        """Begin, in the running loop."""
        self._tasks = [asyncio.create_task(self._repeat(chore)) for chore in TIMETABLE]
        self._tasks.append(asyncio.create_task(self._keep_runs()))

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
            if self._rest is not None:
                await self._rest()
            done = await run_chore(chore, self.settings, self.store, self._runs)
            # Something was done: there may be more at once.
            await asyncio.sleep(0 if done else chore.every)

    async def _keep_runs(self) -> None:
        """Write what was noted of the chores, from time to time. A base that is away comes back."""
        wait = chore_runs.FIRST
        while True:
            await asyncio.sleep(wait)
            wait = chore_runs.EVERY
            try:
                await self._runs.write()
            except Exception as error:
                log.warning("the runs of chores were not written", exc_info=error)


async def run_chore(chore: Chore, settings: Settings, store: BlobStore, runs: ChoreRuns | None = None) -> int:
    """Do one chore once, and note it. Returns what it did; 0 where it failed or may not send."""
    with identified("chore-"):  # what a run logs is found together
        return await _run_noted(chore, settings, store, ChoreRuns() if runs is None else runs)


async def _run_noted(chore: Chore, settings: Settings, store: BlobStore, runs: ChoreRuns) -> int:
    began = perf_counter()
    try:
        held = chore.sends and await sending_is_held()
        done = 0 if held else await chore.run(settings, store)
    except Exception as error:  # a chore must not stop the others, whatever happened to it
        log.error("chore failed", exc_info=error, extra={"fields": {"chore": chore.name}})
        runs.note(chore.name, seconds=perf_counter() - began, done=None)
        return 0
    runs.note(chore.name, seconds=perf_counter() - began, done=done)
    if done:
        log.info("chore", extra={"fields": {"chore": chore.name, "done": done}})
    return done


async def run_all(settings: Settings, store: BlobStore) -> dict[str, int]:
    """Do every chore once, in order (tests, and `boite work --once`)."""
    runs = ChoreRuns()
    done = {chore.name: await run_chore(chore, settings, store, runs) for chore in TIMETABLE}
    await runs.write()
    return done

"""How the service is, as an operator asks for it: each part, what waits, what is done in the background. Of nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from boite import __version__
from boite.administration.box_totals import BoxTotals, box_totals
from boite.administration.queues import QueueState, queues
from boite.clock import now
from boite.database import chore_runs
from boite.database.chore_runs import ChoreRun
from boite.database.chores import Chore
from boite.database.connection import is_sqlite
from boite.database.upgrade.migration_state import standing
from boite.errors import CannotStart
from boite.files.disk_room import DiskRoom, rooms
from boite.files.erasure_hold import erasing_is_held
from boite.files.restored_past import sending_held_since
from boite.files.store_identity import own_store
from boite.settings import Settings

PATIENCE = 10.0
"""Seconds after which a silent part counts as down."""
SLACK = timedelta(minutes=5)
"""What a chore may be late by, besides three of its intervals: it waits for a lull, and is written once a minute."""
DOWN = "ne répond pas"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoreState:
    """A chore of this release, and what was noted of it by any process."""

    chore: Chore
    run: ChoreRun

    @property
    def late(self) -> bool:
        """Whether it should have ended again since it last did."""
        last = self.run.last
        return last is None or now() - last > 3 * timedelta(seconds=self.chore.every) + SLACK

    @property
    def wrong(self) -> bool:
        """Whether an operator has something to look at."""
        return self.late or self.run.failing


@dataclass(slots=True, kw_only=True)
class Condition:
    """The whole. `broken` says in French why nothing more could be asked; the lists are then empty."""

    version: str = __version__
    engine: str = ""
    applied: int = 0
    pending: tuple[str, ...] = ()
    broken: str = ""
    boxes: BoxTotals = BoxTotals()
    erasing_held: bool = False
    """A backup is under way: what is due to be erased waits for its end."""
    sending_held_since: datetime | None = None
    """The instant of the backup that the base comes from: nothing leaves until an operator says so."""
    disks: list[DiskRoom]
    queues: list[QueueState]
    chores: list[ChoreState]

    @property
    def wrong(self) -> bool:
        """Whether there is something to look at, though people are served."""
        told = any(disk.level for disk in self.disks) or self.sending_held_since is not None
        return told or any(queue.late for queue in self.queues) or any(chore.wrong for chore in self.chores)


async def condition(settings: Settings, timetable: Iterable[Chore]) -> Condition:
    """Ask each part. Writes nothing; never raises for a part that is away: it says so."""
    found = Condition(
        engine="SQLite" if is_sqlite(settings) else "PostgreSQL", disks=rooms(settings), queues=[], chores=[]
    )
    try:
        await asyncio.wait_for(_ask(settings, timetable, found), PATIENCE)
    except CannotStart as refusal:
        found.broken = str(refusal)
    except Exception as error:  # whatever a driver raises: this is what is asked for
        found.broken = f"La base ou le rangement {DOWN} ({type(error).__name__})."
    return found


async def _ask(settings: Settings, timetable: Iterable[Chore], found: Condition) -> None:
    state = await standing(settings)
    found.applied, found.pending = len(state.applied), state.pending
    state.check_current()
    async with own_store(settings, write=False) as store:
        await store.check()
        found.queues = await queues()
        runs = await chore_runs.known()
        found.chores = [ChoreState(chore=each, run=runs.get(each.name, ChoreRun())) for each in timetable]
        found.boxes = await box_totals()
        found.erasing_held, found.sending_held_since = await erasing_is_held(), await sending_held_since()

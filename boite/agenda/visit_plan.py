"""The structures that come and the steps of the visit: added, taken off, put in order without a mouse."""

from __future__ import annotations

from uuid import UUID

from boite.accounts.models import User
from boite.agenda import journal_kinds as kinds
from boite.agenda.event_rows import new_token
from boite.agenda.models import Event, Presence, VisitStop
from boite.agenda.seats import held
from boite.directory.models import Structure
from boite.errors import Conflict, Invalid
from boite.journal.record import record

MOST_STRUCTURES = 150
MOST_STEPS = 40


async def add_structure(event: Event, structure: Structure, *, by: User) -> None:
    """One more structure, at the end. Twice is once. Raises Conflict beyond `MOST_STRUCTURES`."""
    async with held(event.id):
        ranks = await Presence.filter(event_id=event.id).values_list("rank", "structure_id")
        if structure.id in {row[1] for row in ranks}:
            return
        if len(ranks) >= MOST_STRUCTURES:
            raise Conflict(f"C'est trop : {MOST_STRUCTURES} structures au plus.")
        rank = max((row[0] for row in ranks), default=-1) + 1
        await Presence.create(event_id=event.id, structure_id=structure.id, rank=rank)
        await _tell(event, by)


async def add_step(event: Event, title: str, *, by: User) -> None:
    """One more step, at the end. Raises Invalid, Conflict beyond `MOST_STEPS`."""
    if not title:
        raise Invalid(fields={"title": "Écrivez le nom de l'étape."})
    async with held(event.id):
        ranks = [step.rank for step in await VisitStop.filter(event_id=event.id)]
        if len(ranks) >= MOST_STEPS:
            raise Conflict(f"C'est trop : {MOST_STEPS} étapes au plus.")
        rank = max(ranks, default=-1) + 1
        await VisitStop.create(event_id=event.id, title=title, rank=rank, token=new_token())
        await _tell(event, by)


async def remove(event: Event, row: type[Presence] | type[VisitStop], row_id: UUID, *, by: User) -> None:
    """Take one off; the stamps of a step go with it. Twice is once."""
    async with held(event.id):
        if await row.filter(id=row_id, event_id=event.id).delete():
            await _tell(event, by)


async def move(event: Event, row: type[Presence] | type[VisitStop], row_id: UUID, *, up: bool, by: User) -> None:
    """One place up or down. At the end of the list, nothing happens."""
    async with held(event.id):
        order = [found.id for found in await row.filter(event_id=event.id).order_by("rank", "id")]
        if row_id not in order:
            return
        at = order.index(row_id)
        to = at - 1 if up else at + 1
        if not 0 <= to < len(order):
            return
        order[at], order[to] = order[to], order[at]
        for rank, identifier in enumerate(order):
            await row.filter(id=identifier).update(rank=rank)
        await _tell(event, by)


async def _tell(event: Event, by: User) -> None:
    await record(kinds.EventArranged(title=event.title, slug=event.slug), owner=by.id, by=by.id)

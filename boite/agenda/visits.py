"""A visit in steps: each stand stamps, and the whole of it earns an attestation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boite.agenda import journal_kinds as kinds
from boite.agenda.attendance import check_hour, enter
from boite.agenda.models import Event, Registration, Stamp, VisitStop
from boite.clock import now
from boite.database.connection import execute, fetch, transaction
from boite.errors import Conflict
from boite.journal.record import record

STAMP = (
    "INSERT INTO agenda_stamp (id, registration_id, step_id, at) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (registration_id, step_id) DO NOTHING RETURNING id"
)
LEFT = (
    "SELECT s.id FROM agenda_step s WHERE s.event_id = ? AND NOT EXISTS"
    " (SELECT 1 FROM agenda_stamp t WHERE t.step_id = s.id AND t.registration_id = ?)"
)


@dataclass(frozen=True, slots=True)
class VisitStage:
    """One step as its visitor sees it: done then, or not yet (None)."""

    title: str
    stamped_at: datetime | None


async def stages(registration: Registration) -> list[VisitStage]:
    """The steps of the visit in their order, two queries whatever their number."""
    stamps = {row.step_id: row.at for row in await Stamp.filter(registration_id=registration.id)}
    steps = await VisitStop.filter(event_id=registration.event_id).order_by("rank", "id")
    return [VisitStage(step.title, stamps.get(step.id)) for step in steps]


async def stamp(event: Event, step: VisitStop, registration: Registration) -> bool:
    """Stamp a step: who stamps is there. At the last one an attestation is due.

    False where it was stamped before. Raises Conflict outside the hours of the event.
    """
    check_hour(event, on_the_spot=True)
    if registration.event_id != step.event_id:
        raise Conflict("Ce code est celui d'un autre événement.")
    mark = Stamp(registration_id=registration.id, step_id=step.id)
    async with transaction():
        if registration.came_at is None:
            await enter(event, registration)
        if not await fetch(STAMP, mark.id, mark.registration_id, mark.step_id, mark.at):
            return False
        if not await fetch(LEFT, event.id, registration.id):
            await _owe(registration)
        if registration.user_id is not None:
            told = kinds.StepStamped(title=event.title, slug=event.slug, step=step.title)
            await record(told, owner=registration.user_id, by=registration.user_id)
    return True


async def _owe(registration: Registration) -> None:
    """Once only, whatever steps are added or taken away afterwards."""
    owed = "UPDATE agenda_registration SET attestation_due = ? WHERE id = ?"
    await execute(f"{owed} AND attestation_due IS NULL AND attested_at IS NULL", now(), registration.id)

"""The attestation of a whole visit, put in the box of whoever made it: a small text, once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from boite.agenda import journal_kinds as kinds
from boite.agenda.event_words import when
from boite.agenda.models import Event, Registration, Stamp
from boite.clock import now, today
from boite.database.chores import one_by_one
from boite.database.connection import execute
from boite.errors import Conflict, Refusal
from boite.files import names
from boite.files.deposit import Paper, land, once, root_of
from boite.files.erasure_promises import break_promise, keep_promise, promise
from boite.files.models import Space
from boite.files.quota import QuotaExceeded
from boite.journal.record import settle, tell
from boite.journal.subject import SubjectKind
from boite.settings import Settings
from boite.text.french import date_fr
from boite.text.normalise import fold
from storage.keys import new_key
from storage.store import BlobStore

BATCH = 50
LATER = timedelta(days=1)
"""When to try again where the box is full."""


async def deposit_due(settings: Settings, store: BlobStore) -> int:
    """Put the attestations owed to people who have a box. Returns how many."""
    owed = Registration.filter(attestation_due__lte=now(), attested_at=None, user_id__not_isnull=True)
    given: list[int] = []

    async def give(row: Registration) -> None:
        try:
            given.append(await _deposit(row, store))
        except Conflict:
            return
        except QuotaExceeded:
            await Registration.filter(id=row.id).update(attestation_due=now() + LATER)

    await one_by_one(await owed.order_by("attestation_due").limit(BATCH), give)
    return sum(given)


async def _deposit(row: Registration, store: BlobStore) -> int:
    """Bytes before row; the paper and the mark that it was given in one transaction: never two papers. How many."""
    space = await Space.get_or_none(owner_id=row.user_id)
    if space is None:
        await Registration.filter(id=row.id).update(attestation_due=None)
        return 0
    event = await Event.get(id=row.event_id).select_related("organiser")
    text = await attestation(event, row)
    content, key = text.encode(), new_key()
    await promise(key)
    seal = await store.put(key, once(content))
    try:
        async with space.locked():
            if not await _claim(row.id):
                raise Conflict  # another worker gave it
            await space.take(seal.size)
            await keep_promise(key)
            paper = await land(await _paper(event, space, text), key, seal, owner=space.owner_id, by=space.owner_id)
            told = kinds.Attested(title=event.title, slug=event.slug, node=str(paper.id))
            await settle(SubjectKind.EVENT, event.slug, [space.owner_id])
            await tell(told, to=[space.owner_id], by=None)
    except Refusal:
        # Nothing else: after an error of the database or a stop, nobody knows whether the paper holds these bytes.
        await break_promise(key, store)
        raise
    return 1


async def _claim(registration_id: UUID) -> bool:
    mark = "UPDATE agenda_registration SET attested_at = ? WHERE id = ? AND attested_at IS NULL"
    return bool(await execute(mark, now(), registration_id))


async def _paper(event: Event, space: Space, text: str) -> Paper:
    return Paper(
        space_id=space.id,
        parent_id=(await root_of(space.id)).id,
        name=names.clean(f"Attestation de visite – {event.title[:100]}.txt"),
        media_type="text/plain",
        document_type="autre",
        body_key=fold(text),
    )


async def attestation(event: Event, row: Registration) -> str:
    """The words of the paper."""
    stamps = await Stamp.filter(registration_id=row.id).select_related("step").order_by("at")
    place = ", ".join(filter(None, (event.place, event.city)))
    lines = [
        "ATTESTATION DE VISITE",
        "",
        f"Événement : {event.title}",
        f"Date : {when(event)}",
        *([f"Lieu : {place}"] if place else []),
        *([f"Organisé par : {event.organiser.name}"] if event.organiser else []),
        "",
        "Étapes suivies :",
        *(f"  - {stamp.step.title}" for stamp in stamps),
        "",
        f"Fait le {date_fr(today())}, par Ma boîte SPRO.",
    ]
    return "\n".join(lines) + "\n"

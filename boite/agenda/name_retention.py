"""Names of people without an account leave thirty days after the event; the figures stay."""

from __future__ import annotations

from datetime import timedelta

from boite.agenda import seats
from boite.clock import now
from boite.database.connection import execute
from boite.settings import Settings
from storage.store import BlobStore

KEPT = timedelta(days=30)
FORGET = (
    "UPDATE agenda_registration SET name = '', email = '', code = NULL, sent = NULL, attestation_due = NULL"
    " WHERE user_id IS NULL AND (name <> '' OR email <> '' OR code IS NOT NULL OR sent IS NOT NULL)"
    " AND event_id IN (SELECT id FROM agenda_event WHERE ends_at <= ?)"
)


async def forget_names(settings: Settings, store: BlobStore) -> int:
    """Erase what names somebody without an account. Returns how many registrations were emptied."""
    return await execute(FORGET, now() - KEPT)


async def recount_seats(settings: Settings, store: BlobStore) -> int:
    """Free the seats of erased accounts and recount. Always 0 when nothing drifted."""
    return await seats.recount()

"""One question to those who came, asked once: was it useful?"""

from __future__ import annotations

from datetime import timedelta

from boite.agenda import journal_kinds as kinds
from boite.agenda.models import Event, Registration, Satisfaction
from boite.clock import now
from boite.database.connection import execute, transaction
from boite.errors import Conflict
from boite.journal.record import record

ASKED_FOR = timedelta(days=30)
"""How long after the end one may answer."""
WORDS = {Satisfaction.MUCH: "Oui, beaucoup", Satisfaction.LITTLE: "Un peu", Satisfaction.NO: "Non"}
"""The three faces, in words, in the order shown."""


def asked(event: Event, registration: Registration) -> bool:
    """Whether this person is to be asked now: they came, and were not asked before."""
    came = registration.came_at is not None and registration.answer == Satisfaction.NONE
    return came and event.cancelled_at is None and now() < event.ends_at + ASKED_FOR


async def answer(event: Event, registration: Registration, said: Satisfaction) -> None:
    """Keep what somebody says of an event where they came. Raises Conflict: once only, and for those who came."""
    if registration.came_at is None:
        raise Conflict("Cette question est pour les personnes qui sont venues.")
    if now() >= event.ends_at + ASKED_FOR:
        raise Conflict("Il est trop tard pour donner votre avis.")
    async with transaction():
        kept = await execute(
            "UPDATE agenda_registration SET answer = ?, answered_at = ?"
            " WHERE id = ? AND answer = '' AND came_at IS NOT NULL",
            said.value,
            now(),
            registration.id,
        )
        if not kept:
            raise Conflict("Vous avez déjà donné votre avis. Merci.")
        if registration.user_id is not None:
            told = kinds.OpinionGiven(title=event.title, slug=event.slug)
            await record(told, owner=registration.user_id, by=registration.user_id)

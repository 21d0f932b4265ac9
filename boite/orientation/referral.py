"""« Passage de relais »: a professional leads somebody to another structure. Who is never kept."""

from __future__ import annotations

from boite.accounts.models import User
from boite.database.connection import transaction
from boite.directory.models import Structure
from boite.errors import Invalid
from boite.journal.record import record
from boite.orientation import journal_kinds as kinds
from boite.orientation.models import HandOver, Question

REASONS = {
    "autre-structure-competente": "Cette structure répond mieux à la question",
    "plus-proche": "Cette structure est plus proche",
    "public": "Nous ne recevons pas ce public",
    "rendez-vous": "La personne a besoin d'un rendez-vous sur place",
    "suite-du-parcours": "C'est l'étape suivante du parcours",
    "urgence": "La situation est urgente",
}
"""Why somebody is led elsewhere: a closed list, so that nothing about a person can be written."""


async def hand_over(
    question: Question | None, origin: Structure, destination: Structure, reason: str, accepted: bool, *, by: User
) -> HandOver:
    """Record that somebody was led from one structure to another. Raises Invalid."""
    if reason not in REASONS:
        raise Invalid(fields={"reason": "Choisissez une raison dans la liste."})
    if origin.id == destination.id:
        raise Invalid(fields={"origin": "Choisissez une autre structure que la vôtre."})
    async with transaction():
        made = await HandOver.create(
            origin_id=origin.id,
            destination_id=destination.id,
            question_id=question.id if question else None,
            reason=reason,
            accepted=accepted,
        )
        happening = kinds.HandedOver(name=destination.name, slug=destination.slug)
        await record(happening, owner=by.id, by=by.id)
    return made

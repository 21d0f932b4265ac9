"""A correction that anybody proposes, and what the coordination makes of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from tortoise.queryset import QuerySet

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import transaction
from boite.database.long_lists import few
from boite.directory import journal_kinds as kinds
from boite.directory.history.history_rows import What
from boite.directory.history.revision import locked, revising, tell
from boite.directory.maintenance import points, structure_editing
from boite.directory.maintenance.suggestion_rows import Suggestion
from boite.directory.places.place_rows import REGION
from boite.directory.sheet.cleaning import cleaned, line, paragraphs
from boite.directory.sheet.field import Cleaner, Field
from boite.directory.sheet.fields import POINT, STRUCTURE, chosen, cleaners
from boite.directory.sheet.structure_rows import ReceptionPoint, Structure
from boite.errors import Conflict, Invalid
from boite.journal.catalogue import in_a_sentence
from boite.journal.record import record
from boite.journal.record import tell as tell_person

CLOSED, HOURS = "closed", "hours"
BY_HAND = (CLOSED, HOURS)
"""What the coordination does itself: hours come in words, and a closing has its own page."""
FIELDS: dict[str, Field] = {
    **chosen(STRUCTURE, lambda field: field.proposed),
    **chosen(POINT, lambda field: field.proposed and not field.inherited),
}
"""The fields that anybody may propose to change. A place's own phone and mail come before the structure's."""
OF_POINT = frozenset(chosen(POINT, lambda field: field.proposed and not field.inherited))
INHERITED = frozenset(chosen(POINT, lambda field: field.proposed and field.inherited))
PROPOSED: dict[str, Cleaner] = {
    **{name: clean for part in (STRUCTURE, POINT) for name, clean in cleaners(part).items() if name in FIELDS},
    HOURS: line(500),
    CLOSED: bool,
}
"""What may be proposed, and how it is made regular."""
_COMMENT: dict[str, Cleaner] = {"comment": paragraphs(1000)}
_REASON: dict[str, Cleaner] = {"reason": line(500, 3, "Dites pourquoi, en quelques mots.")}
PAGE = 20


async def suggest(
    structure: Structure,
    values: Mapping[str, Any],
    comment: str,
    *,
    by: User | None,
    point: ReceptionPoint | None = None,
) -> Suggestion:
    """Propose other words for these fields: only those that differ are kept. Raises Invalid where nothing does."""
    wanted, said = cleaned(PROPOSED, values), cleaned(_COMMENT, {"comment": comment})["comment"]
    async with transaction():
        kept = await locked(structure)
        before = present(kept, point)
        proposed = {name: value for name, value in wanted.items() if value != before[name]}
        if not proposed and not said:
            raise Invalid(fields={"comment": "Changez une réponse, ou dites ici ce qui est faux."})
        made = await Suggestion.create(
            structure_id=kept.id,
            point_id=point.id if point else None,
            values=proposed,
            before={name: before[name] for name in proposed},
            comment=said,
            by_id=by.id if by else None,
            at=now(),
        )
        if by:
            await tell(kinds.CorrectionSuggested, kept.id, by=by)
    return made


def present(structure: Structure, point: ReceptionPoint | None) -> dict[str, Any]:
    """What the sheet says now of all that may be proposed. A place's own phone and mail come before the structure's."""
    found: dict[str, Any] = {CLOSED: False, HOURS: ""}
    for name in FIELDS:
        own = getattr(point, name) if point and name in OF_POINT | INHERITED else ""
        found[name] = own or ("" if name in OF_POINT else getattr(structure, name))
    return found


async def place_of(structure: Structure, suggestion: Suggestion | None = None) -> ReceptionPoint | None:
    """The place that a suggestion is about, the main one for a new suggestion; None where it is gone."""
    rows = await points.of(structure)
    if suggestion is None:
        return rows[0] if rows else None
    return next((row for row in rows if row.id == suggestion.point_id), None)


async def accept(suggestion: Suggestion, *, by: User) -> list[str]:
    """Apply what did not change since. Returns the fields left as they are. Raises Conflict where it was decided."""
    structure = await Structure.get(id=suggestion.structure_id)
    async with revising(structure, What.CORRECTED, kinds.CorrectionAccepted, by=by, always=True) as draft:
        point = await place_of(draft.structure, suggestion)
        said = present(draft.structure, point)
        asked = {name: value for name, value in suggestion.values.items() if name not in BY_HAND}
        fresh = {
            name: value
            for name, value in asked.items()
            if said[name] == suggestion.before[name] and (point or name not in OF_POINT)
        }
        await _apply(draft.structure, point, fresh)
        await _decided(suggestion, by=by, accepted=True)
        await _answer(suggestion, kinds.CorrectionAccepted(name=structure.name, slug=structure.slug), by=by)
    return [name for name in asked if name not in fresh]


async def _apply(structure: Structure, point: ReceptionPoint | None, values: dict[str, Any]) -> None:
    """Each value where it is said: by the place where the place says its own, else by the structure."""
    own = {name for name in values if name in OF_POINT or (name in INHERITED and point and getattr(point, name))}
    if point and own:
        await ReceptionPoint.filter(id=point.id).update(**await points.checked(point, {n: values[n] for n in own}))
    if rest := {name: value for name, value in values.items() if name not in own}:
        await Structure.filter(id=structure.id).update(**await structure_editing.checked(rest))


async def refuse(suggestion: Suggestion, reason: str, *, by: User) -> None:
    """Set it aside, and say why. Raises Invalid, Conflict where it was decided."""
    reason = cleaned(_REASON, {"reason": reason})["reason"]
    async with transaction():
        await _decided(suggestion, by=by, accepted=False, reason=reason)
        about = await Structure.get(id=suggestion.structure_id)
        said = kinds.CorrectionRefused(name=about.name, slug=about.slug, reason=in_a_sentence(reason))
        await record(said, owner=by.id, by=by.id)
        await _answer(suggestion, said, by=by)


async def _answer(suggestion: Suggestion, said: kinds.OfSheet, *, by: User) -> None:
    """To its author, if signed in, unless they decided themselves."""
    if suggestion.by_id is not None and suggestion.by_id != by.id:
        await tell_person(said, to=[suggestion.by_id], by=by.id)


async def _decided(suggestion: Suggestion, *, by: User, accepted: bool, reason: str = "") -> None:
    """Claimed by a conditional update: two coordinators cannot decide twice."""
    waiting = Suggestion.filter(id=suggestion.id, decided_at=None)
    if not await waiting.update(decided_at=now(), decided_by_id=by.id, accepted=accepted, reason=reason):
        raise Conflict("Cette correction a déjà reçu une réponse.")


async def pending(territories: Collection[str], number: int = 1) -> list[Suggestion]:
    """A page of what waits for these territories, the oldest first. One more than PAGE says that others follow."""
    found = _waiting(territories).select_related("structure").order_by("at", "id")
    return await found.offset((number - 1) * PAGE).limit(PAGE + 1)


async def count_pending(territories: Collection[str]) -> int:
    """How many wait for these territories."""
    return await _waiting(territories).count()


async def count_about(structure: Structure) -> int:
    """How many wait about one structure, for those who keep its sheet."""
    return await Suggestion.filter(structure_id=structure.id, decided_at=None).count()


def _waiting(territories: Collection[str]) -> QuerySet[Suggestion]:
    found = Suggestion.filter(decided_at=None)
    return found if REGION in territories else found.filter(structure__territory_id__in=few(territories))

"""Saying who helps one along: add, say since when and until when, name the first one, take a mistake away.

Among those that go on, exactly one is the first. Two gestures at once wait for each other on the person's row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from boite.accounts.models import User
from boite.clock import today
from boite.database.connection import fetch, on_sqlite, transaction
from boite.directory.models import Structure
from boite.errors import Conflict, Invalid
from boite.journal.record import record
from boite.languages.messages import _
from boite.support import journal_kinds as kinds
from boite.support.models import Support

MOST = 10
"""Structures that go on for one person."""
ALL = 60
"""Rows of one person, those that are over included."""
OLDEST = date(1940, 1, 1)


class TooManySupports(Conflict):
    """Nobody has so many."""

    message = _("Votre liste a déjà 10 structures. Dites d'abord laquelle ne vous accompagne plus.")


async def of(user_id: UUID) -> list[Support]:
    """Those of this person: the first one, then those that go on, then those that are over, the newest first."""
    rows = await Support.filter(user_id=user_id).select_related("structure").order_by("-id")
    return sorted(rows, key=lambda row: (row.until is not None, not row.lead))


async def add(structure: Structure, *, by: User) -> Support:
    """This structure helps them along. Said twice, it is the same. Raises TooManySupports.

    What was typed freely before the list goes, as a commune that was typed does: its person has chosen.
    """
    async with transaction():
        rows = await locked(by.id)
        added = await one_more(rows, structure, owner=by.id)
        if added is None:
            raise TooManySupports
        await User.filter(id=by.id).exclude(structure="").update(structure="")
        if all(row.id != added.id for row in rows):
            await record(kinds.SupportAdded(name=structure.name), owner=by.id, by=by.id)
    return added


async def one_more(rows: Sequence[Support], structure: Structure, *, owner: UUID) -> Support | None:
    """The row of this structure among the `locked` ones of its person, or a new one. None where there are too many."""
    going_on = [row for row in rows if row.until is None]
    for row in going_on:
        if row.structure_id == structure.id:
            return row
    if len(going_on) >= MOST or len(rows) >= ALL:
        return None
    return await Support.create(user_id=owner, structure=structure, lead=not going_on)


async def say_when(support: Support, since: date | None, until: date | None, *, by: User) -> None:
    """Since when, and until when where it is over. Raises Invalid for days that cannot be."""
    _check(since, until)
    async with transaction():
        rows = await locked(by.id)
        if until is None and _again(rows, support):
            raise Invalid(fields={"jusqu": _("Cette structure est déjà dans votre liste.")})
        lead = support.lead and until is None
        if (since, until) != (support.since, support.until) and await Support.filter(
            id=support.id, user_id=by.id
        ).update(since=since, until=until, lead=lead):
            await _keep_a_first_one(by.id)
            await record(kinds.SupportChanged(name=support.structure.name), owner=by.id, by=by.id)


def _check(since: date | None, until: date | None) -> None:
    errors = {}
    if since and not OLDEST <= since <= today():
        errors["depuis"] = _("Donnez une date passée.")
    if until and until > today():
        errors["jusqu"] = _("Donnez une date passée, ou laissez vide.")
    if until and until < (since or OLDEST):
        errors["jusqu"] = _("La fin vient après le début.")
    if errors:
        raise Invalid(fields=errors)


def _again(rows: Sequence[Support], support: Support) -> bool:
    """Whether another row of the same structure goes on."""
    same = (row for row in rows if row.structure_id == support.structure_id and row.until is None)
    return any(row.id != support.id for row in same)


async def put_first(support: Support, *, by: User) -> None:
    """« Structure référente ». One that is over cannot be: raises Conflict."""
    async with transaction():
        await locked(by.id)
        going_on = Support.filter(user_id=by.id, until=None)
        if not await going_on.filter(id=support.id).exists():
            raise Conflict(_("Cette structure ne vous accompagne plus."))
        await Support.filter(user_id=by.id, lead=True).exclude(id=support.id).update(lead=False)
        if await going_on.filter(id=support.id, lead=False).update(lead=True):
            await record(kinds.SupportChanged(name=support.structure.name), owner=by.id, by=by.id)


async def remove(support: Support, *, by: User) -> None:
    """It was a mistake: nothing is kept of it. Twice is once."""
    async with transaction():
        await locked(by.id)
        if await Support.filter(id=support.id, user_id=by.id).delete():
            await _keep_a_first_one(by.id)
            await record(kinds.SupportRemoved(name=support.structure.name), owner=by.id, by=by.id)


async def locked(user_id: UUID) -> list[Support]:
    """The rows of this person, after whoever changes them at this moment. Inside the caller's transaction."""
    if not on_sqlite():  # there, a transaction begins by waiting for the others
        await fetch("SELECT id FROM account_user WHERE id = ? FOR UPDATE", user_id)
    return await Support.filter(user_id=user_id).order_by("id")


async def _keep_a_first_one(user_id: UUID) -> None:
    """Where the first one is over or gone, the newest that goes on takes its place."""
    going_on = Support.filter(user_id=user_id, until=None)
    if not await going_on.filter(lead=True).exists() and (newest := await going_on.order_by("-id").first()):
        await Support.filter(id=newest.id).update(lead=True)

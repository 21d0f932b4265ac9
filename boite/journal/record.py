"""Writing and telling what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

from boite.clock import now
from boite.database.announcements import announce
from boite.database.connection import execute, insert_all, transaction
from boite.database.long_lists import marks, parts
from boite.journal.catalogue import Happening, Named, catalogue
from boite.journal.models import Entry
from boite.journal.subject import SubjectKind
from boite.languages.messages import Message, _, filled
from boite.languages.values import FrenchValue

BATCH = 500
"""Rows of one statement: PostgreSQL takes 32,767 values at most."""
SOMEBODY = "Quelqu'un"


async def record(happening: Happening, *, owner: UUID, by: UUID | None) -> None:
    """Append one entry to the journal of `owner`. Call it inside the verb's transaction."""
    await insert_all(entry(happening, owner=owner, by=by))


def entry(happening: Happening, *, owner: UUID, by: UUID | None, pressing: bool = False) -> Entry:
    """An entry not yet written, for a verb that inserts several rows at once."""
    at = now()
    another = by != owner
    told_at = at if happening.told and (another or happening.own) else None
    if told_at:
        announce(owner)
    return Entry(
        owner_id=owner,
        actor_id=by,
        kind=happening.code,
        details=happening.details(),
        at=at,
        subject_kind=happening.subject_kind,
        subject_id=happening.subject_id(owner) or None,
        unseen_since=told_at if another else None,
        told_at=told_at,
        tell_due=told_at,
        pressing=pressing,
    )


async def tell(happening: Happening, *, to: Iterable[UUID], by: UUID | None, pressing: bool = False) -> int:
    """One entry for each of these people: somebody else did what concerns them. Returns how many.

    `pressing`: what it is about is near, and it is told at any hour.

    It waits on their home page, instead of what it settles. It belongs to the verb's transaction.
    """
    owners = list(dict.fromkeys(to))
    async with transaction():
        if happening.subject_field and owners:
            which, kind = happening.subject_id(owners[0]), None if happening.settles else happening.code
            await settle(happening.subject_kind, which, owners, kind=kind)
        await Entry.bulk_create(
            [entry(happening, owner=owner, by=by, pressing=pressing) for owner in owners], batch_size=BATCH
        )
    return len(owners)


async def settle(subject: SubjectKind, which: object, owners: Iterable[UUID], *, kind: str | None = None) -> None:
    """What was told to these people about this need not be seen any more: they answered, or it holds no longer.

    Only the entries of one kind, where it is given. They stay in the journal. Inside the caller's transaction.
    """
    people = list(owners)
    only, kinds = (" AND kind = ?", [kind]) if kind else ("", [])
    for batch in parts(people if which else ()):
        settled = await execute(
            "UPDATE journal_entry SET unseen_since = NULL WHERE unseen_since IS NOT NULL"
            f" AND subject_kind = ? AND subject_id = ?{only} AND owner_id IN ({marks(batch)})",
            subject.value,
            str(which),
            *kinds,
            *batch,
        )
        announce(*batch if settled else ())


class _Forgiving(dict[str, Any]):
    """Details of an old entry may lack a word that the sentence learned later."""

    def __missing__(self, name: str) -> str:
        return "…"


def _values(kind: type[Happening], details: dict[str, Any]) -> dict[str, Any]:
    """What fills a sentence that is translated: words of ours, what somebody called a paper, else French text."""
    theirs = str if issubclass(kind, Named) else FrenchValue
    lacking = {each.name: "…" for each in fields(kind)}
    return lacking | {name: _(text) if name in kind.ours else theirs(text) for name, text in details.items()}


def sentence(row: Entry, reader: UUID, who: str = SOMEBODY) -> str:
    """The French sentence of an entry for this reader. `who` is who did it, in words, where somebody else did."""
    kind = catalogue()[row.kind]
    own = row.actor_id is None and row.owner_id == reader and not kind.told
    template = kind.done if own or row.actor_id == reader else kind.concerned
    if isinstance(template, Message):
        return filled(template, **_values(kind, row.details))
    return template.format_map(_Forgiving(row.details, who=who))

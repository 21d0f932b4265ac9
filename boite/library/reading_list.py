"""A list to read, in the order that its person chose: add, put higher or lower, tick, remove."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import fetch, transaction
from boite.errors import Conflict
from boite.journal.record import record
from boite.library import journal_kinds as kinds
from boite.library.models import Resource, ToRead

MOST = 200
"""Lines of one list."""


class ListFull(Conflict):
    """Nobody reads as much."""

    message = f"Votre liste a déjà {MOST} ressources. Retirez-en une, puis recommencez."


async def add(resource: Resource, *, by: User) -> None:
    """At the end of the list. Twice is once, even at the same time. Raises ListFull."""
    async with transaction():
        if await ToRead.filter(user_id=by.id).count() >= MOST:
            raise ListFull
        added = await fetch(
            "INSERT INTO library_to_read (id, user_id, resource_id, rank, added_at)"
            " SELECT ?, ?, ?, COALESCE(MAX(rank), 0) + 1, ? FROM library_to_read WHERE user_id = ?"
            " ON CONFLICT (user_id, resource_id) DO NOTHING RETURNING id",
            *(uuid4(), by.id, resource.id, now(), by.id),
        )
        if added:
            await record(_told(kinds.ResourceListed, resource), owner=by.id, by=by.id)


async def remove(line: ToRead, *, by: User) -> None:
    """Out of the list."""
    async with transaction():
        if await ToRead.filter(id=line.id).delete():
            await record(_told(kinds.ResourceUnlisted, line.resource), owner=by.id, by=by.id)


async def tick(line: ToRead, *, read: bool, by: User) -> None:
    """Say that it is read, or to be read again. What is already so changes nothing."""
    async with transaction():
        changed = ToRead.filter(id=line.id, read_at__isnull=read)
        if await changed.update(read_at=now() if read else None):
            kind = kinds.ResourceRead if read else kinds.ResourceUnread
            await record(_told(kind, line.resource), owner=by.id, by=by.id)


async def shift(line: ToRead, by: int) -> None:
    """One place higher (-1) or lower (+1) among what is still to read. No entry: the order is only its person's.

    Two gestures at once leave some order, never a line lost: each rewrites only ranks.
    """
    async with transaction():
        rows = await _ordered(line.user_id)
        ids = [row.id for row in rows if row.read_at is None]
        if line.id not in ids:
            return
        at = ids.index(line.id)
        to = min(max(at + by, 0), len(ids) - 1)
        ids.insert(to, ids.pop(at))
        read = [row.id for row in rows if row.read_at is not None]
        await _renumber([*ids, *read], {row.id: row.rank for row in rows})


async def _renumber(ids: Sequence[UUID], ranks: dict[UUID, int]) -> None:
    for rank, identifier in enumerate(ids, 1):
        if ranks[identifier] != rank:
            await ToRead.filter(id=identifier).update(rank=rank)


async def lines(user: User) -> tuple[list[ToRead], list[ToRead]]:
    """What is to read, in order; what is read, the last one first. Two queries."""
    rows = await _ordered(user.id)
    read = [row for row in rows if row.read_at is not None]
    return [row for row in rows if row.read_at is None], sorted(read, key=lambda row: str(row.read_at), reverse=True)


async def _ordered(user_id: UUID) -> list[ToRead]:
    return await ToRead.filter(user_id=user_id).order_by("rank", "added_at").prefetch_related("resource")


def _told(kind: type[kinds.OfResource], resource: Resource) -> kinds.OfResource:
    return kind(title=resource.title, resource=str(resource.id))

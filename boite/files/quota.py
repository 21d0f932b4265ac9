"""The space of a person and its quota: hard, by reservation in one conditional UPDATE."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence, Set
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tortoise import fields

from boite.accounts.models import User
from boite.database.connection import execute, fetch, on_sqlite, transaction
from boite.database.long_lists import marks
from boite.database.model import Model
from boite.database.rows import fetch_as
from boite.errors import Full, NotFound, Refusal
from boite.files import names

PARTS = ("papers", "versions", "trash")
HEAVIEST = 5
"""How many things a refusal proposes to delete."""


class QuotaExceeded(Full):
    """The quota does not allow `size` bytes more: `lack` are missing; `heaviest` could be deleted."""

    def __init__(self, size: int, lack: int, heaviest: list[dict[str, Any]], quota: int | None = None) -> None:
        super().__init__()
        self.size = size
        self.lack = lack
        self.quota = quota
        self.heaviest = heaviest


GAUGE_FROM = 70
"""Per cent of the quota from which pages speak of room: before, it is no news."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """What fills a space, in bytes: current papers, older versions, trash, and uploads in progress."""

    quota: int
    papers: int
    versions: int
    trash: int
    reserved: int

    @property
    def used(self) -> int:
        """Everything that counts."""
        return self.papers + self.versions + self.trash + self.reserved

    @property
    def left(self) -> int:
        """What can still be deposited; never negative."""
        return max(0, self.quota - self.used)


class Space(Model):
    """One person's space: bytes used, and bytes reserved for uploads in progress.

    `used_bytes` moves only through `settle`, `take` and `release_used`, and a chore recomputes it.
    """

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    owner: fields.OneToOneRelation[User] = fields.OneToOneField(
        "boite.User", related_name="space", on_delete=fields.CASCADE
    )
    owner_id: UUID
    quota_bytes: int = fields.BigIntField()
    used_bytes: int = fields.BigIntField(default=0)
    reserved_bytes: int = fields.BigIntField(default=0)

    class Meta:
        table = "files_space"

    @asynccontextmanager
    async def locked(self, *, brief: bool = False) -> AsyncIterator[None]:
        """A transaction in which nobody else changes this space's tree."""
        async with locked_space(self.id, brief=brief):
            yield

    async def reserve(self, size: int) -> None:
        """Promise `size` bytes. Raises QuotaExceeded; two callers never get the same byte."""
        await self._grow("reserved_bytes", size)

    async def take(self, size: int) -> None:
        """Use `size` bytes at once, without a promise before. Raises QuotaExceeded."""
        await self._grow("used_bytes", size)

    async def _grow(self, column: str, size: int) -> None:
        statement = f"UPDATE files_space SET {column} = {column} + ? WHERE id = ?"
        fits = " AND used_bytes + reserved_bytes + ? <= quota_bytes"
        if not await execute(statement + fits, size, self.id, size):
            raise await self._refusal(size)

    async def check(self, size: int) -> None:
        """Whether `size` bytes would fit, without promising any. Raises QuotaExceeded."""
        if size > self.quota_bytes - self.used_bytes - self.reserved_bytes:
            raise await self._refusal(size)

    async def settle(self, size: int) -> None:
        """A promise of `size` bytes became usage."""
        await execute(
            "UPDATE files_space SET reserved_bytes = reserved_bytes - ?, used_bytes = used_bytes + ? WHERE id = ?",
            size,
            size,
            self.id,
        )

    async def release(self, size: int) -> None:
        """A promise of `size` bytes is given back."""
        await execute("UPDATE files_space SET reserved_bytes = reserved_bytes - ? WHERE id = ?", size, self.id)

    async def release_used(self, size: int) -> None:
        """`size` bytes were erased."""
        await execute("UPDATE files_space SET used_bytes = used_bytes - ? WHERE id = ?", size, self.id)

    async def _refusal(self, size: int) -> Refusal:
        current = await Space.get_or_none(id=self.id)
        if current is None:  # erased with its box meanwhile
            return NotFound()
        self.quota_bytes, self.used_bytes = current.quota_bytes, current.used_bytes
        self.reserved_bytes = current.reserved_bytes
        lack = size - (self.quota_bytes - self.used_bytes - self.reserved_bytes)
        return QuotaExceeded(size, lack, await self.heaviest(), self.quota_bytes)

    async def heaviest(self) -> list[dict[str, Any]]:
        """The papers that weigh most with all their versions, living or in the trash."""
        rows = await fetch(
            "SELECT n.id, n.name, n.kind, n.discard_id, CAST(SUM(v.size) AS BIGINT) AS weight FROM files_version v"
            " JOIN files_node n ON n.id = v.node_id WHERE n.space_id = ?"
            " GROUP BY n.id, n.name, n.kind, n.discard_id ORDER BY weight DESC, n.name LIMIT ?",
            self.id,
            HEAVIEST,
        )
        return [row | {"name": names.title(row["name"], row["kind"])} for row in rows]

    async def gauge(self) -> Gauge:
        """What fills the space, recomputed from the rows."""
        return (await gauges([self]))[self.id]


async def gauges(spaces: Sequence[Space]) -> dict[UUID, Gauge]:
    """What fills each of these spaces, recomputed from the rows in one query."""
    if not spaces:
        return {}
    rows = await fetch_as(
        "SELECT n.space_id,"
        " COALESCE(SUM(CASE WHEN n.discard_id IS NULL AND v.number = n.number THEN v.size END), 0) AS papers,"
        " COALESCE(SUM(CASE WHEN n.discard_id IS NULL AND v.number <> n.number THEN v.size END), 0) AS versions,"
        " COALESCE(SUM(CASE WHEN n.discard_id IS NOT NULL THEN v.size END), 0) AS trash"
        " FROM files_version v JOIN files_node n ON n.id = v.node_id"
        f" WHERE n.space_id IN ({marks(spaces)}) GROUP BY n.space_id",
        *[space.id for space in spaces],
        space_id=UUID,
    )
    sums = {row["space_id"]: {name: int(row[name]) for name in PARTS} for row in rows}
    empty = dict.fromkeys(PARTS, 0)
    return {
        space.id: Gauge(quota=space.quota_bytes, reserved=space.reserved_bytes, **sums.get(space.id, empty))
        for space in spaces
    }


@asynccontextmanager
async def locked_space(space_id: UUID, *, brief: bool = False) -> AsyncIterator[None]:
    """A transaction in which nobody else changes the tree of this space.

    SQLite's transactions are exclusive from their first statement; PostgreSQL locks the space's row.
    """
    async with locked_spaces({space_id}, brief=brief):
        yield


@asynccontextmanager
async def locked_spaces(space_ids: Set[UUID], *, brief: bool = False) -> AsyncIterator[None]:
    """The same over several spaces, taken in one order so that two callers never wait for each other."""
    async with transaction(brief=brief):
        if space_ids and not on_sqlite():
            among = marks(list(space_ids))
            await fetch(f"SELECT id FROM files_space WHERE id IN ({among}) ORDER BY id FOR UPDATE", *space_ids)
        yield


async def present(space_id: UUID) -> Space:
    """A space that may have been erased with its box meanwhile. Raises NotFound."""
    space = await Space.get_or_none(id=space_id)
    if space is None:
        raise NotFound
    return space


async def space_of(user: User) -> Space:
    """The space of somebody. Raises DoesNotExist for an account without one, which `open_space` prevents."""
    return await Space.get(owner_id=user.id)

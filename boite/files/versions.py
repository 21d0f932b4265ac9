"""Versions of a paper: kept, restorable, erasable one by one."""

from __future__ import annotations

from typing import Any

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import execute, fetch_by_key
from boite.database.rows import columns, instance
from boite.errors import Conflict, NotFound
from boite.files import journal_kinds as kinds
from boite.files.quota import Space, locked_space
from boite.files.rows import Blob, Version
from boite.files.tree import Nested
from boite.journal.record import record
from boite.languages.messages import _


class Versioned(Nested):
    """What a paper does with its versions."""

    class Meta:
        abstract = True

    async def history(self) -> list[dict[str, Any]]:
        """The versions, newest first: number, size, created_at, media type."""
        return await (
            Version.filter(node_id=self.id)
            .order_by("-number")
            .values("id", "number", "size", "created_at", media_type="blob__media_type")
        )

    async def content(self) -> Blob:
        """The bytes of the current version, in one written query: each download asks. Raises NotFound for a folder."""
        rows = await fetch_by_key(f"SELECT {columns(Blob, 'b')} FROM files_blob b WHERE b.key = ?", self.blob_id)
        if not rows:
            raise NotFound
        return instance(Blob, "b", rows[0])

    async def append_version(self, blob: Blob, *, body_key: str | None = None) -> None:
        """Make `blob` the current version. Inside the lock and the transaction of the caller."""
        number = await self._next_number()
        await Version.create(node_id=self.id, number=number, blob_id=blob.key, size=blob.size, created_at=now())
        await self._show(blob, number)
        if body_key is not None:
            await self._set(body_key=body_key)

    async def restore_version(self, number: int, *, by: User) -> None:
        """Bring an old state back as a new version: nothing is lost. Raises NotFound, QuotaExceeded."""
        async with locked_space(self.space_id):
            await self.fresh()
            version = await self._version(number)
            if number == self.number:
                return
            await (await Space.get(id=self.space_id)).take(version.size)
            await self.append_version(await Blob.get(key=version.blob_id))
            happening = kinds.VersionRestored(name=self.shown_name, node=str(self.id))
            await record(happening, owner=await self.owner_id(), by=by.id)

    async def purge_version(self, number: int, *, by: User) -> None:
        """Erase an old state for good. Raises NotFound, Conflict for the current one."""
        async with locked_space(self.space_id):
            await self.fresh()
            version = await self._version(number)
            if number == self.number:
                raise Conflict(_("C'est la version actuelle. Mettez plutôt le papier à la corbeille."))
            await version.delete()
            await execute("UPDATE files_blob SET erase_due = ? WHERE key = ?", now(), version.blob_id)
            await (await Space.get(id=self.space_id)).release_used(version.size)
            happening = kinds.VersionPurged(name=self.shown_name, node=str(self.id))
            await record(happening, owner=await self.owner_id(), by=by.id)

    async def _version(self, number: int) -> Version:
        version = await Version.get_or_none(node_id=self.id, number=number)
        if version is None:
            raise NotFound
        return version

    async def _next_number(self) -> int:
        [latest] = await Version.filter(node_id=self.id).order_by("-number").limit(1).values_list("number", flat=True)
        return int(str(latest)) + 1

    async def _show(self, blob: Blob, number: int) -> None:
        await self._set(blob_id=blob.key, size=blob.size, media_type=blob.media_type, number=number, changed_at=now())

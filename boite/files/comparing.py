"""Does the database tell the truth about the bytes? Rows and blobs compared both ways, quotas recomputed.

Everything is read by pages: memory stays flat whatever the number of papers. Nothing is changed here.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field

from boite.files.expiry import drifted_spaces
from boite.files.keys_by_parts import by_parts
from boite.files.models import Blob, Preview, Width
from boite.files.orphan_bytes import FEW, PAGE, is_blind, knows, too_many, unknown, unknown_uploads
from boite.files.previews import seal_of
from storage.errors import BlobCorrupted, BlobMissing
from storage.store import Aside, BlobStore, Kind

GRACE = 5.0
"""Seconds before an unknown blob is called an orphan: its row may be on its way (bytes go first)."""


@dataclass(slots=True)
class StoreReport:
    """What was found, as keys, and what was done about it."""

    blobs: int = 0
    """How many the database promises."""
    held: int = 0
    """How many the store keeps, previews included."""
    missing: list[str] = field(default_factory=list)
    wrong_size: list[str] = field(default_factory=list)
    corrupted: list[str] = field(default_factory=list)
    sound: list[str] = field(default_factory=list)
    """Marked as damaged, and read whole again."""
    returning: list[Aside] = field(default_factory=list)
    """Aside, though a row knows them."""
    orphans: list[str] = field(default_factory=list)
    orphan_uploads: list[str] = field(default_factory=list)
    uploads: int = 0
    lost_previews: list[str] = field(default_factory=list)
    drifted_quotas: int = 0
    blind: bool = False
    """The database knows no blob, and the store holds some."""
    repaired: bool = False

    @property
    def damage(self) -> list[str]:
        """What no program can repair: papers whose bytes are lost or changed."""
        return [*self.missing, *self.wrong_size, *self.corrupted]

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong. A mark that a paper does not deserve any more is not."""
        found = (self.damage, self.returning, self.orphans, self.orphan_uploads, self.lost_previews)
        return not (any(found) or self.drifted_quotas)

    @property
    def most(self) -> int:
        """The longest list of what a repair would set aside or mark as damaged."""
        return max(map(len, (self.orphans, self.orphan_uploads, self.damage)))

    @property
    def suspect(self) -> bool:
        """Whether it looks like the wrong database or half a store, rather than the traces of crashes."""
        return (
            (self.blind and bool(self.orphans or self.orphan_uploads))
            or too_many(len(self.orphans), self.held)
            or too_many(len(self.orphan_uploads), self.uploads, FEW)
            or too_many(len(self.damage), self.blobs, FEW)
        )


async def look(store: BlobStore, *, deep: bool = False, grace: float = GRACE) -> StoreReport:
    """Compare rows and blobs, and change nothing. `deep` reads every byte again. `grace` in seconds."""
    report = StoreReport(blind=await is_blind(store))
    report.returning = [thing async for thing in store.aside() if await knows(thing.kind, thing.name)]
    back = {thing.name for thing in report.returning if thing.kind is Kind.BLOB}
    await _rows_to_bytes(store, report, back, deep=deep)
    await _previews_to_bytes(store, report, back)
    await _bytes_to_rows(store, report, grace=grace)
    report.orphan_uploads, report.uploads = await unknown_uploads(store)
    report.drifted_quotas = len([space async for space in drifted_spaces()])
    return report


async def _rows_to_bytes(store: BlobStore, report: StoreReport, back: Collection[str], *, deep: bool) -> None:
    """Every blob that a row promises must be there, whole, or aside from where it comes back."""
    async for blob in _pages():
        report.blobs += 1
        found = await verdict(blob, store, deep=deep)
        if found == "missing" and blob.key in back:
            continue
        if found is not None:
            getattr(report, found).append(blob.key)
        elif deep and blob.damaged_at is not None:
            report.sound.append(blob.key)


async def _pages() -> AsyncIterator[Blob]:
    """Every blob that is not about to be erased, by pages."""
    after = ""
    while page := await Blob.filter(key__gt=after, erase_due=None).order_by("key").limit(PAGE):
        for blob in page:
            yield blob
        after = page[-1].key


async def verdict(blob: Blob, store: BlobStore, *, deep: bool) -> str | None:
    """The list of the report where this blob belongs, if any."""
    try:
        if await store.stat(blob.key) != blob.size:
            return "wrong_size"
        if deep and await _digest(blob, store) != blob.sha256:
            return "corrupted"
    except BlobMissing:
        # Purged while this page was being read: nothing promises it any more.
        return "missing" if await Blob.exists(key=blob.key, erase_due=None) else None
    except BlobCorrupted:
        return "corrupted"
    return None


async def _digest(blob: Blob, store: BlobStore) -> str:
    """The SHA-256 of the bytes as they are now."""
    digest = hashlib.sha256()
    async for piece in store.open(blob.key, seal=seal_of(blob)):
        await asyncio.to_thread(digest.update, piece)
    return digest.hexdigest()


async def _previews_to_bytes(store: BlobStore, report: StoreReport, back: Collection[str]) -> None:
    """The previews that lost their bytes."""
    for model in (Preview, Width):
        after = ""
        living = model.filter(blob__erase_due=None)  # those of a paper that is being erased go before it
        while page := await living.filter(key__gt=after).order_by("key").limit(PAGE):
            for made in page:
                try:
                    await store.stat(made.key)
                except BlobMissing:
                    if made.key not in back:
                        report.lost_previews.append(made.key)
            after = page[-1].key


async def _bytes_to_rows(store: BlobStore, report: StoreReport, *, grace: float) -> None:
    """Bytes that no row knows, looked at twice: their row may have been on its way."""
    suspects: list[str] = []
    async for some in by_parts(store.keys(), PAGE):
        report.held += len(some)
        suspects += await unknown(some)
    if suspects:
        await asyncio.sleep(grace)
        report.orphans = await unknown(suspects)

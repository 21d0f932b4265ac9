"""Does the database tell the truth about the bytes? Rows and blobs compared both ways, quotas recomputed.

Everything is read by pages: memory stays flat whatever the number of papers.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from boite.clock import now
from boite.files.models import Blob, Preview, PreviewState, Upload, Width, WidthOrder
from boite.files.previews import seal_of
from boite.files.sweeping import recount_quotas, sweep_orphan_uploads
from boite.settings import Settings
from storage.errors import BlobCorrupted, BlobMissing, InvalidKey
from storage.store import BlobStore

PAGE = 500
GRACE = 5.0
"""Seconds before an unknown blob is called an orphan: its row may be on its way (bytes go first)."""


@dataclass(slots=True)
class Report:
    """What was found, as keys, and what was done about it."""

    blobs: int = 0
    missing: list[str] = field(default_factory=list)
    wrong_size: list[str] = field(default_factory=list)
    corrupted: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    lost_previews: list[str] = field(default_factory=list)
    orphan_uploads: int = 0
    drifted_quotas: int = 0
    repaired: bool = False

    @property
    def damage(self) -> list[str]:
        """What no program can repair: papers whose bytes are lost or changed."""
        return [*self.missing, *self.wrong_size, *self.corrupted]

    @property
    def clean(self) -> bool:
        """Whether nothing at all was found."""
        return not (self.damage or self.orphans or self.lost_previews or self.orphan_uploads or self.drifted_quotas)


async def check(
    settings: Settings, store: BlobStore, *, deep: bool = False, repair: bool = True, grace: float = GRACE
) -> Report:
    """Compare rows and blobs. `deep` reads every byte again; `repair` does what is safe, and only that.

    Safe: erase orphans, make lost previews again, sweep uploads without a row, recompute quotas. A damaged
    paper is only marked, so that it is never served as good and its person is told.
    """
    report = Report(repaired=repair)
    await _rows_to_bytes(store, report, deep=deep, repair=repair)
    await _previews_to_bytes(store, report, repair=repair)
    await _bytes_to_rows(store, report, repair=repair, grace=grace)
    if repair:
        report.orphan_uploads = await sweep_orphan_uploads(settings, store)
        report.drifted_quotas = await recount_quotas(settings, store)
    return report


async def _rows_to_bytes(store: BlobStore, report: Report, *, deep: bool, repair: bool) -> None:
    """Every blob that a row promises must be there, whole."""
    async for blob in _pages():
        report.blobs += 1
        found = await _verdict(blob, store, deep)
        if found is None:
            await _heal(blob, deep and repair)
            continue
        getattr(report, found).append(blob.key)
        if repair and blob.damaged_at is None:
            await Blob.filter(key=blob.key).update(damaged_at=now())


async def _heal(blob: Blob, proved: bool) -> None:
    """Bytes put back from a copy and read whole again are good again."""
    if proved and blob.damaged_at is not None:
        await Blob.filter(key=blob.key).update(damaged_at=None)


async def _pages() -> AsyncIterator[Blob]:
    """Every blob that is not about to be erased, by pages."""
    after = ""
    while page := await Blob.filter(key__gt=after, erase_due=None).order_by("key").limit(PAGE):
        for blob in page:
            yield blob
        after = page[-1].key


async def _verdict(blob: Blob, store: BlobStore, deep: bool) -> str | None:
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


async def _previews_to_bytes(store: BlobStore, report: Report, *, repair: bool) -> None:
    """A preview that lost its bytes is made again."""
    for model, make_again in ((Preview, _make_again), (Width, _draw_again)):
        after = ""
        while page := await model.filter(key__gt=after).order_by("key").limit(PAGE):
            for made in page:
                try:
                    await store.stat(made.key)
                except BlobMissing:
                    report.lost_previews.append(made.key)
                    if repair:
                        await make_again(made.blob_id)
            after = page[-1].key


async def _make_again(blob_key: str) -> None:
    await Preview.filter(blob_id=blob_key).delete()
    due = {"preview_state": PreviewState.DUE, "preview_due": now(), "preview_tries": 0}
    await Blob.filter(key=blob_key).update(**due)


async def _draw_again(blob_key: str) -> None:
    await Width.filter(blob_id=blob_key).delete()
    await WidthOrder.filter(blob_id=blob_key).update(state=PreviewState.DUE, due=now(), tries=0)


async def _bytes_to_rows(store: BlobStore, report: Report, *, repair: bool, grace: float) -> None:
    """Bytes that no row knows are orphans of a crash; looked at twice before they go."""
    suspects: list[str] = []
    batch: list[str] = []
    async for key in store.keys():
        batch.append(key)
        if len(batch) == PAGE:
            suspects += await _unknown(batch)
            batch = []
    suspects += await _unknown(batch)
    if not suspects:
        return
    await asyncio.sleep(grace)
    for start in range(0, len(suspects), PAGE):
        for key in await _unknown(suspects[start : start + PAGE]):
            report.orphans.append(key)
            if repair:
                await _sweep(key, store)


async def _sweep(key: str, store: BlobStore) -> None:
    """Erase an orphan. A file that the store never named is left for a human."""
    try:
        await store.delete(key)
    except InvalidKey:
        return


async def _unknown(keys: list[str]) -> list[str]:
    """Those of these keys that no paper, preview or upload under way knows."""
    known: set[str] = set()
    for model, column in ((Blob, "key"), (Preview, "key"), (Width, "key"), (Upload, "blob_key")):
        rows = await model.filter(**{f"{column}__in": keys}).values(column)
        known |= {row[column] for row in rows}
    return [key for key in keys if key not in known]

"""Previews: made outside the request, by a child process with limits, from rows that say what is due."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from uuid import UUID

from boite.clock import now
from boite.database.connection import binary, transaction
from boite.database.leases import Queue
from boite.files.deposit import once
from boite.files.erasure_promises import break_promise, keep_promise, promise
from boite.files.models import Blob, Preview, PreviewState
from boite.files.preview_queue import Lane, Turns
from boite.files.renderer import DEFAULT_LIMITS, Limits, Rendering, RenderingFailed, render
from boite.settings import Settings
from storage.errors import BlobCorrupted, BlobMissing
from storage.keys import new_key
from storage.store import BlobStore, Seal

log = logging.getLogger("boite.previews")
LEASE = timedelta(minutes=3)
TRIES = 3
WAITING = Queue(
    Blob, LEASE, {"preview_state": PreviewState.DUE, "erase_due": None}, due="preview_due", tries="preview_tries"
)


QUICK = Limits(cpu_seconds=4, wall_seconds=10.0)
"""Enough for nearly every paper. Beyond, it waits apart, for the usual limits."""
_quick, _slow = Turns(WAITING, Lane.QUICK), Turns(WAITING, Lane.SLOW)


async def make_due(settings: Settings, store: BlobStore) -> int:
    """Make the previews of the papers whose turn it is (a chore). Returns how many were looked at."""
    return sum(await asyncio.gather(*(_make(_quick, QUICK, store) for _ in range(settings.preview_workers))))


async def make_slow_due(settings: Settings, store: BlobStore) -> int:
    """Try again one paper that needs more time, or whose worker died (a chore). Returns 1, or 0 where none waits."""
    return await _make(_slow, DEFAULT_LIMITS, store)


async def _make(turns: Turns, limits: Limits, store: BlobStore) -> int:
    blob = await turns.next()
    if blob is None:
        return 0
    try:
        rendering = await _render(blob, limits, store)
    except (RenderingFailed, BlobCorrupted, BlobMissing) as error:
        log.warning("no preview", extra={"fields": {"blob": blob.key, "reason": str(error)}})
        if blob.preview_tries >= TRIES or _is_last_word(error, limits):
            await WAITING.held(blob).update(preview_state=_end_of(error))
        else:
            await WAITING.let_go(blob)
        return 1
    await _keep(blob, rendering, store)
    return 1


def _end_of(error: Exception) -> PreviewState:
    locked = isinstance(error, RenderingFailed) and error.reason == "encrypted"
    return PreviewState.LOCKED if locked else PreviewState.FAILED


def _is_last_word(error: Exception, limits: Limits) -> bool:
    """Whether trying again would fail the same way: another disk may answer, and more time may do."""
    return isinstance(error, RenderingFailed) and (error.reason != "timeout" or limits == DEFAULT_LIMITS)


async def _render(blob: Blob, limits: Limits, store: BlobStore) -> Rendering:
    if blob.preview_tries > TRIES:
        raise RenderingFailed("crashed", "abandoned after several tries")
    return await render(store.open(blob.key, seal=seal_of(blob)), blob.media_type, limits=limits)


async def _keep(blob: Blob, rendering: Rendering, store: BlobStore) -> None:
    """Bytes before rows. The blob may have been erased meanwhile, or be due to be: then the previews go too."""
    rows = []
    pictures = ([(0, rendering.thumbnail)] if rendering.thumbnail else []) + list(enumerate(rendering.pages, 1))
    keys = [new_key() for _ in pictures]
    await promise(*keys)
    for key, (page, picture) in zip(keys, pictures, strict=True):
        seal = await store.put(key, once(picture))
        rows.append(Preview(blob_id=blob.key, page=page, key=key, size=seal.size, blocks=seal.blocks))
    async with transaction():
        ready = {"preview_state": PreviewState.READY, "page_count": rendering.page_count}
        kept = await WAITING.held(blob).update(**ready)
        if kept:
            await keep_promise(*keys)
            await Preview.bulk_create(rows)
    if not kept:
        for key in keys:
            await break_promise(key, store)


async def retry_failed() -> int:
    """Try again those that gave up, whatever made them: their papers are still there. Returns how many."""
    failed = Blob.filter(preview_state=PreviewState.FAILED, erase_due=None)
    return await failed.update(preview_state=PreviewState.DUE, preview_due=now(), preview_tries=0)


def seal_of(blob: Blob) -> Seal:
    """What the store gave when these bytes were sealed: readings are verified against it."""
    return Seal(size=blob.size, sha256=blob.sha256, blocks=binary(blob.blocks))


async def picture(preview_id: UUID) -> Preview | None:
    """One preview's row."""
    return await Preview.get_or_none(id=preview_id)

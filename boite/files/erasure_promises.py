"""Names promised to erasure: said before bytes are written under them, and when what could hold them has ended.

Whatever the instant of a crash, no byte is kept without a row: either the row that counts it, or one of these.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from boite.clock import now, today
from boite.database.connection import execute, fetch, insert_all
from boite.database.long_lists import marks, parts
from boite.files.erasure_hold import erasing_is_held
from boite.files.rows import Blob, Preview, Upload
from boite.files.use_rows import Width
from storage.errors import StorageError
from storage.store import BlobStore

log = logging.getLogger("boite.erasing")
PROMISED = timedelta(hours=1)
"""How long bytes may wait for their row. No transaction and no sealing lasts as long."""
AGAIN = timedelta(minutes=1)
"""When to try again where the store refused, or a writer would not let go."""


async def promise(*keys: str) -> None:
    """Say that bytes about to be written are to be erased, unless a row takes them: a crash then leaves nothing."""
    due = now() + PROMISED
    await insert_all(*(_nothing_yet(key, due) for key in keys))


def _nothing_yet(key: str, due: datetime) -> Blob:
    return Blob(key=key, size=0, sha256="", blocks=b"", media_type="", created_at=now(), erase_due=due)


async def keep_promise(*keys: str) -> None:
    """Inside the transaction of the row that takes these bytes: it comes next."""
    if keys:
        for some in parts(keys):
            await execute(f"DELETE FROM files_blob WHERE key IN ({marks(some)})", *some)


async def break_promise(key: str, store: BlobStore) -> None:
    """Nothing takes these bytes: they go at once. The row last, as always; it waits for its hour if they stay."""
    with suppress(StorageError):
        await store.delete(key)
        await keep_promise(key)


async def promise_ended(uploads: Iterable[Upload]) -> None:
    """Inside the transaction that deletes these unfinished uploads: what they hold is to be erased, under both names.

    The bytes are under the name of the upload, or already sealed under the key of the blob.
    """
    names = [name for upload in uploads for name in (upload.id.hex, upload.blob_key)]
    await insert_all(*(_nothing_yet(name, now()) for name in names))


async def erase_ended(upload: Upload, store: BlobStore) -> None:
    """After that transaction: erase at once. What the store refuses is left to the chore. In this order: once the
    upload is gone, nobody can seal it any more.
    """
    for name in (upload.id.hex, upload.blob_key):
        await erase(name, store, at_once=True)


async def erase(key: str, store: BlobStore, *, at_once: bool = False) -> None:
    """Erase what is due under this name, unless a version holds it. The row goes last: a crash does it again.

    `at_once` where the caller knows that nothing will take the bytes any more, though their hour has not come.
    """
    try:
        await _erase(key, store, at_once)
    except StorageError as error:
        log.warning("not erased yet", extra={"fields": {"key": key, "reason": str(error)}})
        await execute("UPDATE files_blob SET erase_due = ? WHERE key = ? AND erase_due IS NOT NULL", now() + AGAIN, key)


async def _erase(key: str, store: BlobStore, at_once: bool) -> None:
    if await fetch("SELECT 1 AS held FROM files_version WHERE blob_id = ? LIMIT 1", key):
        await Blob.filter(key=key).update(erase_due=None)
        return
    blob = await Blob.get_or_none(key=key)
    if blob is None or blob.erase_due is None or (blob.erase_due > now() and not at_once):
        return  # another worker was faster, or a paper took these bytes
    if blob.sha256:
        if not await erasing_is_held():  # a backup under way may count on these bytes: the row stays due
            await _erase_sealed(key, store)
    else:
        await _erase_promised(blob, store)


async def _erase_sealed(key: str, store: BlobStore) -> None:
    for model in (Preview, Width):
        for made in await model.filter(blob_id=key).values_list("key", flat=True):
            await store.delete(str(made))
    await store.delete(key)
    await Blob.filter(key=key).delete()


async def _erase_promised(blob: Blob, store: BlobStore) -> None:
    """The name may be an upload's or a blob's. A young one is looked at again: somebody may be writing there still."""
    if _is_left_alone(blob):
        await store.set_upload_aside(blob.key, today())
        await store.set_aside(blob.key, today())
    else:
        await store.discard(blob.key)
        await store.delete(blob.key)
    last_look = blob.created_at + PROMISED
    if last_look > now():
        await Blob.filter(key=blob.key, sha256="").update(erase_due=last_look)
    else:
        await Blob.filter(key=blob.key, sha256="").delete()


def _is_left_alone(blob: Blob) -> bool:
    """Whether its hour came without anybody keeping or breaking the promise.

    After a crash, or in a database restored from a backup: a paper may have taken the bytes since, so they go aside.
    """
    due = blob.erase_due
    return due is not None and blob.created_at + PROMISED - AGAIN <= due <= now()

"""Bytes that no row knows: set aside for thirty days, never removed at once, and put back as soon as a row knows them.

A database that was lost, restored or mistaken for another one knows less than the store: what it does not know may be
somebody's only copy. What looks like too much of it is left where it is, and told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from boite.clock import today
from boite.database.long_lists import parts
from boite.files.models import Blob, Preview, Upload, Width
from boite.settings import Settings
from storage.errors import StorageError, StorageUnavailable
from storage.store import Aside, BlobStore, Kind

log = logging.getLogger("boite.unknown")
DAYS = 30
"""Whole days that bytes without a row are kept aside: time to notice that the database was the wrong one."""
SHARE = 20
"""One in twenty (5 %) may go without confirmation: crashes leave some, the wrong database leaves far more.

A crash leaves one blob at most by deposit and by paper being drawn. With 10,000 papers, 500 crashes fit in.
"""
FEW = 20
"""Uploads without a row that may always go: a small service has few uploads, and one given up is most of them."""
PAGE = 500
"""Keys read at once."""


def too_many(going: int, held: int, few: int = 1) -> bool:
    """Whether so many of what is held is more than crashes explain. A `few` may always go."""
    return going > max(few, held // SHARE)


async def is_blind(store: BlobStore) -> bool:
    """Whether the database knows no blob, though the store holds some: it is new, empty, or another one."""
    if await Blob.exists():
        return False
    async for _ in store.keys():
        return True
    return False


async def unknown(keys: Iterable[str]) -> list[str]:
    """Those of these keys that no paper, preview, promise or deposit in progress knows."""
    wanted, known = list(keys), set[str]()
    for page in parts(wanted):
        for model, column in ((Blob, "key"), (Preview, "key"), (Width, "key"), (Upload, "blob_key")):
            rows = await model.filter(**{f"{column}__in": page}).values(column)
            known |= {row[column] for row in rows}
    return [key for key in wanted if key not in known]


async def unknown_uploads(store: BlobStore) -> tuple[list[str], int]:
    """The uploads of the store that have no row (a crash between the two), and how many it holds in all."""
    held = [key async for key in store.uploads()]
    return [key for key in held if not await knows(Kind.UPLOAD, key)], len(held)


async def knows(kind: Kind, name: str) -> bool:
    """Whether a row counts on these bytes, or says when they are to be erased."""
    if kind is Kind.UPLOAD:
        return await Upload.exists(id=UUID(name)) or await Blob.exists(key=name)
    return not await unknown([name])


async def set_aside(keys: Iterable[str], store: BlobStore, kind: Kind) -> int:
    """Set aside those that are still unknown: a row may have come since they were looked at. Returns how many."""
    done, day = 0, today()
    carry = store.set_aside if kind is Kind.BLOB else store.set_upload_aside
    for key in keys:
        if await knows(kind, key):
            continue
        try:
            await carry(key, day)
            done += 1
        except StorageUnavailable:
            raise
        except StorageError as error:  # a writer that does not let go, or bytes of the same name aside since today
            log.warning("not set aside", extra={"fields": {"key": key, "reason": str(error)}})
    return done


async def tend(settings: Settings, store: BlobStore) -> int:
    """Put back what a row knows again, remove for good what nobody asked for in thirty days. Returns how many.

    A row is asked first, whatever the age: the right database may have come back since. Nothing goes while the database
    knows no blob at all.
    """
    done = await return_known(store)
    things = [thing async for thing in store.aside()]
    if not things or await is_blind(store):
        return done
    for thing in things:
        if today() - thing.day > timedelta(days=DAYS) and not await knows(thing.kind, thing.name):
            await store.forget_aside(thing)
            done += 1
    return done


async def return_known(store: BlobStore) -> int:
    """Put back all that is aside and that a row knows. Returns how many."""
    things = sorted([thing async for thing in store.aside()])
    return sum([await put_back(thing, store) for thing in things if await knows(thing.kind, thing.name)])


async def put_back(thing: Aside, store: BlobStore) -> int:
    """Give one thing its place again. Returns 0 where other bytes took it meanwhile: then it stays aside."""
    try:
        await store.put_back(thing)
    except StorageUnavailable:
        raise
    except StorageError as error:
        log.warning("not put back", extra={"fields": {"key": thing.name, "reason": str(error)}})
        return 0
    return 1

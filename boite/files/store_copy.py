"""The bytes of a service copied from the store that it leaves to the one where it goes, while people write.

New bytes already go there (`storage.pair`). A key at a time, verified by its digest, and seen again in the end: what is
copied is not copied again, so that it may be stopped and started at will.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field

from boite.database.connection import binary
from boite.errors import CannotStart
from boite.files.keys_by_parts import by_parts
from boite.files.models import Blob, Preview, Width
from boite.files.previews import seal_of
from storage.errors import BlobCorrupted, BlobMissing
from storage.pair import PairStore
from storage.store import BlobStore, Seal

ALONE = """Il n'y a qu'un rangement : rien à copier.
Donnez dans BOITE_STORAGE celui où aller, et dans BOITE_STORAGE_OTHER celui d'où partir."""
AT_ONCE = 4
"""Bytes copied together: more wait on the same disk."""
PAGE = 100
"""Keys read from the store that it leaves before they are copied."""


@dataclass(slots=True)
class Copied:
    """What a passage did. Sizes in bytes."""

    seen: int = 0
    copied: int = 0
    size: int = 0
    uploads: int = 0
    """Deposits under way where it leaves: they end there, and are copied afterwards."""
    damaged: list[str] = field(default_factory=list)
    aside: int = 0

    @property
    def whole(self) -> bool:
        """Whether the store that it leaves holds nothing more that the other lacks."""
        return not (self.copied or self.uploads or self.damaged)


async def copy_all(store: BlobStore) -> Copied:
    """Copy what is missing, until a passage finds nothing: then the store where it goes bears the identity too.

    Raises CannotStart where there is one store only, what the stores raise.
    """
    if not isinstance(store, PairStore):
        raise CannotStart(ALONE)
    total = Copied()
    while True:
        passage = await _pass(store)
        total.copied += passage.copied
        total.size += passage.size
        if not passage.copied:
            break
    total.seen, total.uploads, total.damaged, total.aside = (
        passage.seen,
        passage.uploads,
        passage.damaged,
        passage.aside,
    )
    identity = await store.identity()
    if identity and passage.whole:
        await store.main.claim(identity)
    return total


async def _pass(store: PairStore) -> Copied:
    done, gate = Copied(), asyncio.Semaphore(AT_ONCE)

    async def one(key: str) -> None:
        async with gate:
            done.seen += 1
            try:
                size = await _copy(store, key)
            except BlobCorrupted:
                done.damaged.append(key)
                return
            if size is not None:
                done.copied += 1
                done.size += size

    async for some in by_parts(store.other.keys(), PAGE):
        await asyncio.gather(*map(one, some))
    done.uploads = len([upload async for upload in store.other.uploads()])
    done.aside = len([thing async for thing in store.other.aside()])
    return done


async def _copy(store: PairStore, key: str) -> int | None:
    """How many bytes were copied; None where there was nothing to do. Raises BlobCorrupted."""
    try:
        if await store.main.stat(key) == await store.other.stat(key):
            return None
    except BlobMissing:
        pass
    known = await _known(key)
    try:
        seal = await store.main.put(key, store.other.open(key, seal=known))
        if known and not _same(seal, known):
            await store.main.delete(key)
            raise BlobCorrupted(key)
        digest = hashlib.sha256()
        async for piece in store.main.open(key, seal=seal):
            digest.update(piece)
        if digest.hexdigest() != seal.sha256:
            await store.main.delete(key)
            raise BlobCorrupted(key)
        await store.other.stat(key)
    except BlobMissing:  # erased meanwhile, there first: not to come back here
        await store.main.delete(key)
        return None
    return seal.size


async def _known(key: str) -> Seal | None:
    """What the base says of these bytes; None where it does not know them."""
    if (blob := await Blob.get_or_none(key=key)) is not None:
        return seal_of(blob) if blob.sha256 else None
    for model in (Preview, Width):
        if (made := await model.get_or_none(key=key)) is not None:
            return Seal(made.size, "", binary(made.blocks))
    return None


def _same(seal: Seal, known: Seal) -> bool:
    """The base keeps no SHA-256 of what was drawn."""
    return (seal.size, seal.blocks) == (known.size, known.blocks) and known.sha256 in ("", seal.sha256)

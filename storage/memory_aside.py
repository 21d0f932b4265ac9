"""The twin of `aside.py` in memory: the identity of a store, and what was set aside in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import date

from storage.errors import StorageError
from storage.keys import checked
from storage.locks import Holds
from storage.store import Aside, Kind


class MemoryAside:
    """The part of a MemoryStore that knows whose it is, and keeps what nobody knows."""

    def __init__(self, patience: float) -> None:
        self._blobs: dict[str, bytes] = {}
        self._uploads: dict[str, bytearray] = {}
        self._asides: dict[Aside, bytes] = {}
        self._holds = Holds(patience)
        self._identity: str | None = None

    async def identity(self) -> str | None:
        """See BlobStore."""
        return self._identity

    async def claim(self, identity: str) -> str:
        """See BlobStore."""
        self._identity = self._identity or checked(identity)
        return self._identity

    async def set_aside(self, key: str, day: date) -> None:
        """See BlobStore."""
        with suppress(KeyError):
            self._keep(Aside(day, Kind.BLOB, checked(key)), self._blobs[key])
            del self._blobs[key]

    async def set_upload_aside(self, upload: str, day: date) -> None:
        """See BlobStore."""
        async with self._holds.hold(checked(upload)):
            with suppress(KeyError):
                self._keep(Aside(day, Kind.UPLOAD, upload), bytes(self._uploads[upload]))
                del self._uploads[upload]

    def _keep(self, thing: Aside, content: bytes) -> None:
        if thing in self._asides:
            raise StorageError(f"{thing.name} is the name of other bytes")
        self._asides[thing] = content

    async def aside(self) -> AsyncIterator[Aside]:
        """See BlobStore."""
        for thing in list(self._asides):
            yield thing

    async def put_back(self, thing: Aside) -> None:
        """See BlobStore."""
        checked(thing.name)
        taken = self._blobs if thing.kind is Kind.BLOB else self._uploads
        if thing not in self._asides:
            return
        if thing.name in taken:
            raise StorageError(f"{thing.name} is the name of other bytes")
        content = self._asides.pop(thing)
        if thing.kind is Kind.BLOB:
            self._blobs[thing.name] = content
        else:
            self._uploads[thing.name] = bytearray(content)

    async def forget_aside(self, thing: Aside) -> None:
        """See BlobStore."""
        checked(thing.name)
        self._asides.pop(thing, None)

"""What is known of each upload in progress, kept where a power cut takes nothing back and every machine reads the same.

S3 keeps the bytes; it does not say which of them count, nor lets one writer alone write. The service's database does:
one row for each upload, written after S3 has answered, under the number of its holder (`epoch`). Whoever takes an
upload over adds one to it: what a former holder writes afterwards finds no row.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from storage.store import Aside, Kind


@dataclass(frozen=True, slots=True)
class Tail:
    """Bytes after the last part, too few to be one: a small object."""

    name: str
    size: int
    crc: int


@dataclass(frozen=True, slots=True)
class SentPart:
    """A part that counts. `state` is that of the digest at its end, with the table of its own blocks."""

    number: int
    size: int
    etag: str
    crc: int
    state: bytes


@dataclass(slots=True)
class UploadRow:
    """An upload. `size` counts the bytes of its parts, then of its tails; `state` is the digest of all of them."""

    id: str
    """Its own name, never used again: that of its small objects."""
    upload: str
    place: str
    """The object that its parts will become."""
    epoch: int = 0
    multipart: str = ""
    """The number of that object in parts; empty while there is none."""
    size: int = 0
    number: int = 0
    """No part above this number was ever sent."""
    tails: list[Tail] = field(default_factory=list)
    state: bytes = b""
    finishing: str = ""
    """The key of the blob that it is becoming, or already is: said before it is done."""

    @property
    def tail_size(self) -> int:
        """Bytes of its small objects."""
        return sum(tail.size for tail in self.tails)


class Ledger(Protocol):
    """The rows. Every method is one transaction, on the disk when it returns."""

    async def create(self, row: UploadRow) -> None:
        """Write a new row, unless this upload has one."""
        ...

    async def read(self, upload: str) -> UploadRow | None:
        """The row of an upload that is not aside."""
        ...

    async def take(self, upload: str, holder: str, over: int | None = None) -> UploadRow | None:
        """Become its holder where it has none, or in spite of the holder of this epoch. None where that is not so."""
        ...

    async def ask(self, upload: str) -> None:
        """Ask its holder to let go."""
        ...

    async def asked(self, holder: str) -> list[str]:
        """The uploads that this holder is asked for."""
        ...

    async def save(self, row: UploadRow, parts: Sequence[SentPart] = (), *, last: int | None = None) -> bool:
        """Write a row and its new parts; those above the `last` number are forgotten. False if another took it."""
        ...

    async def release(self, row: UploadRow) -> None:
        """Hold it no more."""
        ...

    async def parts(self, row: UploadRow) -> list[SentPart]:
        """The parts that count, in order."""
        ...

    async def remove(self, row: UploadRow) -> bool:
        """Forget it. False if another took it."""
        ...

    def uploads(self) -> AsyncIterator[str]:
        """The uploads that are not aside."""
        ...

    async def known(self) -> tuple[set[str], set[str]]:
        """The names of all rows, those aside too, and the numbers of their objects in parts."""
        ...

    async def set_aside(self, row: UploadRow, day: date) -> bool:
        """Out of sight. False where another of this name went that day."""
        ...

    async def aside(self) -> list[Aside]:
        """Those out of sight."""
        ...

    async def put_back(self, thing: Aside) -> bool:
        """In sight again; nothing happens if it is not aside. False where its place is taken."""
        ...

    async def take_aside(self, thing: Aside) -> UploadRow | None:
        """The row of one out of sight."""
        ...


@dataclass(slots=True)
class _Kept:
    row: UploadRow
    parts: list[SentPart] = field(default_factory=list)
    holder: str = ""
    wanted: bool = False
    day: date | None = None


class MemoryLedger:
    """The rows of one process, for tests and trials."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def _of(self, upload: str, day: date | None = None) -> _Kept | None:
        return next((kept for kept in self._kept.values() if kept.row.upload == upload and kept.day == day), None)

    def _held(self, row: UploadRow) -> _Kept | None:
        kept = self._kept.get(row.id)
        return kept if kept is not None and kept.row.epoch == row.epoch else None

    async def create(self, row: UploadRow) -> None:
        """See Ledger."""
        if self._of(row.upload) is None:
            self._kept[row.id] = _Kept(deepcopy(row))

    async def read(self, upload: str) -> UploadRow | None:
        """See Ledger."""
        kept = self._of(upload)
        return deepcopy(kept.row) if kept else None

    async def take(self, upload: str, holder: str, over: int | None = None) -> UploadRow | None:
        """See Ledger."""
        kept = self._of(upload)
        if kept is None or (kept.row.epoch != over if over is not None else kept.holder):
            return None
        kept.holder, kept.wanted = holder, False
        kept.row.epoch += 1
        return deepcopy(kept.row)

    async def ask(self, upload: str) -> None:
        """See Ledger."""
        if kept := self._of(upload):
            kept.wanted = True

    async def asked(self, holder: str) -> list[str]:
        """See Ledger."""
        return [kept.row.upload for kept in self._kept.values() if kept.holder == holder and kept.wanted]

    async def save(self, row: UploadRow, parts: Sequence[SentPart] = (), *, last: int | None = None) -> bool:
        """See Ledger."""
        kept = self._held(row)
        if kept is None:
            return False
        stay = [part for part in kept.parts if last is None or part.number <= last]
        kept.row, kept.parts = deepcopy(row), [*stay, *parts]
        return True

    async def release(self, row: UploadRow) -> None:
        """See Ledger."""
        if kept := self._held(row):
            kept.holder, kept.wanted = "", False

    async def parts(self, row: UploadRow) -> list[SentPart]:
        """See Ledger."""
        return list(self._kept[row.id].parts)

    async def remove(self, row: UploadRow) -> bool:
        """See Ledger."""
        return self._held(row) is not None and self._kept.pop(row.id) is not None

    async def uploads(self) -> AsyncIterator[str]:
        """See Ledger."""
        for kept in list(self._kept.values()):
            if kept.day is None:
                yield kept.row.upload

    async def known(self) -> tuple[set[str], set[str]]:
        """See Ledger."""
        return set(self._kept), {kept.row.multipart for kept in self._kept.values()}

    async def set_aside(self, row: UploadRow, day: date) -> bool:
        """See Ledger."""
        if self._of(row.upload, day):
            return False
        if kept := self._held(row):
            kept.day = day
        return True

    async def aside(self) -> list[Aside]:
        """See Ledger."""
        return [Aside(kept.day, Kind.UPLOAD, kept.row.upload) for kept in self._kept.values() if kept.day]

    async def put_back(self, thing: Aside) -> bool:
        """See Ledger."""
        kept = self._of(thing.name, thing.day)
        if kept and self._of(thing.name):
            return False
        if kept:
            kept.day = None
        return True

    async def take_aside(self, thing: Aside) -> UploadRow | None:
        """See Ledger."""
        kept = self._of(thing.name, thing.day)
        return replace(kept.row) if kept else None

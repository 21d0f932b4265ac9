"""The bytes of papers in a folder of backups: each once, under its digest, however many backups count on it.

What the last backup has is not read again; anything else is verified as it comes, or as it is found.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from boite.backups.base_copy import WANTED, WantedBytes
from boite.backups.folder import BackupFolder, written
from boite.backups.manifest import FileSeal, private
from boite.backups.refusals import Interrupted
from boite.files.erasure_hold import Hold
from storage.errors import BlobCorrupted, BlobMissing
from storage.store import BlobStore

LIST = "octets.tsv"
LOST = """La sauvegarde s'est arrêtée trop longtemps : des octets ont pu être effacés entre-temps.
Elle ne compte pas. Celles d'avant sont entières. Relancez-la."""


@dataclass(frozen=True, slots=True)
class KeptBytes:
    """One line of the list of a backup: which bytes a key names."""

    key: str
    size: int
    sha256: str

    @classmethod
    def read(cls, line: str) -> Self:
        """From one line."""
        key, size, sha256 = line.rstrip("\n").split("\t")
        return cls(key, int(size), sha256)


@dataclass(slots=True)
class CopyTally:
    """What was kept, and how much of it was new. Sizes in bytes."""

    papers: int = 0
    size: int = 0
    copied: int = 0
    damaged: dict[str, str] = field(default_factory=dict)


def listed(place: Path) -> Iterator[KeptBytes]:
    """The list of a backup, by key."""
    with (place / LIST).open(encoding="ascii") as lines:
        yield from map(KeptBytes.read, lines)


class _Former:
    """The list of the last backup, read along with the new one: both are in the order of keys."""

    def __init__(self, lines: Iterable[KeptBytes]) -> None:
        self._lines = iter(lines)
        self._next = next(self._lines, None)

    def of(self, wanted: WantedBytes) -> str:
        """The digest of these bytes, as the last backup kept them; empty where it did not, or kept others."""
        while self._next and self._next.key < wanted.key:
            self._next = next(self._lines, None)
        found = self._next
        same = found and found.key == wanted.key and found.size == wanted.size
        return found.sha256 if found and same and wanted.sha256 in ("", found.sha256) else ""


async def keep_all(store: BlobStore, folder: BackupFolder, former: Path | None, hold: Hold) -> CopyTally:
    """Keep every wanted bytes, and write the list. `former` is the backup to rely on, if any.

    Raises Interrupted where the hold was lost, NotWritten. What the store has lost or spoilt is told, and left out.
    """
    done, known = CopyTally(), _Former(listed(former) if former else ())
    place = folder.under_way
    with written(folder.path), (place / WANTED).open() as lines, private(place / LIST, "w") as kept:
        for wanted in map(WantedBytes.read, lines):
            if hold.lost:
                raise Interrupted(LOST)
            try:
                sha256, copied = await _kept(wanted, store, folder, known.of(wanted))
            except BlobMissing:
                if wanted.needed:
                    done.damaged[wanted.key] = "missing"
                continue
            except BlobCorrupted:
                done.damaged[wanted.key] = "corrupted"
                continue
            kept.write(f"{wanted.key}\t{wanted.size}\t{sha256}\n")
            done.papers += 1
            done.size += wanted.size
            done.copied += copied
    (place / WANTED).unlink()
    return done


async def _kept(wanted: WantedBytes, store: BlobStore, folder: BackupFolder, known: str) -> tuple[str, int]:
    """The digest of these bytes, and how many were copied. Raises BlobMissing, BlobCorrupted."""
    if known and _has(folder.held(known), wanted.size):
        return known, 0
    file = folder.held(wanted.sha256) if wanted.sha256 else None
    if file and _has(file, wanted.size) and await asyncio.to_thread(is_whole, file):
        return wanted.sha256, 0  # of a killed backup, or of another key with the same content
    return await _copy(wanted, store, folder), wanted.size


def _has(file: Path, size: int) -> bool:
    try:
        return file.stat().st_size == size
    except FileNotFoundError:
        return False


def is_whole(file: Path) -> bool:
    """Whether a file of the folder is what its name says. Reads it whole."""
    return FileSeal.of(file.parent, file.name).sha256 == file.name


async def _copy(wanted: WantedBytes, store: BlobStore, folder: BackupFolder) -> str:
    """Verified block by block as it is read, and whole before it bears its name."""
    digest, partial = hashlib.sha256(), folder.under_way / "partiel"
    with private(partial, "wb") as file:
        async for piece in store.open(wanted.key, seal=wanted.seal):
            await asyncio.to_thread(_take, piece, digest, file)
    sha256 = digest.hexdigest()
    if wanted.sha256 not in ("", sha256):
        raise BlobCorrupted(wanted.key)
    await asyncio.to_thread(folder.take, partial, sha256)
    return sha256


def _take(piece: bytes, digest: hashlib._Hash, file: IO[bytes]) -> None:
    digest.update(piece)
    file.write(piece)

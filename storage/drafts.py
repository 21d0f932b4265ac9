"""One upload on disk, as its holder has it open, and the note that says which of its bytes are not verified yet."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from storage.digests import Digest, Verifier
from storage.errors import ChecksumMismatch, UploadMissing, translated
from storage.folders import FILE_MODE, Folders
from storage.store import Checksum
from storage.writing import Writer


class Draft:
    """An upload that its holder has open. What a killed writer left unverified is removed first."""

    def __init__(self, path: Path, descriptor: int, digest: Digest | None, folders: Folders) -> None:
        self.path = path
        self._folders = folders
        self._pending = _pending(path)
        unverified = _verified(self._pending)
        if unverified is not None:
            os.ftruncate(descriptor, unverified)
        self._pending.unlink(missing_ok=True)
        self.writer = Writer(descriptor, os.fstat(descriptor).st_size, digest)
        self._before: tuple[int, Digest] | None = None

    def expect(self, checksum: Checksum) -> None:
        """From here on, nothing counts until the checksum agrees: the note is on the disk before the bytes are."""
        self._before = self.writer.offset, self.writer.digest.copy()
        self.writer.verifier = Verifier(checksum)
        with self._pending.open("w") as note:
            note.write(f"{self.writer.offset}\n")
            note.flush()
            self._folders.sync(note.fileno())
        self._folders.sync_folder_after_file(self.path.parent)

    def write(self, pieces: list[bytes]) -> None:
        """Add bytes."""
        with translated():
            self.writer.write(pieces)

    def accept(self) -> None:
        """Count the bytes. Raises ChecksumMismatch."""
        if self.writer.verifier is not None:
            if not self.writer.verifier.agrees():
                raise ChecksumMismatch("the body is not the one announced")
            with translated():
                self._pending.unlink()
            self._before = None

    def abandon(self) -> None:
        """Take back the bytes that no checksum vouches for."""
        if self._before is not None:
            self.writer.offset, self.writer.digest = self._before
            with translated():
                os.ftruncate(self.writer.descriptor, self.writer.offset)
                self._pending.unlink(missing_ok=True)


def _pending(path: Path) -> Path:
    return path.with_suffix(".pending")


def _verified(note: Path) -> int | None:
    """The offset before the bytes that wait for their checksum. An unfinished note: no byte had been written."""
    try:
        text = note.read_text()
    except FileNotFoundError:
        return None
    return int(text) if text.endswith("\n") else None


def kept(path: Path) -> int:
    """Give the number of bytes kept. Raises UploadMissing.

    Reads again while a writer puts or takes away its note, so that size and note belong together.
    """
    with translated(missing=UploadMissing):
        while True:
            before = _verified(_pending(path))
            size = path.stat().st_size
            if before == _verified(_pending(path)):
                return size if before is None else min(size, before)


def create(path: Path) -> None:
    """Make an empty file, or leave the one that is there."""
    with translated():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, FILE_MODE))


def remove(path: Path) -> None:
    """Forget an upload, its note and that of newcomers."""
    with translated():
        with suppress(FileNotFoundError):
            if path.stat().st_nlink == 1:  # otherwise a power cut could bring the blob's former name back
                os.truncate(path, 0)  # in this thread: closing the file would free its bytes in the event loop
        for file in (path, _pending(path), path.with_suffix(".wanted")):
            file.unlink(missing_ok=True)

"""The folders of a store on disk, and what makes a file durable in them.

blobs/ab/cd/<key>     sealed bytes, never changed
uploads/<upload>      bytes in progress; beside it `.pending` and `.wanted` for a moment
identity              whose store this is
perdus/<day>/         what was set aside that day, under `blobs/<key>` and `uploads/<upload>` (its French name is
                      for the operator)
new/                  nameless files; only file systems without O_TMPFILE show a name there
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

from storage.errors import StorageError, StorageFull, translated
from storage.identity import Badge
from storage.journals import commits_in_order
from storage.keys import new_key
from storage.nameless import nameless_files_work

DAY: Final = 86_400
"""Age in seconds after which a file of `new/` belongs to a dead process."""

FOLDER_MODE: Final = 0o750
FILE_MODE: Final = 0o640
"""Nobody else reads; the group does, for a web server that sends the files on our behalf."""


class Folders:
    """Where things are under one root. Without `durable` nothing is forced to the disk: for tests only."""

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.root, self.lost = root, root / "perdus"
        self.blobs, self.uploads, self.new = root / "blobs", root / "uploads", root / "new"
        self.badge = Badge(root / "identity")
        self.durable = durable
        self._settled = bytearray(65_536)  # shards whose parents are known to be on the disk
        with translated():
            for folder in (root, self.blobs, self.uploads, self.new):
                folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            self.sync_folder(root)
            self.ordered = commits_in_order(root)
            self.nameless = nameless_files_work(self.new)
            self.sweep()

    def blob(self, key: str) -> Path:
        """The file of a blob, which may not exist."""
        return self.blobs / key[:2] / key[2:4] / key

    def shards(self) -> list[Path]:
        """Every folder that holds blobs."""
        self.badge.check()
        return [second for first in sorted(self.blobs.iterdir()) for second in sorted(first.iterdir())]

    def check(self) -> None:
        """Try to make a file where uploads go and to list the blobs. Raises StorageUnavailable."""
        self.badge.check()
        probe = self.uploads / f"{new_key()}.check"
        try:
            with translated():
                os.scandir(self.blobs).close()
                os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE_MODE))
                probe.unlink()
        except StorageFull:
            return

    def place(self, source: Path, descriptor: int, key: str) -> None:
        """Turn a whole file into a blob, durably. Its bytes are on the disk before it takes its name.

        Doing it again after a crash is harmless. Raises StorageError when another blob has this key.
        """
        self.badge.check()
        target = self.blob(key)
        target.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        self.sync(descriptor)
        move(source, target)
        self.settle(target)
        if not self.ordered:
            self.sync_folder(source.parent)

    def settle(self, blob: Path) -> None:
        """Force the name of a blob to the disk, and the folders that lead to it."""
        self.sync_folder(blob.parent)
        number = int(blob.name[:4], 16)
        if not (self.ordered or self._settled[number]):
            self.sync_folder(blob.parent.parent)
            self.sync_folder(self.blobs)
            self._settled[number] = True

    def settle_after_file(self, blob: Path) -> None:
        """The same when the file itself was forced to the disk after it took its name."""
        if not self.ordered:
            self.settle(blob)

    def sync_folder_after_file(self, folder: Path) -> None:
        """Force the names of a folder to the disk when its new file was."""
        if not self.ordered:
            self.sync_folder(folder)

    def sync(self, descriptor: int) -> None:
        """Force an open file to the disk."""
        if self.durable:
            os.fsync(descriptor)

    def sync_folder(self, folder: Path) -> None:
        """Force the names of a folder to the disk."""
        if self.durable:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def sweep(self) -> int:
        """Remove what dead processes left in `new/`. Returns how many files."""
        with translated():
            old = [file for file in self.new.iterdir() if time.time() - file.stat().st_mtime > DAY]
            for file in old:
                file.unlink(missing_ok=True)
            return len(old)


def move(source: Path, target: Path) -> None:
    """Rename, never over anything else. Raises StorageError where other bytes have this name, FileNotFoundError."""
    if not target.exists():
        source.rename(target)
    elif target.samefile(source):
        source.unlink()  # the file system brought the former name back after a power cut
    else:
        raise StorageError(f"{target.name} is the name of other bytes")

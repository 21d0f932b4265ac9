"""The folders of a store on disk, and what makes a file durable in them.

blobs/ab/cd/<key>     sealed bytes, never changed
uploads/<upload>      bytes under way; beside it `.pending` and `.wanted` for a moment
new/                  nameless files; only file systems without O_TMPFILE show a name there
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

from storage.errors import StorageError, StorageFull, translated
from storage.keys import new_key
from storage.writing import Writer

DAY: Final = 86_400
"""Age in seconds after which a file of `new/` belongs to a dead process."""

FOLDER_MODE: Final = 0o750
FILE_MODE: Final = 0o640
"""Nobody else reads; the group does, for a web server that sends the files in our place."""


class Folders:
    """Where things are under one root. Without `durable` nothing is forced to the disk: for tests only."""

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.blobs, self.uploads, self.new = root / "blobs", root / "uploads", root / "new"
        self.durable = durable
        self._settled = bytearray(65_536)  # shards whose parents are known to be on the disk
        with translated():
            for folder in (root, self.blobs, self.uploads, self.new):
                folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            self.sync_folder(root)
            self.nameless = _nameless_files_work(self.new)
            self._sweep()

    def blob(self, key: str) -> Path:
        """The file of a blob, which may not exist."""
        return self.blobs / key[:2] / key[2:4] / key

    def shards(self) -> list[Path]:
        """Every folder that holds blobs."""
        return [second for first in sorted(self.blobs.iterdir()) for second in sorted(first.iterdir())]

    def check(self) -> None:
        """Try to make a file where uploads go and to list the blobs. Raises StorageUnavailable."""
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
        target = self.blob(key)
        target.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        self.sync(descriptor)
        if not target.exists():
            source.rename(target)
        elif target.samefile(source):
            source.unlink()  # the file system brought the former name back after a power cut
        else:
            raise StorageError(f"{key} is the key of another blob")
        self.settle(key)
        self.sync_folder(source.parent)

    def settle(self, key: str) -> None:
        """Force the name of a blob to the disk, and the folders that lead to it."""
        shard = self.blob(key).parent
        self.sync_folder(shard)
        number = int(key[:4], 16)
        if not self._settled[number]:
            self.sync_folder(shard.parent)
            self.sync_folder(self.blobs)
            self._settled[number] = True

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

    def _sweep(self) -> None:
        for file in self.new.iterdir():
            if time.time() - file.stat().st_mtime > DAY:
                file.unlink(missing_ok=True)


class NewFile:
    """A file that takes its name when it is whole: a crash leaves nothing to sweep, where O_TMPFILE exists."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._name: Path | None = None
        if folders.nameless:
            self.descriptor = os.open(folders.new, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, FILE_MODE)
        else:
            self._name = folders.new / new_key()
            self.descriptor = os.open(self._name, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, FILE_MODE)
        self.writer = Writer(self.descriptor)

    def publish(self, key: str) -> None:
        """Become the blob of this key, durably; a blob that was there is replaced in one stroke."""
        target = self._folders.blob(key)
        target.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if self._name is not None or not self._linked(target):
            self._replace(target)
        self._folders.settle(key)

    def _linked(self, target: Path) -> bool:
        try:
            link_open_file(self.descriptor, target)
        except FileExistsError:
            return False
        try:
            self._folders.sync(self.descriptor)  # after the link: a single commit takes both
        except OSError:
            target.unlink()
            raise
        return True

    def _replace(self, target: Path) -> None:
        if self._name is None:
            name = self._folders.new / new_key()
            link_open_file(self.descriptor, name)
            self._name = name
        self._folders.sync(self.descriptor)
        self._name.replace(target)
        self._name = None

    def close(self) -> None:
        """Let go of the file; unpublished, it vanishes."""
        os.close(self.descriptor)
        if self._name is not None:
            self._name.unlink(missing_ok=True)


def link_open_file(descriptor: int, target: Path) -> None:
    """Give a name to a nameless file. A folder descriptor makes Python call `linkat`, which follows /proc's link."""
    proc = os.open("/proc/self/fd", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.link(str(descriptor), target, src_dir_fd=proc, follow_symlinks=True)
    finally:
        os.close(proc)


def _nameless_files_work(folder: Path) -> bool:
    """Try, since only the kernel and the file system together can tell."""
    if not hasattr(os, "O_TMPFILE"):
        return False
    name = folder / new_key()
    try:
        descriptor = os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, FILE_MODE)
    except OSError:
        return False
    try:
        link_open_file(descriptor, name)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    name.unlink()
    return True

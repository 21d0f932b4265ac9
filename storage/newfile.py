"""A file in the making: it becomes a blob in one stroke, when it is whole."""

from __future__ import annotations

import os
from pathlib import Path

from storage.folders import FILE_MODE, FOLDER_MODE, Folders
from storage.keys import new_key
from storage.nameless import link_open_file
from storage.writing import Writer


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
        self._folders.badge.check()
        target = self._folders.blob(key)
        target.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if self._name is not None or not self._linked(target):
            self._replace(target)

    def _linked(self, target: Path) -> bool:
        try:
            link_open_file(self.descriptor, target)
        except FileExistsError:
            return False
        try:
            self._folders.sync(self.descriptor)  # after the link: a single commit takes both
            self._folders.settle_after_file(target)
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
        self._folders.settle(target)

    def close(self) -> None:
        """Let go of the file; unpublished, it vanishes."""
        os.close(self.descriptor)
        if self._name is not None:
            self._name.unlink(missing_ok=True)

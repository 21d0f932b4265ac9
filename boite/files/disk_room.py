"""The room left on the disks of the service, and from when it is low: an operator is told before a disk is full."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from boite.database.connection import is_sqlite
from boite.database.upgrade.migration_state import file_of
from boite.settings import Settings

FALLS = (1, 2, 5)
"""Low from `BOITE_ROOM_PERCENT` on; said again at half of it, then at a fifth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskRoom:
    """A folder of ours and its disk, in bytes."""

    folder: Path
    free: int
    total: int
    low_from: int
    """Per cent (`BOITE_ROOM_PERCENT`)."""

    @property
    def level(self) -> int:
        """0 while there is room, then 1 to 3 as it becomes scarce."""
        return _level(self.free, self.total, self.low_from)

    @property
    def level_with_less(self) -> int:
        """The level that a fifth less of room would give: at 0, the disk has room again, and not for an hour alone."""
        return _level(self.free * 4 // 5, self.total, self.low_from)

    @property
    def percent(self) -> float:
        """What is free."""
        return 100 * self.free / self.total if self.total else 0.0


def rooms(settings: Settings) -> list[DiskRoom]:
    """The disk of each folder that the service writes to: one line for each disk. A store in memory has none.

    One that does not answer is left out: the base or the store say so themselves.
    """
    folders = [settings.data.absolute()]
    if is_sqlite(settings):
        folders.append(file_of(settings).parent)
    store = urlsplit(settings.storage_url)
    if store.scheme == "file":
        folders.append(Path(unquote(store.path)))
    found: dict[int, DiskRoom] = {}
    for folder in folders:
        with suppress(OSError):
            there = next(each for each in (folder, *folder.parents) if each.exists())
            found.setdefault(there.stat().st_dev, _room(there, settings.room_percent))
    return list(found.values())


def _room(folder: Path, percent: int) -> DiskRoom:
    """What is left to this account: some systems keep a part for their administrator."""
    found = shutil.disk_usage(folder)
    return DiskRoom(folder=folder, free=found.free, total=found.used + found.free, low_from=percent)


def _level(free: int, total: int, low_from: int) -> int:
    return sum(free * 100 * fall < total * low_from for fall in FALLS)

"""The room left on the disks of the service, and from when it is low: an operator is told before a disk is full."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from boite.database.connection import is_sqlite
from boite.database.upgrade.migration_state import file_of
from boite.settings import Settings

FALLS = (1, 2, 5)
"""Low from `BOITE_ROOM_PERCENT` on; said again at half of it, then at a fifth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskRoom:
    """A folder of ours and its disk, in bytes. `level` is 0 while there is room, then 1 to 3 as it becomes scarce."""

    folder: Path
    free: int
    total: int
    level: int

    @property
    def percent(self) -> float:
        """What is free."""
        return 100 * self.free / self.total if self.total else 0.0


def rooms(settings: Settings) -> list[DiskRoom]:
    """The disk of each folder that the service writes to: one line for each disk. Remote stores have none."""
    folders = [settings.data.absolute()]
    if is_sqlite(settings):
        folders.append(file_of(settings).parent)
    scheme, _, path = settings.storage_url.partition("://")
    if scheme == "file":
        folders.append(Path("/" + path.partition("/")[2]))
    found: dict[int, DiskRoom] = {}
    for folder in folders:
        there = next(each for each in (folder, *folder.parents) if each.exists())
        found.setdefault(there.stat().st_dev, _room(there, settings.room_percent))
    return list(found.values())


def _room(folder: Path, percent: int) -> DiskRoom:
    """What is left to this account: some systems keep a part for their administrator."""
    found = shutil.disk_usage(folder)
    total = found.used + found.free
    level = sum(found.free * 100 * fall < total * percent for fall in FALLS)
    return DiskRoom(folder=folder, free=found.free, total=total, level=level)

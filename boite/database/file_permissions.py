"""The files of an SQLite base: closed to every other account of the machine, with a little room set aside next to them.

A database cannot even be read without room for two small files: a service stopped on a full disk would not start again.
Some megabytes set aside beforehand are given back then.
"""

from __future__ import annotations

import logging
import os
import shutil
from contextlib import suppress
from pathlib import Path

from boite.errors import CannotStart
from boite.settings import Settings
from storage.store import BlobStore

log = logging.getLogger("boite.database")
RESERVE = 2 * 1024 * 1024
"""Bytes set aside: what a database needs to open, and some pages of its log."""
LEAST = 128 * 1024
"""Free bytes without which a database is not opened."""
EASE = 8 * RESERVE
"""Free bytes above which room may be set aside again."""
NAME = "boite.place-de-secours"
NO_ROOM = """Le disque des données est plein : la base ne peut pas être ouverte, même pour lire.
{folder} : il reste {free} ko. Faites de la place, puis relancez. Rien n'a été changé."""


def prepare(settings: Settings) -> None:
    """Before a database is opened: its files are its owner's only; on a full disk, the room kept is given back.

    Raises CannotStart where there is none to give. Does nothing for PostgreSQL, which has its own.
    """
    scheme, _, written = settings.database_url.partition("://")
    if scheme != "sqlite":
        return
    base = Path(written)
    base.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _free(base.parent) < LEAST:
        _give_back(base.parent)
    _close_to_others(base)


def _close_to_others(base: Path) -> None:
    """The database, its log and whatever stands beside it under its name: for its owner only."""
    with suppress(FileExistsError):
        os.close(os.open(base, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    for path in base.parent.glob(f"{base.stem}.*"):
        with suppress(FileNotFoundError, PermissionError):  # somebody else's file is theirs to close
            path.chmod(path.stat().st_mode & 0o700)


async def keep_room(settings: Settings, store: BlobStore) -> int:
    """Set room aside again once there is plenty (a chore). Always 0: nothing more is due."""
    scheme, _, written = settings.database_url.partition("://")
    kept = Path(written).with_name(NAME)
    if scheme == "sqlite" and not kept.exists() and _free(kept.parent) > EASE:
        handle = os.open(kept, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            os.write(handle, os.urandom(RESERVE))  # zeros would take no room on a disk that compresses
        finally:
            os.close(handle)
    return 0


def _give_back(folder: Path) -> None:
    (folder / NAME).unlink(missing_ok=True)
    free = _free(folder)
    log.error("disk full: the room kept is given back", extra={"fields": {"free": free}})
    if free < LEAST:
        raise CannotStart(NO_ROOM.format(folder=folder, free=free // 1024))


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free

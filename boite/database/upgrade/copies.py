"""The copy of an SQLite database that is made before its schema changes: when, for whom to read, for how long.

People who were erased live on in it: it goes after some days, and at once when a box is erased for good.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from boite.clock import now
from boite.database.connection import is_sqlite
from boite.database.upgrade.migration_state import file_of
from boite.errors import CannotStart
from boite.settings import Settings

KEPT = timedelta(days=7)
"""Going back to it loses what was written since: after a week of service nobody will, and it only holds people."""
AGAIN = "nouvel-essai"
MB = 1_000_000
NO_ROOM = """Il n'y a pas assez de place pour mettre à jour la base de données sans risque.
Il faut {wanted} Mo libres à côté de {name}, il en reste {free}. Faites de la place, puis relancez.
Rien n'a été changé."""


def keep(base: Path, version: str, *, failed: bool) -> Path:
    """Copy the database `base` of release `version` beside it. Raises CannotStart where there is no room.

    `failed`: the last migration did. The copy made before it is then left as it is, and this one goes beside it:
    at most two, however often the service tries to start.
    """
    _check_room(base)
    copy = base.with_name(f"{base.stem}.avant-{version}{base.suffix}")
    if failed and copy.exists():
        copy = base.with_name(f"{base.stem}.avant-{version}.{AGAIN}{base.suffix}")
    partial = copy.with_name(f"{copy.name}.partiel")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    # By SQLite itself: what was committed last may still be in the log, which a copy of the file forgets.
    with closing(sqlite3.connect(base)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
    _settle(partial, copy)
    return copy


def _check_room(base: Path) -> None:
    """For the copy, then for the tables that a migration rewrites."""
    log = base.with_name(f"{base.name}-wal")
    wanted = 2 * (base.stat().st_size + (log.stat().st_size if log.exists() else 0))
    free = shutil.disk_usage(base.parent).free
    if free < wanted:
        raise CannotStart(NO_ROOM.format(wanted=-(-wanted // MB), name=base.name, free=free // MB))


def _settle(partial: Path, copy: Path) -> None:
    """On the disk before it bears its name: a copy is whole or is not there."""
    for path in (partial, partial.parent):
        if path == partial.parent:
            partial.replace(copy)
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def copies(base: Path) -> list[Path]:
    """Every copy beside this database, half-made ones and those of former releases included."""
    return sorted(base.parent.glob(f"{base.stem}.avant-*"))


def forget_all(settings: Settings) -> None:
    """Remove the copies: somebody is about to be erased for good, and would live on in them."""
    if is_sqlite(settings):
        for copy in copies(file_of(settings)):
            copy.unlink(missing_ok=True)


async def forget_old(settings: Settings) -> int:
    """Remove the copies that have been there for `KEPT`. Returns how many."""
    if not is_sqlite(settings):
        return 0
    limit = (now() - KEPT).timestamp()
    old = [copy for copy in copies(file_of(settings)) if copy.stat().st_mtime <= limit]
    for copy in old:
        copy.unlink(missing_ok=True)
    return len(old)

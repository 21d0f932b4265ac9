"""How many backups are kept. One that goes takes the bytes that no other counts on."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from boite.backups.folder import BackupFolder, written
from boite.backups.kept_bytes import listed
from boite.backups.manifest import NAME, Manifest, private

MARKS = "marques.sqlite3"


def keep_last(path: Path, kept: int) -> int:
    """Remove all but the last `kept` backups. Returns how many. Raises Interrupted where another command is at work,
    SpoiltBackup where a list that is kept cannot be believed.

    The manifest of each goes first: it does not count any more. A crash leaves bytes that the next removal finds.
    """
    folder = BackupFolder(path)
    with folder.locked(alone=True), written(folder.path):
        old = folder.whole()[: -max(1, kept)]
        for place in old:
            (place / NAME).unlink()
        for place in (each for each in folder.path.glob("????-??-??T??-??-??Z") if not (each / NAME).exists()):
            shutil.rmtree(place)
        if old:
            _sweep(folder)
        return len(old)


def _sweep(folder: BackupFolder) -> None:
    """Remove the bytes that no backup counts on. Marked on the disk: memory stays flat whatever their number."""
    marks = folder.path / MARKS
    marks.unlink(missing_ok=True)
    try:
        private(marks, "x").close()
        with closing(sqlite3.connect(marks, isolation_level=None)) as kept:
            kept.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
            kept.execute("CREATE TABLE kept (sha256 BLOB PRIMARY KEY) WITHOUT ROWID")
            kept.execute("BEGIN")
            for place in folder.whole():
                Manifest.read(place).bytes_list.check(place)  # a spoilt list would cost the others their bytes
                rows = ((bytes.fromhex(line.sha256),) for line in listed(place))
                kept.executemany("INSERT OR IGNORE INTO kept VALUES (?)", rows)
            kept.execute("COMMIT")
            for file in _held(folder.bytes):
                if not kept.execute("SELECT 1 FROM kept WHERE sha256 = ?", (bytes.fromhex(file.name),)).fetchone():
                    file.unlink()
    finally:
        marks.unlink(missing_ok=True)


def _held(folder: Path) -> Iterator[Path]:
    return (file for file in folder.glob("??/??/*") if len(file.name) == 64)

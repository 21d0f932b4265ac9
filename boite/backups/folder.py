"""The folder of backups: what is where, and who may be at work in it.

AAAA-MM-JJThh-mm-ssZ/   one whole backup: base, list of bytes, secrets, manifest
octets/ab/cd/<sha256>   the bytes of all of them, each once
en-cours/               the one being made; what a killed one left goes when the next begins
verrou                  held by whoever writes (alone) or reads (together)
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from boite.backups.manifest import NAME, Manifest, sync
from boite.backups.refusals import Interrupted, NoBackup, NotWritten, SpoiltBackup

STAMP = "%Y-%m-%dT%H-%M-%SZ"
BUSY = """Une autre commande travaille dans {folder}.
Attendez qu'elle finisse, puis relancez."""
UNWRITTEN = """La sauvegarde ne peut pas être écrite : {why}.
{folder}
Les sauvegardes d'avant sont entières. Celle-ci ne compte pas. Corrigez, puis relancez."""
NONE = """Aucune sauvegarde entière dans {folder}.
Vérifiez que son disque est monté. Pour en faire une : boite backup {folder}"""
UNKNOWN = """Aucune sauvegarde entière ne s'appelle « {name} » dans {folder}.
Celles qui existent : boite backup {folder} --list"""


class BackupFolder:
    """A folder that an operator gave. Nothing is made in it before `locked`."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._touched: set[Path] = set()
        self.bytes, self.under_way = self.path / "octets", self.path / "en-cours"

    @contextmanager
    def locked(self, *, alone: bool) -> Iterator[None]:
        """Held until the end, by nobody else where `alone`. Raises Interrupted, NoBackup, NotWritten."""
        if not alone and not self.path.is_dir():
            raise NoBackup(NONE.format(folder=self.path))
        with written(self.path):
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.path / "verrou", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            try:
                fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Interrupted(BUSY.format(folder=self.path)) from error
            yield
        finally:
            os.close(handle)

    def whole(self) -> list[Path]:
        """Every backup that counts, oldest first: named by its instant, and with its manifest."""
        named = [path for path in self.path.glob("????-??-??T??-??-??Z") if (path / NAME).is_file()]
        return sorted(named)

    def chosen(self, name: str = "") -> Path:
        """The backup of this name, the last one without. Raises NoBackup."""
        whole = self.whole()
        if not whole:
            raise NoBackup(NONE.format(folder=self.path))
        if not name:
            return whole[-1]
        for path in whole:
            if path.name == name:
                return path
        raise NoBackup(UNKNOWN.format(name=name, folder=self.path))

    def listed(self) -> list[tuple[Path, Manifest]]:
        """Every backup that can be read, oldest first."""
        found = []
        for path in self.whole():
            with suppress(SpoiltBackup):
                found.append((path, Manifest.read(path)))
        return found

    def held(self, sha256: str) -> Path:
        """The file of these bytes, which may not be there."""
        return self.bytes / sha256[:2] / sha256[2:4] / sha256

    def take(self, file: Path, sha256: str) -> None:
        """Give a whole file the name of its digest: its bytes are on the disk first, its name is once settled."""
        with file.open("rb") as written_file:
            os.fsync(written_file.fileno())
        target = self.held(sha256)
        for folder in (target.parent.parent, target.parent):
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
            self._touched.add(folder)
        file.replace(target)

    def begin(self) -> Path:
        """An empty place for a new backup, without what a killed one left."""
        shutil.rmtree(self.under_way, ignore_errors=True)
        self.under_way.mkdir(mode=0o700)
        self.bytes.mkdir(mode=0o700, exist_ok=True)
        return self.under_way

    def settle(self, manifest: Manifest) -> Path:
        """Everything to the disk, the manifest last, then the name that makes it count."""
        for each in (*self.under_way.rglob("*"), *sorted(self._touched), self.bytes):
            sync(each)
        manifest.write(self.under_way)
        target = self.path / manifest.made_at.astimezone(UTC).strftime(STAMP)
        if target.exists():  # a second backup within the same second, or the leftovers of a removed one
            raise Interrupted(BUSY.format(folder=self.path))
        self.under_way.rename(target)
        sync(self.path)
        return target

    def forget_unfinished(self) -> None:
        """What was begun and will not count."""
        shutil.rmtree(self.under_way, ignore_errors=True)


@contextmanager
def written(folder: Path) -> Iterator[None]:
    """Errors of the disk, told as the refusal that they are. Raises NotWritten."""
    try:
        yield
    except OSError as error:
        if isinstance(error, BlockingIOError):
            raise
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        why = "il n'y a plus de place sur son disque" if full else error.strerror or type(error).__name__
        raise NotWritten(UNWRITTEN.format(why=why, folder=folder)) from error


def instant(name: str) -> datetime:
    """The instant that a backup is named by."""
    return datetime.strptime(name, STAMP).replace(tzinfo=UTC)

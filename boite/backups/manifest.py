"""What a backup says of itself, written last: without it, there is no backup."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Self

from boite.backups.refusals import SpoiltBackup

NAME = "manifeste.json"
_PLAIN = re.compile(r"(secrets/)?[a-z0-9][a-z0-9_-]*(\.[a-z0-9]+)*", re.ASCII)
"""A file of a backup, or a secret of it: never one of elsewhere, whoever wrote the manifest."""
FORMAT = 1
PIECE = 1024 * 1024
WRONG = """Cette sauvegarde est abîmée. Rien n'a été changé.
{path} n'est plus ce que dit son manifeste ({why}).
Prenez-en une autre : boite backup DOSSIER --list"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSeal:
    """One file of a backup, by its name inside it. `size` in bytes, `sha256` in hexadecimal."""

    name: str
    size: int
    sha256: str

    def __post_init__(self) -> None:
        """Raises ValueError for a name that leads out of its backup."""
        if not _PLAIN.fullmatch(self.name):
            raise ValueError(f"nom de fichier {self.name!r}")

    @classmethod
    def of(cls, folder: Path, name: str) -> Self:
        """Read the file whole."""
        digest, size = hashlib.sha256(), 0
        with (folder / name).open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
        return cls(name=name, size=size, sha256=digest.hexdigest())

    def check(self, folder: Path) -> None:
        """Raises SpoiltBackup where the file is missing or another."""
        try:
            found = type(self).of(folder, self.name)
        except OSError as error:
            raise SpoiltBackup(WRONG.format(path=folder / self.name, why=error.strerror)) from error
        if found != self:
            raise SpoiltBackup(WRONG.format(path=folder / self.name, why="il a été changé"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One whole backup. Sizes are in bytes."""

    made_at: datetime
    """The instant of its base: what came later is not in it."""
    seconds: float
    """How long it took, which is how long erasing waited."""
    version: str
    engine: str
    """`sqlite` or `postgresql`."""
    migration: str
    """The last one that the base had."""
    identity: str
    """Whose store it is."""
    base: FileSeal
    bytes_list: FileSeal
    secrets: tuple[FileSeal, ...]
    papers: int
    """How many bytes kept, previews included."""
    size: int
    """What they weigh together."""
    copied: int
    """How much of it this backup had to copy."""
    damaged: Mapping[str, str] = field(default_factory=dict)
    """What the service itself had lost or spoilt, by key, and why: no copy of it is here."""
    format: int = FORMAT

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Raises SpoiltBackup where there is none, or none that this release reads."""
        path = folder / NAME
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            if said["format"] != FORMAT:
                raise ValueError(f"format {said['format']}")
            return cls(
                **said
                | {
                    "made_at": datetime.fromisoformat(said["made_at"]),
                    "base": FileSeal(**said["base"]),
                    "bytes_list": FileSeal(**said["bytes_list"]),
                    "secrets": tuple(FileSeal(**each) for each in said["secrets"]),
                }
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SpoiltBackup(WRONG.format(path=path, why=error)) from error

    def write(self, folder: Path) -> None:
        """On the disk, whole, before it bears its name."""
        partial = folder / f"{NAME}.partiel"
        with private(partial, "w") as file:
            json.dump(self.as_json(), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(folder / NAME)
        sync(folder)

    def as_json(self) -> dict[str, Any]:
        """What is written, and what `--json` says."""
        return asdict(self) | {"made_at": self.made_at.isoformat()}

    def check(self, folder: Path) -> None:
        """Everything but the bytes of papers, which are verified as they are read. Raises SpoiltBackup."""
        for each in (self.base, self.bytes_list, *self.secrets):
            each.check(folder)


def private(path: Path, mode: str) -> IO[Any]:
    """A file for its owner only, whatever the account's habits. Raises OSError."""
    encoding = None if "b" in mode else "utf-8"
    return open(path, mode, encoding=encoding, opener=lambda name, flags: os.open(name, flags, 0o600))


def sync(path: Path) -> None:
    """Force a file, or the names of a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""The base of a test, copied and put back as an operator does, on either engine. Nobody is connected meanwhile."""

from __future__ import annotations

import asyncio
import shutil
from itertools import count
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from boite.settings import Settings
from tests import postgresql
from tests.databases import ENGINE

_numbers = count()


class Backup:
    """A copy of the base of a service. Its store is not copied."""

    def __init__(self, settings: Settings) -> None:
        number = next(_numbers)
        self.folder = settings.data
        self.file = f"sauvegarde-{number}.sqlite3"
        self.base = urlsplit(settings.database).path.removeprefix("/")
        self.name = f"{self.base}_b{number}"

    @classmethod
    async def of(cls, settings: Settings) -> Self:
        """Make it."""
        made = cls(settings)
        await asyncio.to_thread(made._copy, "boite.sqlite3", made.file, made.base, made.name)
        return made

    async def restore(self) -> None:
        """Put it in the place of the base."""
        await asyncio.to_thread(self._clear, "boite.sqlite3", self.base)
        await asyncio.to_thread(self._copy, self.file, "boite.sqlite3", self.name, self.base)

    async def forget(self) -> None:
        """Remove it."""
        await asyncio.to_thread(self._clear, self.file, self.name)

    def _copy(self, file: str, new_file: str, name: str, new_name: str) -> None:
        if ENGINE == "sqlite":
            shutil.copyfile(self.folder / file, self.folder / new_file)
        else:
            postgresql.run(f"CREATE DATABASE {new_name} TEMPLATE {name} STRATEGY FILE_COPY")

    def _clear(self, file: str, name: str) -> None:
        if ENGINE == "postgres":
            postgresql.run(f"DROP DATABASE {name} WITH (FORCE)")
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.folder / file}{ending}").unlink(missing_ok=True)

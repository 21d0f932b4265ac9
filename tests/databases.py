"""A migrated database for each test, made by copy: migrations run once, whatever the number of processes."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from boite.database.schema import migrate
from boite.settings import Settings
from tests import postgresql
from tests.database.columns import refuse_other_formats

ENGINE = os.environ.get("BOITE_TEST_DATABASE", "sqlite")
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
"""What the processes of one run have in common."""

_numbers = count()


class Template:
    """The migrated database that every test copies. `folder` is shared by the processes of one run."""

    def __init__(self, folder: Path) -> None:
        if ENGINE not in {"sqlite", "postgres"}:
            raise ValueError(f"BOITE_TEST_DATABASE: {ENGINE!r} is neither sqlite nor postgres")
        self.name = f"boite_{RUN}"
        self.file = folder / "boite.sqlite3"
        ready = folder / "ready"
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready.exists():
                self._make(Settings(data=folder))
                ready.touch()

    def _make(self, settings: Settings) -> None:
        if ENGINE == "postgres":
            postgresql.run(f"CREATE DATABASE {self.name}")
            settings = replace(settings, database=postgresql.address(self.name))
        asyncio.run(migrate(settings))

    @contextmanager
    def copy(self, settings: Settings) -> Iterator[Settings]:
        """These settings with a database of their own, dropped afterwards."""
        settings.data.mkdir(parents=True, exist_ok=True)
        if ENGINE == "sqlite":
            base = settings.data / "boite.sqlite3"
            shutil.copyfile(self.file, base)
            yield settings
            if base.exists():
                refuse_other_formats(base)  # after any journey, whatever the way a value took
            return
        name = f"{self.name}_{os.getpid()}_{next(_numbers)}"
        postgresql.run(f"CREATE DATABASE {name} TEMPLATE {self.name} STRATEGY FILE_COPY")
        try:
            yield replace(settings, database=postgresql.address(name))
        finally:
            postgresql.run(f"DROP DATABASE {name} WITH (FORCE)")

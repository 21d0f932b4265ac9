"""Another place, empty, on the engine of the run: where a backup is put back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from boite.settings import Settings
from tests import postgresql
from tests.databases import ENGINE

_numbers = count()


def _run(sql: str) -> None:
    """In a thread of its own: the test has a loop already."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(postgresql.run, sql).result()


@contextmanager
def empty_place(settings: Settings, folder: Path) -> Iterator[Settings]:
    """Settings of a service that does not exist yet: no folder, no table."""
    if ENGINE == "sqlite":
        yield replace(settings, data=folder)
        return
    name = f"{urlsplit(settings.database).path.removeprefix('/')}_r{next(_numbers)}"
    _run(f"CREATE DATABASE {name}")
    try:
        yield replace(settings, data=folder, database=postgresql.address(name))
    finally:
        _run(f"DROP DATABASE {name} WITH (FORCE)")

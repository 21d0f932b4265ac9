"""At each start Tortoise works out the filters and the columns of every model: half the time of a small test.

They follow from the models and the engine: once is enough, as long as neither is another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from tortoise.apps import Apps

from boite.database.connection import opened
from boite.settings import Settings


@contextmanager
def read_once() -> Iterator[None]:
    """As long as this is open, what was worked out serves again, in the processes forked meanwhile too."""
    work_out, latest = Apps._build_initial_querysets, list[object]()

    def once(apps: Apps) -> None:
        models = frozenset(model for app in apps.values() for model in app.values())
        engine = type(apps._connections.get("default")) if apps._connections else None
        if latest != [models, engine]:
            work_out(apps)
            latest[:] = [models, engine]

    with patch.object(Apps, "_build_initial_querysets", once):
        yield


@contextmanager
def read_now(settings: Settings) -> Iterator[None]:
    """The same, worked out at once, for a process whose children die: they begin with it, and with no connection."""
    with read_once():
        asyncio.run(_open(settings))
        yield


async def _open(settings: Settings) -> None:
    async with opened(settings):
        pass

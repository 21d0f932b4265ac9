"""What the tests of deaths share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from boite.database.connection import opened
from boite.settings import Settings
from storage import open_store
from storage.store import BlobStore
from tests.crash.staging import Stage


@pytest.fixture
def stage(settings: Settings) -> Iterator[Stage]:
    made = Stage(settings)
    yield made
    made.end()


@pytest.fixture
async def own_store(settings: Settings) -> AsyncIterator[BlobStore]:
    """The store and the database, without the site."""
    made = open_store(settings.storage_url)
    async with opened(settings):
        yield made
    await made.close()

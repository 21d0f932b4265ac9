"""The chores of this domain: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.settings import Settings
from storage.store import BlobStore


async def publish(settings: Settings, store: BlobStore) -> int:
    """Publish what is due. What counts is loaded then: a start does not wait for it."""
    from boite.statistics.due import publish_due

    return await publish_due(settings, store)


CHORES = (Chore("statistics", 3600, publish),)

"""`python -m tests.news.publisher WORD…`: makes one step over pieces of news, with others, when told to go."""

from __future__ import annotations

import asyncio
import sys
from uuid import UUID

from boite.accounts.models import User
from boite.database.connection import opened
from boite.news import pins, scheduling
from boite.news.models import Article
from boite.settings import Settings


async def step(gesture: str, names: list[str]) -> None:
    """Says « ready », waits for a line, does it, then says what came of it."""
    async with opened(Settings.from_environment()):
        await Article.all().count()  # connected before the start
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.readline)
        sys.stdout.write(f"{await _one(gesture, names)}\n")


async def _one(gesture: str, names: list[str]) -> str:
    if gesture == "due":
        return str(await scheduling.publish_due())
    user = await User.get(id=UUID(names[0]))
    return " ".join([await _pin(UUID(name), user) for name in names[1:]])


async def _pin(article_id: UUID, user: User) -> str:
    try:
        await pins.pin(await Article.get(id=article_id), by=user)
    except pins.TooManyPins:
        return "refused"
    return "pinned"


if __name__ == "__main__":
    asyncio.run(step(sys.argv[1], sys.argv[2:]))

"""Held at the top of its territory's front page: three at most."""

from __future__ import annotations

from boite.accounts.models import User
from boite.database.connection import fetch, on_sqlite, transaction
from boite.directory.models import REGION
from boite.errors import Conflict
from boite.news.desk import NEWS
from boite.news.models import Article, Pin
from boite.publishing.stages import Stage, Step

PINS = 3
"""How many pieces of news a territory may hold at the top."""


class TooManyPins(Conflict):
    """Where everything is at the top, nothing is."""

    message = f"{PINS} actualités au plus sont épinglées. Détachez-en une d'abord."


async def pin(article: Article, *, by: User) -> None:
    """Hold it at the top of its territory's front page. Raises TooManyPins, MovedOn."""
    async with transaction():
        await NEWS.claim(article, Step.PINNED)
        if await Pin.exists(article_id=article.id):
            return
        code = (await Article.get(id=article.id)).territory_id  # as it is now: a correction may have moved it
        if not on_sqlite():  # whose transactions are exclusive
            await fetch("SELECT code FROM directory_territory WHERE code = ? FOR NO KEY UPDATE", code or REGION)
        if await Pin.filter(article__territory_id=code, article__stage=Stage.PUBLISHED).count() >= PINS:
            raise TooManyPins
        await Pin.create(article_id=article.id, by_id=by.id)
        await NEWS.write_down(article, Step.PINNED, by=by.id, told=by.id)


async def unpin(article: Article, *, by: User) -> None:
    """Let it take its place among the others. Raises MovedOn."""
    async with transaction():
        await NEWS.claim(article, Step.UNPINNED)
        if await Pin.filter(article_id=article.id).delete():
            await NEWS.write_down(article, Step.UNPINNED, by=by.id, told=by.id)

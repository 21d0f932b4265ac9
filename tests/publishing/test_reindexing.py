"""The words of what is on line, made again: `boite reindex`, after an upgrade that reads them otherwise."""

from __future__ import annotations

import pytest

from boite.accounts.models import User
from boite.library import resource_lists
from boite.library.desk import LIBRARY
from boite.library.models import Resource
from boite.news import article_lists
from boite.news.desk import NEWS
from boite.news.models import Article
from boite.publishing.listing import Wanted
from storage.store import BlobStore
from tests.conftest import OpenAccount
from tests.library.resources import make_resource
from tests.news.desks import coordinator, published

pytestmark = pytest.mark.anyio


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


async def found(words: str) -> list[str]:
    """The titles of the news and of the resources with these words."""
    news = await article_lists.search(Wanted(words=words))
    resources = await resource_lists.LISTS.search(resource_lists.WantedResources(words=words))
    return [str(row["title"]) for found in (news, resources) for row in found.listed.rows]


async def test_all_that_is_on_line_is_found_by_its_words_of_today(nadia: User, store: BlobStore) -> None:
    article, gone = [await published(nadia, title=title) for title in ("Un forum", "Un salon")]
    resource = await make_resource(nadia, store, title="Un guide")
    for rows in (Article.filter(id__in=[article.id, gone.id]), Resource.filter(id=resource.id)):
        await rows.update(title="Le plumier")
    await NEWS.withdraw(await Article.get(id=gone.id), "Annulé.", by=nadia)
    assert await found("plumiers") == []
    assert (await NEWS.reindex(), await LIBRARY.reindex()) == (1, 1)
    assert await found("plumiers") == ["Le plumier", "Le plumier"]

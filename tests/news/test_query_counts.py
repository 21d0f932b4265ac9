"""No page of the news asks the database more when there is more to read."""

from __future__ import annotations

import pytest

from boite.accounts.models import User
from boite.news import pins
from tests.conftest import OpenAccount, SignIn
from tests.files.test_query_counts import counted
from tests.news.desks import ELSEWHERE, HERE, agent, coordinator, proposed, published
from tests.visitors import Visitor

MOST = {"front": 5, "words": 5, "article": 9, "archive": 4, "atom": 4, "mine": 12, "queue": 12, "desk": 14}
"""The most that each may ask."""


async def fill(nadia: User, count: int, start: int) -> None:
    for number in range(start, count):
        article = await published(nadia, title=f"Forum {number}", places=(ELSEWHERE,), publics=("jeunes", "apprenti"))
        if number == 1:
            await pins.pin(article, by=nadia)
        await proposed(nadia, title=f"À valider {number}")


@pytest.mark.parametrize("page", MOST)
async def test_the_number_of_queries_does_not_grow(
    page: str, client: Visitor, new_person: OpenAccount, sign_in: SignIn
) -> None:
    nadia = await coordinator(new_person)
    await agent(new_person)
    desk = await sign_in(nadia)
    counts = []
    for few, many in ((0, 3), (3, 30)):
        await fill(nadia, many, few)
        article = await published(nadia, title="Le forum de demain")
        month = f"{article.published_at:%Y-%m}"
        where = {
            "front": client.address("news:front") + f"?territoire={HERE}&public=jeunes&theme=emploi",
            "words": client.address("news:front") + "?mots=forum",
            "article": client.address("news:article", slug=article.slug),
            "archive": client.address("news:archive", period=month),
            "atom": client.address("news:atom") + f"?territoire={HERE}",
            "mine": client.address("news:mine"),
            "queue": client.address("news:queue"),
            "desk": client.address("news:desk", article=article.id),
        }
        visitor = desk if page in {"mine", "queue", "desk"} else client
        with counted() as seen:
            assert (await visitor.get(where[page])).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert 0 < counts[0] <= MOST[page], seen


async def test_nothing_changed_asks_very_little(client: Visitor, new_person: OpenAccount) -> None:
    await published(await coordinator(new_person))
    address = client.address("news:front")
    tag = (await client.get(address)).headers["etag"]
    with counted() as seen:
        assert (await client.get(address, headers={"if-none-match": tag})).status_code == 304
    assert len(seen) <= 2

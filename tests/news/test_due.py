"""What appears at its hour by itself: one that breaks holds no other one, and is not tried again for ever."""

from __future__ import annotations

from datetime import timedelta

from boite.accounts.models import User
from boite.clock import advance, now
from boite.errors import Conflict, StaleVersion
from boite.news import scheduling
from boite.news.models import Article
from boite.publishing import due
from tests.conftest import OpenAccount
from tests.news.desks import coordinator, written


async def test_what_breaks_or_is_refused_goes_back_with_the_reason(new_person: OpenAccount) -> None:
    nadia: User = await coordinator(new_person)
    titles = ("Cassée", "Refusée", "Prise ailleurs", "Bonne", "Plus tard")
    for hours, title in enumerate(titles, 1):
        article = await written(nadia, title=title)
        await scheduling.schedule(article, now() + timedelta(hours=hours), version=1, by=nadia)
    advance(timedelta(hours=4, minutes=1))
    seen, back = [], {}

    async def appear(row: Article) -> None:
        seen.append(row.title)
        if row.title == "Cassée":
            raise RuntimeError
        if row.title == "Refusée":
            raise Conflict("Son image a été retirée.")
        if row.title == "Prise ailleurs":
            raise StaleVersion

    async def hold_back(row: Article, why: str) -> None:
        back[row.title] = why
        if row.title == "Refusée":
            raise StaleVersion  # another worker did it already

    assert await due.bring_out(Article, "publish_at", appear, hold_back, broken="Elle est cassée.") == 1
    assert seen == list(titles[:4])
    assert back == {"Cassée": "Elle est cassée.", "Refusée": "Son image a été retirée."}
    seen.clear()
    back.clear()
    assert await due.bring_out(Article, "publish_at", appear, hold_back) == 1
    assert seen == list(titles[:4])
    assert set(back) == {"Refusée"}, "without words, what breaks is tried again at the next turn"

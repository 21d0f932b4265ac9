"""A piece of news shown in another territory: its own coordination decides, the other may show it no more there."""

from __future__ import annotations

from boite.accounts.models import AccountRole
from boite.journal.models import Entry
from boite.news import neighbours
from boite.news.models import Article, ArticlePlace, ArticleRevision
from boite.publishing.stages import Step
from tests.conftest import OpenAccount, SignIn
from tests.news.desks import ELSEWHERE, HERE, agent, coordinator, published
from tests.visitors import Visitor


async def test_the_neighbours_coordination_shows_it_no_more(
    client: Visitor, sign_in: SignIn, new_person: OpenAccount
) -> None:
    nadia, bruno = await coordinator(new_person), await coordinator(new_person, ELSEWHERE, "Bruno")
    article = await published(nadia, title="La girafe", places=(ELSEWHERE,))
    address = client.address("news:leave_out", slug=article.slug, code=ELSEWHERE)
    page = client.address("news:article", slug=article.slug)
    home, blois = await sign_in(nadia), await sign_in(bruno)
    others = {
        403: [home, await sign_in(await agent(new_person, ELSEWHERE)), await sign_in(await new_person("Inès"))],
        401: [client],
    }
    for status, visitors in others.items():
        for visitor in visitors:
            assert address not in (await visitor.get(page)).text
            assert (await visitor.submit(address)).status_code == status
    assert (await blois.get(address)).status_code == 405
    senseless = ("nonsense", "a" * 121)
    for slug, code in ((article.slug, HERE), *((article.slug, code) for code in senseless), ("nonsense", ELSEWHERE)):
        wrong = blois.address("news:leave_out", slug=slug, code=code)
        assert (await blois.submit(wrong)).status_code == 404, (slug, code)

    assert address in (await blois.get(page)).text
    assert (await blois.submit(address, reason="Trop loin de chez nous")).status_code == 303
    assert "La girafe" not in (await client.get(f"{client.address('news:front')}?territoire={ELSEWHERE}")).text
    assert "La girafe" in (await client.get(f"{client.address('news:front')}?territoire={HERE}")).text
    assert (await client.get(page)).status_code == 200
    assert (await blois.submit(address)).status_code == 404, "it is done already"
    step = await ArticleRevision.get(article_id=article.id, step=Step.LEFT_OUT)
    assert (step.by_id, step.note) == (bruno.id, "Trop loin de chez nous")
    assert await Entry.filter(owner_id=bruno.id, kind="news.left_out").count() == 1
    assert "Trop loin de chez nous" in (await home.get(home.address("news:desk", article=article.id))).text


async def test_it_is_left_out_once(new_person: OpenAccount) -> None:
    nadia, bruno = await coordinator(new_person), await coordinator(new_person, ELSEWHERE, "Bruno")
    article = await published(nadia, places=(ELSEWHERE,))
    for _ in range(2):
        await neighbours.leave_out(await Article.get(id=article.id), ELSEWHERE, "", by=bruno)
    assert await ArticleRevision.filter(step=Step.LEFT_OUT).count() == 1
    assert [row.territory_id for row in await ArticlePlace.filter(article_id=article.id)] == [HERE]
    assert bruno.role == AccountRole.COORDINATOR

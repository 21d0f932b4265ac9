"""What readers find: the front page that is theirs, one piece of news, the archive; kept a moment by their browser."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import httpx2
import pytest

from boite.accounts.models import AccountRole, User
from boite.clock import advance, now, today
from boite.directory.models import REGION, Commune
from boite.files.models import Node, NodeKind
from boite.news import pins
from boite.news.desk import NEWS
from boite.news.models import Article, ArticleReads
from boite.web import csrf, flash
from boite.web.crawlers import is_robot
from tests.conftest import OpenAccount, SignIn
from tests.news.desks import ELSEWHERE, HERE, agent, coordinator, draft, published
from tests.visitors import FIREFOX, Visitor


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


@pytest.fixture
async def anybody(client: Visitor) -> Visitor:
    """Somebody who never filled a form here."""
    client.cookies.delete(csrf.COOKIE)
    return client


def titles(page: httpx2.Response) -> list[str]:
    """The titles listed, in order."""
    return re.findall(r'class="teaser-title"><a[^>]*>([^<]*)<', unescape(page.text))


async def test_news_of_here_and_of_the_region(client: Visitor, nadia: User) -> None:
    await published(nadia, title="Ici")
    await published(nadia, title="Partout", territory=None)
    await published(nadia, title="Ailleurs", territory=ELSEWHERE)
    await published(nadia, title="Les deux", places=(ELSEWHERE,))
    front = client.address("news:front")
    assert titles(await client.get(front)) == ["Les deux", "Ailleurs", "Partout", "Ici"]
    assert titles(await client.get(f"{front}?territoire={HERE}")) == ["Les deux", "Partout", "Ici"]
    assert titles(await client.get(f"{front}?territoire={ELSEWHERE}")) == ["Les deux", "Ailleurs", "Partout"]
    assert titles(await client.get(f"{front}?territoire={REGION}")) == ["Partout"]
    assert len(titles(await client.get(f"{front}?territoire=ATLANTIDE&public=martiens&theme=x&page=zz"))) == 4


async def test_by_public_and_topic(client: Visitor, nadia: User) -> None:
    await published(nadia, title="Pour tous", topic="droits")
    await published(nadia, title="Apprentis", publics=("apprenti",), topic="formation")
    await published(nadia, title="Jeunes", publics=("jeunes",))
    await published(nadia, title="Salariés", publics=("salarie",))
    front = client.address("news:front")
    assert titles(await client.get(f"{front}?public=apprenti")) == ["Jeunes", "Apprentis", "Pour tous"]
    assert titles(await client.get(f"{front}?theme=formation&theme=droits")) == ["Apprentis", "Pour tous"]


async def test_somebody_signed_in_sees_theirs_first(nadia: User, new_person: OpenAccount, sign_in: SignIn) -> None:
    await published(nadia, title="Ici")
    await published(nadia, title="Ailleurs", territory=ELSEWHERE)
    await published(nadia, title="Salariés", publics=("salarie",))
    values: dict[str, Any] = {"code": "45252", "department": "45", "latitude": 48, "longitude": 2}
    await Commune.create(name="Pithiviers-le-Vieil", name_key="pithiviers le vieil", territory_id=HERE, **values)
    person = await new_person("Inès")
    lives = {"commune": "Pithiviers-le-Vieil (45300)", "commune_code": "45252"}
    await User.filter(id=person.id).update(**lives, situation="apprenti")
    visitor = await sign_in(await User.get(id=person.id))
    page = await visitor.get(visitor.address("news:front"))
    assert titles(page) == ["Ici"]
    assert "Choisies pour vous" in page.text
    everything = await visitor.get(visitor.address("news:front") + "?territoire=tout&public=tout")
    assert len(titles(everything)) == 3
    assert page.headers["cache-control"] == "no-store"
    assert "etag" not in page.headers


async def test_pinned_first_where_they_are_pinned(client: Visitor, nadia: User) -> None:
    here = await published(nadia, title="Épinglée ici")
    region = await published(nadia, title="Épinglée partout", territory=None)
    await published(nadia, title="Nouvelle")
    for article in (here, region):
        await pins.pin(article, by=nadia)
    front = client.address("news:front")
    assert titles(await client.get(front)) == ["Épinglée partout", "Nouvelle", "Épinglée ici"]
    assert titles(await client.get(f"{front}?territoire={HERE}")) == ["Épinglée partout", "Épinglée ici", "Nouvelle"]


async def test_twenty_by_page_and_none_missing(client: Visitor, nadia: User) -> None:
    articles = [await published(nadia, title=f"N° {number:02}") for number in range(43)]
    await pins.pin(articles[3], by=nadia)
    front = client.address("news:front") + f"?territoire={HERE}"
    pages = [titles(await client.get(f"{front}&page={page}")) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 3, 0]
    assert pages[0][0] == "N° 03"
    seen = [title for page in pages for title in page]
    assert sorted(seen) == [f"N° {number:02}" for number in range(43)]


async def test_past_its_end_it_is_in_the_archive_only(client: Visitor, nadia: User) -> None:
    article = await published(nadia, title="Finie", ends_on=today())
    front = client.address("news:front")
    assert titles(await client.get(front)) == ["Finie"]
    advance(timedelta(days=1))
    assert titles(await client.get(front)) == []
    assert (await client.get(client.address("news:article", slug=article.slug))).status_code == 200
    month = f"{today() - timedelta(days=1):%Y-%m}"
    assert titles(await client.get(client.address("news:archive", period=month))) == ["Finie"]
    year = await client.get(client.address("news:archive", period=month[:4]))
    assert "1\u202factualité" in year.text
    assert (await client.get(client.address("news:archives"))).headers["location"].endswith(month[:4])


@pytest.mark.parametrize("period", ["2026-13", "x", "99999", "0000", "2026-1", "²026", "2026-11-01"])
async def test_a_senseless_period_is_not_found(period: str, client: Visitor) -> None:
    assert (await client.get(client.address("news:archive", period=period))).status_code == 404


async def test_one_piece_of_news(client: Visitor, nadia: User) -> None:
    article = await published(nadia, title='Un </script><b> & "forum"', publics=("jeunes",))
    page = await client.get(client.address("news:article", slug=article.slug))
    assert "<strong>CV</strong>" in page.text
    assert "SPRO Orléans" in page.text
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)
    values = json.loads(data)
    assert values["@type"] == "NewsArticle"
    assert values["headline"] == article.title
    assert values["url"] == f"http://testserver/actualites/{article.slug}"
    assert re.search(r'property="og:url" content="http://testserver/actualites/', page.text)
    assert '<link rel="canonical" href="http://testserver/actualites/' in page.text
    assert 'rel="alternate" type="application/atom+xml"' in page.text


async def test_a_correction_says_so(client: Visitor, nadia: User) -> None:
    article = await published(nadia)
    await NEWS.correct(article, draft(summary="Le 13 mars."), version=1, note="La date était fausse.", by=nadia)
    page = unescape((await client.get(client.address("news:article", slug=article.slug))).text)
    assert "Corrigée le" in page
    assert "La date était fausse." in page
    assert "(le résumé)" in page


async def test_withdrawn_says_so(client: Visitor, nadia: User) -> None:
    article = await published(nadia)
    await NEWS.withdraw(article, "Annulé.", by=nadia)
    answer = await client.get(client.address("news:article", slug=article.slug))
    assert answer.status_code == 410
    assert "Cette actualité n'est plus en ligne." in unescape(answer.text)


@pytest.mark.parametrize("slug", ["rien", "0", "%00", "é"])
async def test_what_never_was_is_not_found(slug: str, client: Visitor) -> None:
    assert (await client.get(f"/actualites/{slug}")).status_code == 404


async def test_a_draft_has_no_address(client: Visitor, nadia: User) -> None:
    article = await NEWS.begin(draft(), by=nadia)
    assert (await client.get(client.address("news:article", slug=article.id))).status_code == 404
    assert titles(await client.get(client.address("news:front"))) == []


async def test_pages_for_anybody_are_kept_and_answered_304(anybody: Visitor, nadia: User) -> None:
    article = await published(nadia)
    for address in (
        anybody.address("news:front"),
        anybody.address("news:front") + f"?territoire={HERE}",
        anybody.address("news:article", slug=article.slug),
        anybody.address("news:archive", period=f"{today():%Y-%m}"),
        anybody.address("news:atom"),
        anybody.address("news:json"),
    ):
        first = await anybody.get(address)
        assert first.headers["cache-control"] == "public, max-age=60", address
        assert first.headers["vary"] == "Cookie, Accept-Encoding"
        assert "set-cookie" not in first.headers
        assert csrf.FIELD not in first.text.replace("csrf-", "")
        again = await anybody.get(address, headers={"if-none-match": f'"x", {first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["vary"] == first.headers["vary"]


async def test_whatever_readers_see_changes_the_tag(anybody: Visitor, nadia: User) -> None:
    first, second = await published(nadia), await published(nadia, title="Autre")
    address, seen = anybody.address("news:front"), list[str]()

    async def note() -> None:
        seen.append((await anybody.get(address)).headers["etag"])

    await note()
    await pins.pin(first, by=nadia)
    await note()
    await NEWS.correct(second, draft(title="Corrigé"), version=1, note="Le titre", by=nadia)
    await note()
    await NEWS.withdraw(second, "Annulé.", by=nadia)
    await note()
    await NEWS.restore(second, by=nadia)
    await note()
    await published(nadia, title="Troisième")
    await note()
    advance(timedelta(days=1))
    await note()
    assert len(set(seen)) == len(seen)


async def test_a_word_to_say_is_never_shared(anybody: Visitor, nadia: User) -> None:
    await published(nadia)
    anybody.cookies.set(flash.COOKIE, "mot")
    answer = await anybody.get(anybody.address("news:front"))
    assert answer.headers["cache-control"] == "no-store"


async def test_readings_have_no_identity(anybody: Visitor, nadia: User, sign_in: SignIn, person: User) -> None:
    article = await published(nadia)
    address = anybody.address("news:article", slug=article.slug)
    for _ in range(3):
        await anybody.get(address, headers=FIREFOX)
    reader, author = await sign_in(person), await sign_in(nadia)
    await reader.get(address, headers=FIREFOX)
    await author.get(address, headers=FIREFOX)
    await anybody.head(address, headers=FIREFOX)
    await anybody.get(address, headers=FIREFOX | {"sec-purpose": "prefetch"})
    for robot in ("Googlebot/2.1", "curl/8", "", "facebookexternalhit/1.1", "Mozilla/5.0 (compatible; bingbot/2.0)"):
        await anybody.get(address, headers={"user-agent": robot})
    await anybody.app.state.tally.write()
    [row] = await ArticleReads.all()
    assert (row.article_id, row.day, row.times) == (article.id, today(), 4)
    assert set(ArticleReads._meta.db_fields) == {"id", "article_id", "day", "times"}


@pytest.mark.parametrize("model", ["CUBOT NOTE 30", "CUBOT_X18_Plus", "CUBOT"])
def test_a_telephone_is_no_robot_by_its_brand(model: str) -> None:
    assert not is_robot(f"Mozilla/5.0 (Linux; Android 8.1; {model}) AppleWebKit/537.36 Chrome/120.0 Mobile")


async def test_added_to_my_box_and_taken_back(visitor: Visitor, person: User, nadia: User) -> None:
    article = await published(nadia)
    answer = await visitor.submit(visitor.address("news:keep", slug=article.slug))
    assert answer.status_code == 303
    node = await Node.get(kind=NodeKind.LINK)
    content = (await visitor.get(visitor.address("files:content", node=node.id))).text
    assert f"URL=http://testserver/actualites/{article.slug}" in content
    page = await visitor.get(answer.headers["location"])
    assert visitor.address("files:discard", nodes=node.id) in page.text


async def test_only_what_is_on_line_is_added(visitor: Visitor, nadia: User) -> None:
    article = await published(nadia)
    await NEWS.withdraw(article, "Annulé.", by=nadia)
    assert (await visitor.submit(visitor.address("news:keep", slug=article.slug))).status_code == 410
    assert (await visitor.submit(visitor.address("news:keep", slug="rien"))).status_code == 404
    assert not await Node.exists(kind=NodeKind.LINK)


async def test_related_are_near(client: Visitor, nadia: User) -> None:
    article = await published(nadia, title="Apprentissage dans le bâtiment")
    await published(nadia, title="Les apprentis du bâtiment témoignent", topic="formation")
    await published(nadia, title="Un salon", topic="emploi")
    for number in range(5):
        await published(nadia, title=f"Ailleurs {number}", territory=ELSEWHERE, topic="droits")
    page = await client.get(client.address("news:article", slug=article.slug))
    assert set(titles(page)) == {"Les apprentis du bâtiment témoignent", "Un salon"}


async def test_html_of_another_renderer_is_never_shown(client: Visitor, nadia: User) -> None:

    article = await published(nadia)
    await Article.filter(id=article.id).update(body_html="<script>alert(1)</script>", rendered_with=0)
    for name in ("news:atom", "news:json"):
        assert "alert(1)" not in (await client.get(client.address(name))).text
    assert "alert(1)" not in (await client.get(client.address("news:article", slug=article.slug))).text
    assert await NEWS.renew() == 1
    assert "CV" in (await Article.get(id=article.id)).body_html
    assert await NEWS.renew() == 0


async def test_the_team_is_led_to_its_desk(nadia: User, sign_in: SignIn, new_person: OpenAccount) -> None:
    article = await published(nadia)
    desk = f"/actualites/redaction/{article.id}"
    address = f"/actualites/{article.slug}"
    assert desk in (await (await sign_in(nadia)).get(address)).text
    for other in (await new_person("Inès"), await agent(new_person), await new_person("Hugo", AccountRole.OBSERVER)):
        assert desk not in (await (await sign_in(other)).get(address)).text
    assert article.published_at is not None
    assert article.published_at <= now()


async def test_a_device_remembers_what_a_button_said(
    client: Visitor, sign_in: SignIn, new_person: OpenAccount, person: User
) -> None:
    """Without an account: codes of choices in a cookie, until « Oublier », and nowhere else."""
    nadia = await coordinator(new_person)
    await published(nadia, title="Un forum", topic="emploi")
    await published(nadia, title="Une école", topic="formation")
    front, page = client.address("news:front"), client.address("news:choices")
    asked = f"?territoire={HERE}&public=tout&theme=emploi"
    shown = (await client.get(front + asked)).text
    assert "Retenir mes choix" in shown
    assert "boite_choix" not in client.cookies
    assert "checked" in (await client.get(page + asked)).text
    answer = await client.submit(page, territoire=HERE, public="tout", theme=["emploi", "nonsense"])
    assert (answer.status_code, answer.headers["location"]) == (303, front)
    assert client.cookies["boite_choix"] == f"{HERE}::emploi"
    for _ in range(2):
        shown = (await client.get(front)).text
        assert "Changer mes choix" in shown
        assert "Un forum" in shown
        assert "Une école" not in shown
    assert "Une école" in (await client.get(front + "?territoire=tout&public=tout")).text, (
        "the address has the last word"
    )
    async with Visitor(client.app) as other:
        assert "Une école" in (await other.get(front)).text
    for hostile in ("x", "a:b:c:d", "%00::", "::" + "+" * 4000, "<script>:<b>:<i>"):
        odd = await client.get(front, headers={"cookie": f"boite_choix={hostile}"})
        assert "Une école" in odd.text
    shared = await sign_in(person, shared=True)
    assert "Retenir mes choix" not in (await shared.get(page)).text
    await shared.submit(page, territoire=HERE, public="tout")
    assert "boite_choix" not in shared.cookies
    await client.submit(page, gesture="forget")
    assert "boite_choix" not in client.cookies
    assert "Une école" in (await client.get(front)).text

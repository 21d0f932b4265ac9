"""News found by words as people type them, accents and endings aside, the archive included."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boite.accounts.models import User
from boite.clock import advance, today
from boite.news.article_lists import search
from boite.news.desk import NEWS
from boite.news.models import ArticleDocument
from boite.publishing.listing import Wanted
from tests.conftest import OpenAccount
from tests.news.desks import ELSEWHERE, HERE, coordinator, draft, published
from tests.visitors import Visitor

ARTICLES = {
    "forum": ("Le forum des métiers", "Orientation et apprentissage", "Rencontrez des **artisans**."),
    "velo": ("Prêter un vélo électrique", "Une aide à la mobilité", "Pour aller en formation."),
    "ecole": ("L'École de la deuxième chance ouvre", "Pour les jeunes", "Œuvrer ensemble à la rentrée."),
    "sante": ("Santé et emploi", "La reconnaissance RQTH", "Travailler avec un handicap, c'est possible."),
}


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    by = await coordinator(new_person)
    for title, summary, body in ARTICLES.values():
        await published(by, title=title, summary=summary, body=body)
    return by


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("forum", "forum"),
        ("FORUMS metier", "forum"),
        ("apprentissages", "forum"),
        ("orienter", "forum"),
        ("artisan", "forum"),
        ("velos electriques", "velo"),
        ("l'aide pour la mobilité", "velo"),
        ("ecole", "ecole"),
        ("oeuvrer", "ecole"),
        ("rqth", "sante"),
        ("handicapés", "sante"),
    ],
)
async def test_words_as_people_type_them(words: str, found: str, nadia: User) -> None:
    result = await search(Wanted(words=words))
    assert [row["title"] for row in result.listed.rows] == [ARTICLES[found][0]]
    assert not result.nearest


async def test_the_title_counts_more(nadia: User) -> None:
    await published(nadia, title="Autre chose", summary="Rien", body="Un vélo, un vélo, un vélo, et encore un vélo.")
    assert (await search(Wanted(words="vélo"))).listed.rows[0]["title"] == "Prêter un vélo électrique"


async def test_without_every_word_the_nearest(nadia: User) -> None:
    result = await search(Wanted(words="forum extraordinaire"))
    assert result.nearest
    assert [row["title"] for row in result.listed.rows] == ["Le forum des métiers"]


async def test_filters_hold(nadia: User) -> None:
    await published(nadia, title="Forum de Blois", territory=ELSEWHERE)
    rows = (await search(Wanted(words="forum", territory=HERE))).listed.rows
    assert [row["title"] for row in rows] == ["Le forum des métiers"]


@pytest.mark.parametrize("words", ["", "  ", "!!!", '"', "a OR", "NEAR(", "x*", "'; DROP TABLE news --", "é" * 300])
async def test_strange_words_break_nothing(words: str, nadia: User, client: Visitor) -> None:
    assert (await search(Wanted(words=words))).listed.rows == []
    assert (await client.get(client.address("news:front"), params={"mots": words})).status_code == 200


async def test_the_index_follows(nadia: User) -> None:
    article = await published(nadia, title="Girafe", ends_on=today())
    await NEWS.correct(article, draft(title="Éléphant"), version=1, note="L'animal", by=nadia)
    assert (await search(Wanted(words="girafe"))).listed.rows == []
    advance(timedelta(days=3))
    assert len((await search(Wanted(words="éléphants"))).listed.rows) == 1
    await NEWS.withdraw(article, "Annulé.", by=nadia)
    assert (await search(Wanted(words="éléphants"))).listed.rows == []
    assert await ArticleDocument.all().count() == len(ARTICLES)
    await NEWS.restore(article, by=nadia)
    assert len((await search(Wanted(words="éléphants"))).listed.rows) == 1


async def test_the_page_says_when_nothing_answers(nadia: User, client: Visitor) -> None:
    page = await client.get(client.address("news:front") + "?mots=zygomatique")
    assert "Rien ne répond à ces mots" in page.text
    assert 'value="zygomatique"' in page.text

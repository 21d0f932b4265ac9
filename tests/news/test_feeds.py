"""Feeds as a real reader understands them: whole addresses, lasting identifiers, safe texts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.accounts.models import User
from boite.news.desk import NEWS
from boite.news.feeds import Feed, FeedEntry, atom, json_feed
from tests.conftest import OpenAccount
from tests.news.desks import ELSEWHERE, HERE, coordinator, draft, published
from tests.visitors import Visitor


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


async def read(client: Visitor, query: str = "") -> Any:
    """The Atom feed, as feedparser reads it."""
    answer = await client.get(client.address("news:atom") + query)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


async def test_a_real_reader_reads_it(client: Visitor, nadia: User) -> None:
    body = "# Où\n\nÀ *Orléans* & ailleurs\n\n<script>x</script>"
    article = await published(nadia, title="Été & <forum> « emploi »", body=body)
    parsed = await read(client)
    assert parsed.feed.title == "Actualités de Ma boîte SPRO"
    assert parsed.feed.link == "http://testserver/actualites/"
    assert parsed.feed.id == "http://testserver/actualites/flux.atom"
    [entry] = parsed.entries
    assert entry.title == article.title
    assert entry.link == f"http://testserver/actualites/{article.slug}"
    assert entry.id == f"urn:uuid:{article.id}"
    assert entry.author == "SPRO Orléans"
    assert entry.tags[0].label == "Emploi"
    assert entry.summary == article.summary
    assert "<em>Orléans</em> &amp; ailleurs" in entry.content[0].value
    assert "<script" not in entry.content[0].value
    assert entry.published_parsed[:3] == article.published_at.astimezone(UTC).timetuple()[:3]  # type: ignore[union-attr]


async def test_the_same_in_json(client: Visitor, nadia: User) -> None:
    article = await published(nadia)
    answer = await client.get(client.address("news:json"))
    assert answer.headers["content-type"].startswith("application/feed+json")
    values = json.loads(answer.content)
    assert values["version"] == "https://jsonfeed.org/version/1.1"
    assert values["feed_url"] == "http://testserver/actualites/flux.json"
    [item] = values["items"]
    assert (item["id"], item["title"]) == (f"urn:uuid:{article.id}", article.title)
    assert item["url"].startswith("http://testserver/")
    assert datetime.fromisoformat(item["date_published"]).tzinfo is not None
    assert "<strong>CV</strong>" in item["content_html"]


async def test_by_territory_and_topic(client: Visitor, nadia: User) -> None:
    await published(nadia, title="Ici")
    await published(nadia, title="Formation", topic="formation")
    await published(nadia, title="Ailleurs", territory=ELSEWHERE)
    parsed = await read(client, f"?territoire={HERE}&theme=formation")
    assert [entry.title for entry in parsed.entries] == ["Formation"]
    assert parsed.feed.title == "Actualités de Ma boîte SPRO – Orléans – Formation"
    assert parsed.feed.id == f"http://testserver/actualites/flux.atom?territoire={HERE}&theme=formation"
    page = await client.get(client.address("news:front") + f"?territoire={HERE}&theme=formation")
    assert f'href="/actualites/flux.atom?territoire={HERE}&amp;theme=formation"' in page.text


async def test_a_correction_is_an_update_and_a_withdrawal_a_disappearance(client: Visitor, nadia: User) -> None:
    article = await published(nadia)
    before = (await read(client)).entries[0]
    await NEWS.correct(article, draft(title="Corrigé"), version=1, note="Le titre", by=nadia)
    after = (await read(client)).entries[0]
    assert (after.id, after.title) == (before.id, "Corrigé")
    assert after.updated_parsed >= before.updated_parsed
    await NEWS.withdraw(article, "Annulé.", by=nadia)
    assert (await read(client)).entries == []


texts = st.text(max_size=60)


@given(title=texts, html=texts, author=texts)
def test_any_text_makes_a_feed_that_can_be_read(title: str, html: str, author: str) -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    entry = FeedEntry(
        id="urn:uuid:1",
        address="http://a.fr/x",
        title=title,
        summary=title,
        html=html,
        author=author,
        topic=("emploi", "Emploi"),
        published=now,
        updated=now,
    )
    feed = Feed(title=title, address="http://a.fr/flux", page="http://a.fr/", entries=[entry])
    root = ElementTree.fromstring(atom(feed))  # noqa: S314 - made just above
    assert len(root.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    assert json.loads(json_feed(feed))["items"][0]["id"] == "urn:uuid:1"

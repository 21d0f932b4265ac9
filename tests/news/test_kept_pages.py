"""Pages kept in memory never outlive what they show, whichever process changed it, and hold nobody's own things."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import httpx2
import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole, User
from boite.database.connection import opened
from boite.news.desk import NEWS
from boite.news.models import Article
from boite.news.read_counts import READS
from boite.settings import Settings
from boite.web.page_cache import LARGEST, Memory, Shelf
from tests.conftest import OpenAccount, SignIn
from tests.counts import count
from tests.files.test_query_counts import counted
from tests.live import Server
from tests.news.desks import HERE, coordinator, published
from tests.people import open_account
from tests.visitors import Visitor

ROUNDS = 12
FRONT = "/actualites/"


@pytest.fixture
def two_servers(settings: Settings) -> Iterator[list[Server]]:
    """Two processes that serve the same data."""
    servers = [Server(settings), Server(settings)]
    try:
        for server in servers:
            server.start()
        yield servers
    finally:
        for server in servers:
            server.kill()


@pytest.fixture
async def readers(two_servers: list[Server]) -> AsyncIterator[list[httpx2.AsyncClient]]:
    """Somebody unknown in front of each, then Inès in front of each."""
    ines = await two_servers[0].person("Inès")
    async with AsyncExitStack() as stack:
        found = []
        for cookies in ({}, {"boite": await two_servers[0].session(ines)}):
            for server in two_servers:
                client = httpx2.AsyncClient(base_url=server.url, cookies=cookies, timeout=20)
                found.append(await stack.enter_async_context(client))
        yield found


async def test_what_is_withdrawn_is_gone_at_once_everywhere(
    two_servers: list[Server], readers: list[httpx2.AsyncClient]
) -> None:
    """Written by a third process: each of the two serves it from memory, and stops at the very next request."""

    async def everywhere(path: str) -> list[httpx2.Response]:
        return [await reader.get(path) for reader in readers for _ in range(2)]

    async with opened(two_servers[0].settings):

        async def person(first_name: str = "Nadia", role: AccountRole = AccountRole.PERSON) -> User:
            return await open_account(two_servers[0].settings, first_name, role)

        nadia = await coordinator(person)
        article = await published(nadia, title="La girafe")
        tags = set()
        for number in range(ROUNDS):
            seen = await everywhere(FRONT)
            assert all("La girafe" in page.text for page in seen), number
            tags.add(seen[0].headers["etag"])
            await count(READS, article.id)  # a write that changes nothing of the page
            assert (await everywhere(FRONT))[0].headers["etag"] == seen[0].headers["etag"]
            await NEWS.withdraw(article, "Annulé", by=nadia)
            assert not any("La girafe" in page.text for page in await everywhere(FRONT)), number
            assert {page.status_code for page in await everywhere(f"{FRONT}{article.slug}")} == {410}
            stale = {"if-none-match": seen[0].headers["etag"]}
            assert (await readers[0].get(FRONT, headers=stale)).status_code == 200
            article = await Article.get(id=article.id)
            await NEWS.restore(article, by=nadia)
        assert len(tags) == ROUNDS


async def test_the_process_that_withdraws_shows_it_no_more(
    client: Visitor, sign_in: SignIn, new_person: OpenAccount
) -> None:
    nadia = await coordinator(new_person)
    desk = await sign_in(nadia)
    for number in range(3):
        article = await published(nadia, title=f"La girafe {number}")
        for reader in (client, desk, client):
            assert f"La girafe {number}" in (await reader.get(FRONT)).text
        withdrawal = desk.address("news:withdraw", article=article.id)
        assert (await desk.submit(withdrawal, reason="Annulé.")).status_code == 303
        for reader in (client, desk):
            assert f"La girafe {number}" not in (await reader.get(FRONT)).text.split('<div class="page')[1]


async def test_no_page_is_anybody_elses(client: Visitor, sign_in: SignIn, new_person: OpenAccount) -> None:
    """Four people of four looks ask in turn; each sees their own menu, their own door, and no token but theirs."""
    nadia, ines = await coordinator(new_person), await new_person("Inès")
    await published(nadia)
    desk, phone, shared = await sign_in(nadia), await sign_in(ines), await sign_in(ines, shared=True)
    for _ in range(2):
        for reader in (desk, phone, shared, client):
            page = await reader.get(FRONT)
            assert ("La rédaction" in page.text) == (reader is desk)
            assert ("Se connecter" in page.text) == (reader is client)
            assert ("Ordinateur partagé" in page.text) == (reader is shared)
            for other in (desk, phone, shared, client):
                assert other.has_token_in(page.text) == (other is reader and reader is not client)
            assert page.headers["cache-control"] == ("public, max-age=60" if reader is client else "no-store")
            assert ("etag" in page.headers) == (reader is client)


async def test_a_page_with_a_token_is_never_kept(client: Visitor, app: Starlette) -> None:
    """Somebody unknown has a token too: what carries it is not for everybody."""
    page = await client.get(client.address("news:propose_as_partner"))
    assert client.has_token_in(page.text)
    assert page.headers["cache-control"] == "no-store"
    memory: Memory = app.state.memory
    assert not any(client.has_token_in(drawn.decode()) for drawn in memory.shelf._rows.values())


async def test_a_page_from_memory_asks_next_to_nothing(
    client: Visitor, visitor: Visitor, settings: Settings, new_person: OpenAccount
) -> None:
    await published(await coordinator(new_person))
    for reader, most in ((client, 1), (visitor, 3)):
        await reader.get(FRONT)
        with counted() as seen:
            assert (await reader.get(FRONT)).status_code == 200
        assert len(seen) <= (most if settings.database else most - 1), seen


async def test_endless_questions_do_not_fill_the_memory(client: Visitor, app: Starlette) -> None:
    for number in range(5):
        await client.get(f"{FRONT}?mots=girafe{number}&x={number}")
        await client.get(f"{FRONT}?territoire={HERE}&x={number}")
    assert len(app.state.memory.shelf._rows) <= 2
    shelf = Shelf(room=1000)
    for number in range(50):
        shelf.put(f"mark {number}", b"x" * 300)
    assert shelf.used <= 1000
    assert shelf.get("mark 49")
    assert shelf.get("mark 1") is None
    shelf.put("mark 49", b"y")
    shelf.put("vast", b"z" * (LARGEST + 1))
    assert shelf.used == sum(map(len, shelf._rows.values()))

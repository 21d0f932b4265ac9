"""The devices where one is signed in: listed, and disconnected from elsewhere."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from boite import clock
from boite.accounts import sessions
from boite.accounts.models import Session, User
from boite.database.connection import opened
from boite.journal.models import Entry
from boite.settings import Settings
from tests.conftest import SignIn
from tests.live import Server
from tests.visitors import Visitor

ROUNDS = 6


def closing(session: object) -> str:
    return f"/compte/appareils/{session}/fermeture"


async def session_of(visitor: Visitor) -> Session:
    assert visitor.session is not None
    return visitor.session


async def test_lists_each_device(visitor: Visitor, sign_in: SignIn, person: User) -> None:
    await sign_in(person, shared=True)
    page = (await visitor.get("/compte/appareils")).text
    assert page.count("Cet appareil</span>") == 1
    assert "Ordinateur partagé" in page


async def test_disconnects_another_device(visitor: Visitor, sign_in: SignIn, person: User) -> None:
    lost = await sign_in(person)
    answer = await visitor.submit(closing((await session_of(lost)).id))
    assert answer.status_code == 303
    assert (await lost.get("/compte/profil")).status_code == 303
    assert (await visitor.get("/compte/profil")).status_code == 200
    assert await Entry.exists(owner_id=person.id, kind="account.session_closed")


async def test_disconnecting_this_very_device_is_leaving(visitor: Visitor) -> None:
    answer = await visitor.submit(closing((await session_of(visitor)).id))
    assert "clear-site-data" in answer.headers


async def test_a_stranger_s_device_does_not_exist(visitor: Visitor, sign_in: SignIn, stranger: User) -> None:
    other = await sign_in(stranger)
    answer = await visitor.submit(closing((await session_of(other)).id))
    assert answer.status_code == 404
    assert (await other.get("/compte/profil")).status_code == 200


@pytest.mark.parametrize("bad", ["nonsense", "0", "00000000-0000-4000-8000-000000000000", "..%2F.."])
async def test_a_bad_identifier_does_not_exist(visitor: Visitor, bad: str) -> None:
    assert (await visitor.submit(closing(bad))).status_code == 404


async def test_reading_does_not_disconnect(visitor: Visitor) -> None:
    assert (await visitor.get(closing((await session_of(visitor)).id))).status_code == 405


async def test_closed_by_another_process_it_is_out_at_the_next_page(settings: Settings) -> None:
    """A server keeps the rows of its sessions until anything is written: never longer, whoever wrote."""
    servers = [Server(settings), Server(settings)]
    try:
        for server in servers:
            server.start()
        ines = await servers[0].person("Inès")
        async with AsyncExitStack() as stack:
            for number in range(ROUNDS):
                cookies = {"boite": await servers[0].session(ines)}
                own, other = [
                    await stack.enter_async_context(httpx2.AsyncClient(base_url=server.url, cookies=cookies))
                    for server in servers
                ]
                for client in (own, other, own, other):
                    assert (await client.get("/compte/profil")).status_code == 200
                found = re.search(r'name="csrf" value="([0-9a-f]+)"', (await own.get("/compte/profil")).text)
                assert found
                if number % 2:
                    assert (await own.post("/compte/deconnexion", data={"csrf": found[1]})).status_code == 303
                else:
                    async with opened(settings):
                        await Session.filter(token_digest=sessions.digest(cookies["boite"])).delete()
                for client in (other, own):
                    assert (await client.get("/compte/profil")).status_code == 303
    finally:
        for server in servers:
            server.kill()


async def test_sessions_that_do_not_exist_are_not_remembered(app: Starlette, visitor: Visitor) -> None:
    await visitor.get("/compte/profil")
    before = set(app.state.memory.facts)
    for number in range(20):
        async with Visitor(app) as stranger:
            stranger.cookies.set("boite", f"made-up-{number}")
            assert (await stranger.get("/compte/profil")).status_code == 303
    assert set(app.state.memory.facts) == before


async def test_each_request_has_a_person_of_its_own(app: Starlette, visitor: Visitor) -> None:
    rows, token = dict[str, dict[str, Any] | None](), visitor.cookies["boite"]

    async def ask(seen: str) -> dict[str, Any] | None:
        return rows.setdefault(seen, rows.get(seen) or await sessions.row(seen))

    first, second = [await sessions.find(token, app.state.settings, ask=ask) for _ in range(2)]
    assert first is not None
    assert second is not None
    first.user.first_name = "Marc"
    assert second.user.first_name == "Inès"
    clock.advance(timedelta(days=400))
    assert await sessions.find(token, app.state.settings, ask=ask) is None, "kept, it still ends in its time"

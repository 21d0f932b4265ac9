"""Signing in: the right secret opens, anything else gets one same answer, and tries are counted."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from boite import clock
from boite.accounts import credentials
from boite.accounts.models import Session, User
from boite.app import create_app
from boite.settings import Settings
from tests.conftest import OpenAccount, SignIn
from tests.people import PASSPHRASE, open_account
from tests.visitors import TOKEN, Visitor

URL = "/compte/connexion"


async def enter(visitor: Visitor, handle: str, passphrase: str = PASSPHRASE, **more: str) -> httpx2.Response:
    return await visitor.submit(URL, handle=handle, passphrase=passphrase, **more)


async def test_opens_with_the_right_secret(client: Visitor, person: User) -> None:
    answer = await enter(client, person.handle)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    assert f"Bonjour {person.first_name}" in (await client.get("/")).text


async def test_forgives_how_phones_write(client: Visitor, person: User) -> None:
    answer = await enter(client, f" {person.handle.upper().replace('-', ' ')} ", PASSPHRASE.title() + " ")
    assert answer.status_code == 303


@pytest.mark.parametrize("size", [40, 41, 80, 10_000])
async def test_a_handle_that_no_row_could_hold_is_nobody_s(client: Visitor, size: int) -> None:
    assert (await enter(client, "a" * size)).status_code == 422


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Visitor, person: User) -> None:
    cookie = (await enter(client, person.handle)).headers["set-cookie"]
    assert cookie.startswith("boite=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Max-Age=" in cookie


async def test_over_https_the_cookie_is_secure_and_of_this_host(settings: Settings) -> None:
    app = create_app(replace(settings, base_url="https://testserver"))
    async with app.router.lifespan_context(app), Visitor(app) as visitor:
        person = await open_account(settings)
        answer = await enter(visitor, person.handle)
        cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-boite=")
    assert "Secure" in cookie.split("; ")
    assert "max-age" in answer.headers["strict-transport-security"]


async def test_a_wrong_secret_and_an_unknown_handle_look_the_same(
    client: Visitor, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    true_hasher = credentials._hasher

    class Hasher:
        hash = true_hasher.hash

        @staticmethod
        def verify(secret: str, digest: str) -> Any:
            seen.append(digest)
            return true_hasher.verify(secret, digest)

    monkeypatch.setattr(credentials, "_hasher", Hasher)
    wrong = await enter(client, person.handle, "pas du tout cela")
    unknown = await enter(client, "personne-000", "pas du tout cela")
    assert wrong.status_code == unknown.status_code == 422
    said = [TOKEN.sub("", answer.text) for answer in (wrong, unknown)]  # a token never has the same letters twice
    assert said[0].replace(person.handle, "personne-000") == said[1]
    assert len(seen) == 2
    assert all(digest.startswith("$argon2id$") for digest in seen)


async def test_the_eleventh_try_on_an_account_is_refused(client: Visitor, person: User) -> None:
    for _ in range(10):
        assert (await enter(client, person.handle, "non")).status_code == 422
    refused = await enter(client, person.handle)
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "900"
    clock.advance(timedelta(minutes=16))
    assert (await enter(client, person.handle)).status_code == 303


async def test_a_success_forgets_the_mistakes(client: Visitor, person: User) -> None:
    for passphrase in ["non"] * 9 + [PASSPHRASE]:
        await enter(client, person.handle, passphrase)
    assert (await enter(Visitor(client.app), person.handle, "non")).status_code == 422


async def test_a_class_of_thirty_behind_one_address_gets_in(app: Starlette, new_person: OpenAccount) -> None:
    for number in range(30):
        person = await new_person(f"Élève {number}")
        async with Visitor(app) as visitor:
            assert (await enter(visitor, person.handle)).status_code == 303


@pytest.mark.parametrize(
    "suite",
    [
        *("//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"),
        *("/\t/evil.example", "/\n/evil.example", " //evil.example", "evil.example", "", "/" + "a" * 3000),
    ],
)
async def test_never_leads_to_another_site(client: Visitor, person: User, suite: str) -> None:
    assert (await enter(client, person.handle, suite=suite)).headers["location"] == "/"
    again = await client.get(URL, params={"suite": suite})
    assert again.headers["location"] == "/"


async def test_leads_back_to_the_page_that_was_asked(client: Visitor, person: User) -> None:
    asked = await client.get("/compte/profil?a=1")
    assert asked.headers["location"] == f"{URL}?suite=%2Fcompte%2Fprofil%3Fa%3D1"
    form = await client.get(asked.headers["location"])
    assert 'name="suite" value="/compte/profil?a=1"' in form.text
    entered = await enter(client, person.handle, suite="/compte/profil?a=1")
    assert entered.headers["location"] == "/compte/profil?a=1"


async def test_a_session_that_was_open_here_ends(sign_in: SignIn, person: User, stranger: User) -> None:
    visitor = await sign_in(person)
    await enter(visitor, stranger.handle)
    assert not await Session.exists(user_id=person.id)
    assert await Session.filter(user_id=stranger.id).count() == 1


async def test_secrets_never_reach_the_log(client: Visitor, person: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await enter(client, person.handle, "un secret mal recopié")
    entered = await enter(client, person.handle)
    token = entered.headers["set-cookie"].split(";")[0].removeprefix("boite=")
    await client.get("/compte/profil")
    for secret in ("un secret mal", PASSPHRASE, token, person.handle, "Inès"):
        assert secret not in caplog.text


async def test_a_form_without_its_token_is_refused(client: Visitor, person: User) -> None:
    answer = await client.post(URL, data={"handle": person.handle, "passphrase": PASSPHRASE})
    assert answer.status_code == 403
    assert not await Session.exists(user_id=person.id)


async def test_another_method_is_refused(client: Visitor) -> None:
    assert (await client.delete(URL)).status_code == 405

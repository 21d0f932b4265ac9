"""From nothing to a box: a passphrase, a card to keep, and the way in afterwards."""

from __future__ import annotations

import base64
import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest

from boite import clock
from boite.accounts import card_passphrase
from boite.accounts.models import Session, User
from boite.app import create_app
from boite.database.connection import fetch
from boite.files.expiry import forget_sessions
from boite.settings import Settings
from tests.conftest import SignIn
from tests.people import PASSPHRASE
from tests.visitors import Visitor

URL, CARD = "/boite/nouvelle", "/boite/carte"


def hidden(name: str, page: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def words(page: str) -> list[str]:
    """The texts of the passphrase boxes of a page."""
    boxes = re.findall(r'class="passphrase-words"[^>]*>(.*?)</p>', page)
    return [" ".join(re.findall(r"<span>([^<]*)</span>", box)) for box in boxes]


async def send(visitor: Visitor, **fields: str) -> httpx2.Response:
    """Fill in the page as a browser would."""
    page = (await visitor.get(URL)).text
    given = {"csrf": hidden("csrf", page), "phrase": hidden("phrase", page), **fields}
    return await visitor.post(URL, data=given)


async def test_from_the_first_page_to_the_sign_in(client: Visitor) -> None:
    page = (await client.get(URL)).text
    [proposed] = words(page)
    opened = await client.post(
        URL, data={"csrf": hidden("csrf", page), "phrase": hidden("phrase", page), "first_name": "Zoé"}
    )
    assert opened.headers["location"] == CARD
    card = (await client.get(CARD)).text
    handle, passphrase = words(card)
    assert passphrase == proposed
    assert len(proposed.split()) == 5
    noted = await client.post(CARD, data={"csrf": hidden("csrf", card)})
    assert noted.headers["location"] == "/"
    assert "Bonjour Zoé" in (await client.get("/")).text
    other = Visitor(client.app)
    answer = await other.submit("/compte/connexion", handle=handle, passphrase=passphrase)
    assert answer.status_code == 303


async def test_the_card_survives_a_reload_and_goes_once_noted(client: Visitor) -> None:
    await send(client)
    card = (await client.get(CARD)).text
    assert words((await client.get(CARD)).text) == words(card)
    await client.post(CARD, data={"csrf": hidden("csrf", card)})
    assert (await client.get(CARD)).headers["location"] == "/"
    assert await User.all().count() == 1


async def test_the_card_is_gone_after_half_an_hour(client: Visitor) -> None:
    await send(client)
    clock.advance(timedelta(minutes=31))
    assert (await client.get(CARD)).status_code == 303
    assert await card_passphrase.forget_old() == 1
    assert not await Session.exists(card__isnull=False)


async def test_neither_the_browser_nor_the_base_holds_the_passphrase(client: Visitor) -> None:
    """Signed is not secret: what a cookie says, anybody who looks at this computer later reads."""
    opened = await send(client, shared="oui")
    [handle, phrase] = words((await client.get(CARD)).text)
    [row] = await fetch("SELECT * FROM account_session")
    for held in (str(opened.headers), str(dict(client.cookies)), str(row)):
        for piece in re.findall(r"[A-Za-z0-9_+/=-]{8,}", held):
            for text in (piece.encode(), *decoded(piece)):
                assert phrase.split()[0].encode() not in text
                assert phrase.encode() not in text
    assert handle


def decoded(piece: str) -> Iterator[bytes]:
    """What somebody curious would try."""
    padded = piece + "=" * (-len(piece) % 4)
    for way in (base64.urlsafe_b64decode, base64.b64decode):
        with suppress(ValueError):
            raw = way(padded)
            yield raw
            with suppress(zlib.error):
                yield zlib.decompress(raw)


async def test_the_card_ends_with_a_shared_session_that_ends_by_itself(client: Visitor) -> None:
    await send(client, shared="oui")
    clock.advance(timedelta(minutes=11))
    answer = await client.get(CARD)
    assert "/compte/connexion" in answer.headers["location"]
    await forget_sessions(client.app.state.settings, client.app.state.store)
    assert not await Session.exists()


async def test_who_signs_in_next_on_the_same_computer_sees_no_card(client: Visitor, stranger: User) -> None:
    await send(client, shared="oui")
    clock.advance(timedelta(minutes=11))
    await client.submit("/compte/connexion", handle=stranger.handle, passphrase=PASSPHRASE)
    assert (await client.get(CARD)).headers["location"] == "/"


async def test_the_card_is_for_its_person_only(client: Visitor, sign_in: SignIn, stranger: User) -> None:
    await send(client)
    other = await sign_in(stranger)
    assert (await other.get(CARD)).status_code == 303
    mine = await Session.get(card__isnull=False)
    await Session.filter(user_id=stranger.id).update(card=mine.card)
    assert words((await other.get(CARD)).text)[1] != words((await client.get(CARD)).text)[1]


async def test_the_card_goes_with_the_passphrase_it_says(client: Visitor) -> None:
    await send(client)
    [_, passphrase] = words((await client.get(CARD)).text)
    own = "girafe tunnel orange piano velours"
    token = hidden("csrf", (await client.get("/compte/phrase-secrete")).text)
    changed = await client.post("/compte/phrase-secrete", data={"csrf": token, "current": passphrase, "new": own})
    assert changed.status_code == 303
    assert (await client.get(CARD)).headers["location"] == "/"
    assert not await Session.exists(card__isnull=False)


async def test_the_card_wants_somebody(client: Visitor) -> None:
    assert "/compte/connexion" in (await client.get(CARD)).headers["location"]


async def test_another_phrase_keeps_what_was_typed(client: Visitor) -> None:
    answer = await send(client, another="oui", first_name="Zoé", shared="oui")
    assert answer.status_code == 200
    assert 'value="Zoé"' in answer.text
    assert " checked" in answer.text
    assert words(answer.text) != words((await client.get(URL)).text)
    assert not await User.exists()


@pytest.mark.parametrize("token", ["", "azerty azerty azerty", "ImNvdWNvdSI.aaaa.bbbb"])
async def test_a_phrase_that_we_did_not_propose_is_refused(client: Visitor, token: str) -> None:
    answer = await send(client, phrase=token)
    assert answer.status_code == 422
    assert len(words(answer.text)[0].split()) == 5
    assert not await User.exists()


async def test_an_old_page_proposes_again(client: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boite.boxes.proposal.PROPOSED_SECONDS", -1)
    answer = await send(client)
    assert answer.status_code == 422
    assert "Voici une nouvelle phrase" in answer.text


async def test_on_a_shared_computer_the_session_is_short(client: Visitor) -> None:
    answer = await send(client, shared="oui")
    assert "max-age" not in answer.headers.get_list("set-cookie")[0].lower()
    assert await Session.exists(shared=True)


async def test_somebody_signed_in_does_not_open_a_second_box(visitor: Visitor) -> None:
    assert (await visitor.get(URL)).headers["location"] == "/"


async def test_a_name_too_long_is_told(client: Visitor) -> None:
    assert (await send(client, first_name="a" * 81)).status_code == 422


async def test_openings_are_limited_by_address_and_a_class_passes(settings: Settings) -> None:
    app = create_app(replace(settings, signups_per_address=2))
    async with app.router.lifespan_context(app), Visitor(app) as visitor:
        for status in (303, 303, 429):
            visitor.cookies.delete("boite")
            assert (await send(visitor)).status_code == status
        clock.advance(timedelta(minutes=16))
        visitor.cookies.delete("boite")
        assert (await send(visitor)).status_code == 303


async def test_the_phrase_never_reaches_the_log(client: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await send(client, first_name="Zoé")
    for secret in (*words((await client.get(CARD)).text), "Zoé"):
        assert secret not in caplog.text


async def test_without_its_token_nothing_opens(client: Visitor) -> None:
    page = (await client.get(URL)).text
    assert (await client.post(URL, data={"phrase": hidden("phrase", page)})).status_code == 403
    assert not await User.exists()

"""The devices where one is signed in: listed, and disconnected from elsewhere."""

from __future__ import annotations

import pytest

from boite.accounts.models import Session, User
from boite.journal.models import Entry
from tests.conftest import SignIn
from tests.visitors import Visitor


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

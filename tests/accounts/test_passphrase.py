"""Changing one's passphrase: the old one is asked, the other devices go."""

from __future__ import annotations

import pytest

from boite.accounts.models import User
from tests.conftest import SignIn
from tests.people import PASSPHRASE
from tests.visitors import Visitor

URL = "/compte/phrase-secrete"
NEW = "girafe tunnel orange piano velours"


async def test_replaces_it_and_disconnects_the_others(
    visitor: Visitor, sign_in: SignIn, client: Visitor, person: User
) -> None:
    other = await sign_in(person)
    assert (await visitor.submit(URL, current=PASSPHRASE, new=NEW)).status_code == 303
    assert (await visitor.get("/compte/profil")).status_code == 200
    assert (await other.get("/compte/profil")).status_code == 303
    for passphrase, status in ((PASSPHRASE, 422), (NEW, 303)):
        answer = await client.submit("/compte/connexion", handle=person.handle, passphrase=passphrase)
        assert answer.status_code == status


async def test_proposes_another_one_each_time(visitor: Visitor) -> None:
    assert (await visitor.get(URL)).text != (await visitor.get(URL)).text


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [("pas cela", NEW, "current"), (PASSPHRASE, "court", "new"), (PASSPHRASE, "a" * 30, "new"), ("", NEW, "current")],
)
async def test_refuses_with_the_reason(visitor: Visitor, current: str, new: str, field: str) -> None:
    answer = await visitor.submit(URL, current=current, new=new)
    assert answer.status_code == 422
    assert f'href="#champ-{field}"' in answer.text
    assert new not in answer.text


async def test_guessing_the_current_one_is_limited(visitor: Visitor) -> None:
    for _ in range(10):
        await visitor.submit(URL, current="non", new=NEW)
    assert (await visitor.submit(URL, current=PASSPHRASE, new=NEW)).status_code == 429

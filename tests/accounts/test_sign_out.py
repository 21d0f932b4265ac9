"""Leaving: the session ends, and the browser forgets everything of ours."""

from __future__ import annotations

import pytest

from boite.accounts.models import Session, User
from tests.conftest import SignIn
from tests.visitors import Visitor

URL = "/compte/deconnexion"
FORGET = '"cache", "cookies", "storage"'


@pytest.mark.parametrize("shared", [True, False])
async def test_ends_the_session_and_clears_the_browser(sign_in: SignIn, person: User, shared: bool) -> None:
    """One's own device keeps the mark that its owner got in there: `test_known_devices`."""
    visitor = await sign_in(person, shared=shared)
    answer = await visitor.submit(URL)
    assert answer.status_code == 303
    assert answer.headers["clear-site-data"] == (FORGET if shared else '"cache", "storage"')
    taken_back = {line.split("=")[0] for line in answer.headers.get_list("set-cookie") if "Max-Age=0" in line}
    assert taken_back == {"boite", "boite_mot", "boite_jeton"}
    assert 'boite=""' in answer.headers["set-cookie"]
    assert not await Session.exists(user_id=person.id)
    assert "Vous pouvez partir" in (await visitor.get(answer.headers["location"])).text


async def test_the_old_cookie_opens_nothing(visitor: Visitor) -> None:
    kept = visitor.cookies["boite"]
    await visitor.submit(URL)
    visitor.cookies.set("boite", kept)
    assert (await visitor.get("/compte/profil")).status_code == 303


async def test_works_when_the_session_has_already_ended(client: Visitor) -> None:
    answer = await client.post(URL)
    assert answer.status_code == 303
    assert answer.headers["clear-site-data"] == FORGET


async def test_nobody_else_can_sign_me_out(visitor: Visitor, person: User) -> None:
    assert (await visitor.post(URL)).status_code == 403
    assert (await visitor.post(URL, headers={"sec-fetch-site": "cross-site"})).status_code == 403
    assert await Session.exists(user_id=person.id)


async def test_a_link_does_not_sign_out(visitor: Visitor) -> None:
    assert (await visitor.get(URL)).status_code == 405

"""Whoever knows an identifier cannot keep its owner out of the devices where they got in before."""

from __future__ import annotations

import base64
import re

from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from boite.accounts import known_devices
from boite.accounts.models import Attempt, Session, User
from boite.settings import Settings
from tests.conftest import OpenAccount
from tests.people import PASSPHRASE
from tests.visitors import Visitor

URL, COOKIE = "/compte/connexion", "boite_appareil"
NEW = "hortensia caravane tournesol igloo violon"


async def enter(visitor: Visitor, handle: str, passphrase: str = PASSPHRASE, **more: str) -> int:
    return (await visitor.submit(URL, handle=handle, passphrase=passphrase, **more)).status_code


async def besieged(app: Starlette, handle: str) -> None:
    """Somebody who knows the identifier spends every try, and goes on."""
    async with Visitor(app) as enemy:
        answers = [await enter(enemy, handle, "non") for _ in range(15)]
    assert answers == [422] * 10 + [429] * 5


async def left(visitor: Visitor) -> None:
    """Sign out, as one does: the browser forgets what it is told to."""
    session = await Session.get()
    visitor.session = session
    assert (await visitor.submit("/compte/deconnexion")).status_code == 303
    visitor.session = None
    visitor.cookies.set("boite_jeton", "a-nonce-of-the-tests")


async def test_the_owner_gets_in_where_they_did_before(app: Starlette, client: Visitor, person: User) -> None:
    assert await enter(client, person.handle) == 303
    await left(client)
    await besieged(app, person.handle)
    assert await enter(Visitor(app), person.handle) == 429, "a device that nobody knows"
    assert await enter(client, person.handle) == 303


async def test_a_known_device_has_tries_of_its_own_and_no_more(app: Starlette, client: Visitor, person: User) -> None:
    assert await enter(client, person.handle) == 303
    await left(client)
    assert [await enter(client, person.handle, "non") for _ in range(11)] == [422] * 10 + [429]
    assert await enter(Visitor(app), person.handle) == 303, "the others are not refused for it"


async def test_on_a_shared_computer_nothing_is_kept(client: Visitor, person: User) -> None:
    assert await enter(client, person.handle, shared="oui") == 303
    assert COOKIE not in client.cookies


async def test_a_new_passphrase_makes_every_device_unknown(app: Starlette, client: Visitor, person: User) -> None:
    async with Visitor(app) as lost:
        assert await enter(lost, person.handle) == 303
        stolen = lost.cookies[COOKIE]
    assert await enter(client, person.handle) == 303
    client.session = (await Session.filter(user_id=person.id).order_by("-created_at"))[0]
    fields = {"current": PASSPHRASE, "new": NEW}
    assert (await client.submit("/compte/phrase-secrete", **fields)).status_code == 303
    settings, now = app.state.settings, await User.get(id=person.id)
    assert not known_devices.read(stolen, settings).knows(now, settings)
    assert known_devices.read(client.cookies[COOKIE], settings).knows(now, settings)


async def test_its_cookie_names_nobody(client: Visitor, person: User, new_person: OpenAccount) -> None:
    assert await enter(client, person.handle) == 303
    await left(client)
    assert await enter(client, (await new_person("Marc")).handle) == 303
    said = client.cookies[COOKIE]
    plain = said + "".join(str(base64.urlsafe_b64decode(part + "==")) for part in said.split(".")[:1])
    for secret in (person.handle, str(person.id), person.first_name, PASSPHRASE):
        assert secret not in plain
    assert len(re.findall(r"[0-9a-f]{24}", plain)) == 2, "one mark for each of them"


async def test_refused_tries_leave_no_trace(app: Starlette, person: User) -> None:
    await besieged(app, person.handle)
    assert await Attempt.filter(scope="account").count() == 10


@given(st.text(max_size=300))
def test_a_cookie_that_is_not_ours_is_a_new_device(said: str) -> None:
    settings = Settings(secret="the-secret-of-the-tests")
    found = known_devices.read(said, settings)
    assert found.marks == ()
    assert found.number not in said or not said


def test_a_device_remembers_a_family_and_no_more() -> None:
    settings = Settings(secret="the-secret-of-the-tests")
    people = [User(handle=f"personne-{number}", secret_hash=str(number)) for number in range(8)]
    device = known_devices.read("", settings)
    for one in people:
        device = known_devices.read(device.with_account(one, settings).cookie(settings), settings)
    assert [device.knows(one, settings) for one in people] == [False] * 3 + [True] * 5

"""« Sur cet appareil »: a browser is its last person's, for as long as its session, and never a shared computer's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from starlette.applications import Starlette

from boite.accounts.models import Session, User
from boite.notifications import vapid
from boite.notifications.models import Channel, ContactPoint
from boite.settings import Settings
from tests.conftest import SignIn
from tests.notifications.push_service import Browser
from tests.notifications.pushing import told
from tests.visitors import Visitor

ENDPOINT = "https://web.push.apple.com/appareil"
SUBSCRIBE, SETTINGS = "/messages/appareils", "/messages/reglages"


@pytest.fixture
def offering(app: Starlette) -> Settings:
    """Settings with which pushes are offered."""
    app.state.settings = replace(app.state.settings, contact="bonjour@boite.exemple.fr")
    found: Settings = app.state.settings
    return found


def given(settings: Settings, endpoint: str = ENDPOINT, browser: Browser | None = None) -> dict[str, str]:
    """What the script of the page sends."""
    we, keys = vapid.identity(settings), browser or Browser()
    assert we is not None
    return {"adresse": endpoint, "p256dh": keys.p256dh, "auth": vapid.encoded(keys.auth), "cle": we.id}


async def devices(user: User) -> list[ContactPoint]:
    return await ContactPoint.filter(user_id=user.id, channel=Channel.PUSH, closed_at=None)


async def test_a_device_is_told_until_its_session_ends(visitor: Visitor, person: User, offering: Settings) -> None:
    assert (await visitor.submit(SUBSCRIBE, **given(offering))).status_code == 204
    [one] = await devices(person)
    assert (one.address, one.session_id is not None, len(one.vapid)) == (ENDPOINT, True, 8)
    page = unescape((await visitor.get(SETTINGS)).text)
    assert "L'écran dit qu'un message attend, sans dire lequel." in page
    await visitor.submit(f"/messages/appareils/{one.id}/detail", detail="oui")
    assert [each.detailed for each in await devices(person)] == [True]
    # The same browser again, with our key of now: one row, and what was chosen stays.
    await visitor.submit(SUBSCRIBE, **given(offering))
    [again] = await devices(person)
    assert again.detailed
    await visitor.submit(visitor.address("accounts:sign_out"))
    assert await ContactPoint.filter(channel=Channel.PUSH).count() == 0


async def test_a_browser_is_its_last_persons(
    visitor: Visitor, person: User, stranger: User, sign_in: SignIn, offering: Settings
) -> None:
    await visitor.submit(SUBSCRIBE, **given(offering))
    await ContactPoint.filter(user_id=person.id).update(detailed=True)
    other = await sign_in(stranger)
    await other.submit(SUBSCRIBE, **given(offering))
    assert await devices(person) == []
    assert [each.detailed for each in await devices(stranger)] == [False]
    page = (await visitor.get(SETTINGS)).text
    assert "data-alerts-start" in page  # offered again to whom it was taken from, and nothing says to whom it went


async def test_nothing_is_offered_on_a_shared_computer(sign_in: SignIn, person: User, offering: Settings) -> None:
    shared = await sign_in(person, shared=True)
    page = unescape((await shared.get(SETTINGS)).text)
    assert "Sur un ordinateur partagé, rien ne doit s'afficher après vous." in page
    assert "data-alerts-start" not in page
    assert "visit.js" not in page
    assert "manifest" not in page
    assert (await shared.submit(SUBSCRIBE, **given(offering))).status_code == 403
    assert await devices(person) == []


async def test_without_anybody_to_write_to_nothing_is_offered(visitor: Visitor, person: User, app: Starlette) -> None:
    page = unescape((await visitor.get(SETTINGS)).text)
    assert "Les alertes ne sont pas encore proposées ici." in page
    assert "data-alerts-start" not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(
            ("adresse", "https://127.0.0.1/web.push.apple.com"),
            ("adresse", "http://web.push.apple.com/a"),
            ("auth", "a"),
        ),
        *(("adresse", "https://web.push.apple.com/" + "a" * 3000), ("p256dh", ""), ("adresse", ""), ("auth", "a")),
    ],
)
async def test_what_no_browser_gives_is_refused(
    visitor: Visitor, person: User, offering: Settings, field: str, value: str
) -> None:
    answer = await visitor.submit(SUBSCRIBE, **given(offering) | {field: value})
    assert (answer.status_code, await devices(person)) == (422, [])


async def test_another_key_of_ours_asks_to_subscribe_again(visitor: Visitor, person: User, offering: Settings) -> None:
    refused = await visitor.submit(SUBSCRIBE, **given(offering) | {"cle": "00000000"})
    assert refused.status_code == 403
    await visitor.submit(SUBSCRIBE, **given(offering))
    state = "/messages/appareils/etat"
    assert {"told": True, "wanted": True}.items() <= (await visitor.get(state)).json().items()
    await ContactPoint.filter(user_id=person.id).update(vapid="00000000")
    assert {"told": False, "wanted": True}.items() <= (await visitor.get(state)).json().items()
    [one] = await devices(person)
    await visitor.submit(f"/messages/appareils/{one.id}/arret")
    # Stopped by its person, also from elsewhere: it does not come back by itself.
    assert {"told": False, "wanted": False}.items() <= (await visitor.get(state)).json().items()


async def test_what_was_read_elsewhere_leaves_the_screen(visitor: Visitor, person: User) -> None:
    first, second = await told(person), await told(person)
    state = f"/messages/appareils/etat?ligne={first}&ligne={second}&ligne=charabia"
    assert set((await visitor.get(state)).json()["new"]) == {str(first), str(second)}
    await visitor.get(f"/messages/lire/{first}")
    assert (await visitor.get(state)).json()["new"] == [str(second)]


async def test_a_browser_whose_address_changed_proves_it_by_the_former(
    visitor: Visitor, person: User, stranger: User, sign_in: SignIn, offering: Settings
) -> None:
    await visitor.submit(SUBSCRIBE, **given(offering))
    moved = {**given(offering, ENDPOINT + "2"), "ancien": ENDPOINT}
    other = await sign_in(stranger)
    assert (await other.post("/messages/appareils/suite", data=moved)).status_code == 403
    assert (await visitor.post("/messages/appareils/suite", data=moved)).status_code == 204
    assert [each.address for each in await devices(person)] == [ENDPOINT + "2"]
    assert (await visitor.post("/messages/appareils/suite", data=moved)).status_code == 403


async def test_each_stops_their_own_devices_only(
    visitor: Visitor, person: User, stranger: User, sign_in: SignIn, offering: Settings
) -> None:
    await visitor.submit(SUBSCRIBE, **given(offering))
    [one] = await devices(person)
    other = await sign_in(stranger)
    assert (await other.submit(f"/messages/appareils/{one.id}/arret")).status_code == 404
    elsewhere = await sign_in(person)
    page = (await elsewhere.get(SETTINGS)).text
    assert f"/messages/appareils/{one.id}/arret" in page
    await elsewhere.submit(f"/messages/appareils/{one.id}/arret")
    assert await devices(person) == []


async def test_looking_whether_something_was_read_is_no_gesture(visitor: Visitor, person: User) -> None:
    await Session.filter(user_id=person.id).update(seen_at=datetime(2020, 1, 1, tzinfo=UTC))
    for path in ("/messages/appareils/etat", "/avis.js"):
        assert (await visitor.get(path)).status_code == 200
    assert (await Session.get(user_id=person.id)).seen_at.year == 2020

"""A shared computer: a short session, warned and extendable, that leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta

from boite import clock
from boite.accounts.models import Session, User
from tests.conftest import SignIn
from tests.people import PASSPHRASE
from tests.visitors import Visitor

PROFILE = "/compte/profil"


async def test_the_cookie_ends_with_the_browser(client: Visitor, person: User) -> None:
    answer = await client.submit("/compte/connexion", handle=person.handle, passphrase=PASSPHRASE, shared="oui")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("boite=")
    assert "max-age" not in cookie
    assert "expires" not in cookie
    assert await Session.exists(user_id=person.id, shared=True)


async def test_ends_after_ten_minutes_without_a_gesture(sign_in: SignIn, person: User) -> None:
    visitor = await sign_in(person, shared=True)
    clock.advance(timedelta(minutes=9, seconds=50))
    assert (await visitor.get(PROFILE)).status_code == 200
    clock.advance(timedelta(minutes=9, seconds=50))
    assert (await visitor.get(PROFILE)).status_code == 200
    clock.advance(timedelta(minutes=10, seconds=1))
    assert (await visitor.get(PROFILE)).status_code == 303


async def test_one_s_own_device_stays_for_thirty_days(visitor: Visitor) -> None:
    clock.advance(timedelta(days=29))
    assert (await visitor.get(PROFILE)).status_code == 200
    clock.advance(timedelta(days=31))
    assert (await visitor.get(PROFILE)).status_code == 303


async def test_without_scripts_a_page_warns_one_minute_before(sign_in: SignIn, person: User) -> None:
    page = (await (await sign_in(person, shared=True)).get("/compte/profil?a=1")).text
    head = page.split("</head>")[0]
    assert '<noscript><meta http-equiv="refresh" content="5' in head
    assert "/compte/pause?suite=%2Fcompte%2Fprofil%3Fa%3D1" in head
    assert "ordinateur partagé" in page.lower()


async def test_one_s_own_device_is_not_warned(visitor: Visitor) -> None:
    page = (await visitor.get(PROFILE)).text
    assert "http-equiv" not in page
    assert "session.js" not in page


async def test_the_warning_page_does_not_keep_the_session_open(sign_in: SignIn, person: User) -> None:
    visitor = await sign_in(person, shared=True)
    clock.advance(timedelta(minutes=9))
    for _ in range(2):
        warned = await visitor.get("/compte/pause?suite=/journal/")
        assert warned.status_code == 200
    assert "Votre session va se fermer" in warned.text
    seconds, _, target = warned.headers["refresh"].partition("; url=")
    assert 50 <= int(seconds) <= 61
    assert target == "/compte/connexion"
    assert 50 <= int(warned.headers["boite-secondes"]) <= 60
    clock.advance(timedelta(seconds=61))
    assert (await visitor.get("/compte/pause")).status_code == 303


async def test_continuing_keeps_it_open_and_goes_back(sign_in: SignIn, person: User) -> None:
    visitor = await sign_in(person, shared=True)
    clock.advance(timedelta(minutes=9, seconds=30))
    answer = await visitor.submit("/compte/prolongation", suite="/journal/")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/journal/"
    clock.advance(timedelta(minutes=9))
    assert (await visitor.get(PROFILE)).status_code == 200


async def test_continuing_never_leads_to_another_site(sign_in: SignIn, person: User) -> None:
    visitor = await sign_in(person, shared=True)
    answer = await visitor.submit("/compte/prolongation", suite="//evil.example")
    assert answer.headers["location"] == "/"


async def test_pages_are_not_kept_by_the_browser(sign_in: SignIn, person: User) -> None:
    visitor = await sign_in(person, shared=True)
    assert (await visitor.get(PROFILE)).headers["cache-control"] == "no-store"

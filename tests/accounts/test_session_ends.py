"""A session ends one day whatever is done, changes its token with the passphrase, and the day of a visit is kept."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette

from boite import clock
from boite.accounts import credentials, sessions
from boite.accounts.credentials import hash_passphrase
from boite.accounts.models import Attempt, Session, User
from boite.clock import now, today
from boite.database.connection import connection
from boite.errors import Busy
from boite.settings import Settings
from tests.conftest import SignIn
from tests.people import PASSPHRASE
from tests.visitors import Visitor

NEW = "hortensia caravane tournesol igloo violon"


@pytest.mark.parametrize(
    ("shared", "step", "longest"),
    [(False, timedelta(days=20), timedelta(days=180)), (True, timedelta(minutes=8), timedelta(hours=8))],
)
async def test_a_session_in_use_ends_at_its_longest(
    sign_in: SignIn, person: User, shared: bool, step: timedelta, longest: timedelta
) -> None:
    visitor = await sign_in(person, shared=shared)
    begun = now()
    while now() - begun < longest - step:
        clock.advance(step)
        assert (await visitor.get("/compte/profil")).status_code == 200, now() - begun
    clock.advance(step)
    assert (await visitor.get("/compte/profil")).status_code == 303


async def test_a_new_passphrase_renews_this_session_too(visitor: Visitor, person: User) -> None:
    """Whoever copied the cookie before has nothing any more; this browser goes on."""
    stolen = visitor.cookies["boite"]
    answer = await visitor.submit("/compte/phrase-secrete", current=PASSPHRASE, new=NEW)
    assert answer.status_code == 303
    renewed = re.findall(r"^boite=([^;]+)", "\n".join(answer.headers.get_list("set-cookie")), re.MULTILINE)
    for token, status in ((stolen, 303), (renewed[0], 200)):
        browser = Visitor(visitor.app)
        browser.cookies.set("boite", token)
        assert (await browser.get("/compte/profil")).status_code == status
    assert await Session.filter(user_id=person.id).count() == 1


async def test_the_day_of_the_last_visit_is_kept(sign_in: SignIn, person: User) -> None:
    visitor = await sign_in(person)
    assert (await User.get(id=person.id)).seen_on == today()
    clock.advance(timedelta(days=3))
    await visitor.get("/compte/pause")
    assert (await User.get(id=person.id)).seen_on == today() - timedelta(days=3), "a page that comes by itself"
    await visitor.get("/")
    assert (await User.get(id=person.id)).seen_on == today()


async def test_whoever_never_came_since_days_are_kept_is_taken_to_come_on_the_day_of_the_migration(
    person: User, stranger: User
) -> None:
    long_ago = today() - timedelta(days=400)
    await User.filter(id=person.id).update(seen_on=long_ago)
    await User.filter(id=stranger.id).update(seen_on=None)
    migration = import_module("migrations.0030_moved_and_idle")
    await migration.seen(None, SimpleNamespace(client=connection()))
    days = [(await User.get(id=one.id)).seen_on for one in (person, stranger)]
    assert days == [long_ago, today()]


async def test_nobody_waits_long_for_argon2(app: Starlette, settings: Settings) -> None:
    few = replace(settings, hashing_threads=1, hashing_queue=3)
    credentials._limiters.clear()
    done = await asyncio.gather(*(hash_passphrase(PASSPHRASE, few) for _ in range(12)), return_exceptions=True)
    credentials._limiters.clear()
    assert sum(isinstance(one, Busy) for one in done) == 8
    assert sum(isinstance(one, str) for one in done) == 4


async def test_too_many_at_once_get_a_calm_page(app: Starlette, person: User, settings: Settings) -> None:
    app.state.settings = replace(settings, hashing_threads=1, hashing_queue=1)
    credentials._limiters.clear()
    visitors = [Visitor(app) for _ in range(8)]
    fields = {"handle": person.handle, "passphrase": PASSPHRASE}
    answers = await asyncio.gather(*(one.submit("/compte/connexion", **fields) for one in visitors))
    credentials._limiters.clear()
    refused = [answer for answer in answers if answer.status_code == 503]
    assert refused
    assert {answer.status_code for answer in answers} == {303, 503}
    assert "Beaucoup de personnes arrivent en même temps" in refused[0].text
    assert refused[0].headers["retry-after"] == "30"
    assert not await Attempt.exists(scope="account"), "they tried nothing"
    assert (await Visitor(app).submit("/compte/connexion", **fields)).status_code == 303
    assert await sessions.living(person.id)

"""« Me prévenir »: by kind and channel, when, and silence until a day that exists."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from boite.accounts.models import User
from boite.clock import PARIS, now, today
from boite.notifications import preferences
from boite.notifications.models import Channel, ContactEnd, ContactPoint, Rhythm
from boite.settings import Settings
from tests.conftest import SignIn
from tests.notifications.mailing import written_to
from tests.notifications.reaching import contact
from tests.visitors import Visitor

PAGE = "/messages/reglages"
USUAL = {"digest": "fortnight", "weekday": "1", "at": "540", "quiet_from": "1200", "quiet_to": "480"}


@pytest.fixture
async def browser(person: User, sign_in: SignIn) -> Visitor:
    return await sign_in(person)


def plain(page: str) -> str:
    return page.replace("\u00a0", " ").replace("\u202f", " ").replace("&#39;", "'").replace("’", "'")


async def test_what_is_usual_is_said_in_words(browser: Visitor) -> None:
    page = plain((await browser.get(PAGE)).text)
    assert "Deux fois par mois, le mardi, à partir de 9 h, seulement si quelque chose vous attend." in page
    assert "Rien de 20 h à 8 h." in page
    assert "Ni le dimanche." in page
    assert 'name="courriel"' not in page, "a channel that is not theirs has no box"


async def test_a_box_for_each_channel_of_each_kind(browser: Visitor, person: User, settings: Settings) -> None:
    await written_to(person, settings)
    page = (await browser.get(PAGE)).text
    kinds = [kind.code for kind in preferences.offered(person)]
    assert page.count('name="courriel"') == page.count('name="sujet"') == len(kinds)
    await browser.submit(PAGE, canal=["service", "mail"], sujet=kinds, courriel=["event.near"])
    said = await preferences.chosen(person.id)
    refused = {code for (code, channel), wanted in said.items() if channel == Channel.MAIL and not wanted}
    silent = {kind.code for kind in preferences.offered(person) if Channel.MAIL in kind.silent}
    assert refused | silent == {*kinds} - {"event.near"}
    await browser.submit(PAGE, canal=["service"], sujet=kinds)
    assert await preferences.chosen(person.id) == said, "a column that was not shown stays as it was"
    assert (await browser.submit(PAGE, canal=["service"], sujet=["nothing"])).status_code in (400, 422)


async def test_a_theme_says_how_many_of_its_kinds_are_told(browser: Visitor) -> None:
    assert "Mes papiers 6 sur 6" in " ".join(re.sub(r"<[^>]+>", " ", plain((await browser.get(PAGE)).text)).split())
    await browser.submit(PAGE, canal=["service"], sujet=["cv.old", "event.near"])
    page = " ".join(re.sub(r"<[^>]+>", " ", plain((await browser.get(PAGE)).text)).split())
    assert "Mes papiers 1 sur 6" in page
    assert "Mes événements 1 sur 4" in page
    assert "Les structures 0 sur 2" in page
    assert "Mon travail" not in page


async def test_a_kind_without_a_box_on_a_channel_is_not_noted_as_unwanted(
    browser: Visitor, person: User, settings: Settings
) -> None:
    await contact(settings, person, Channel.SMS)
    kinds = [kind.code for kind in preferences.offered(person)]
    page = (await browser.get(PAGE)).text
    boxes = {kind.code for kind in preferences.offered(person) if Channel.SMS in kind.by}
    assert page.count('name="sms"') == len(boxes) < len(kinds)
    await browser.submit(PAGE, canal=["service", "sms"], sujet=kinds)
    said = await preferences.chosen(person.id)
    assert {code for code, channel in said if channel == Channel.SMS} <= boxes


async def test_the_rhythm_is_chosen(browser: Visitor, person: User) -> None:
    assert (await browser.get(f"{PAGE}/quand")).status_code == 200
    chosen = {**USUAL, "digest": "week", "weekday": "4", "at": "1050", "sundays": "oui"}
    assert (await browser.submit(f"{PAGE}/quand", **chosen)).status_code == 303
    row = await Rhythm.get(user_id=person.id)
    assert (row.digest, row.weekday, row.at, row.saturdays, row.sundays) == ("week", 4, 1050, False, True)
    assert "Chaque semaine, le vendredi, à 17 h 30" in plain((await browser.get(PAGE)).text)


@pytest.mark.parametrize(
    "bad", [{"digest": "hourly"}, {"weekday": "7"}, {"at": "541"}, {"quiet_from": "-1"}, {"quiet_to": ""}]
)
async def test_what_is_no_rhythm_is_refused(browser: Visitor, bad: dict[str, str]) -> None:
    assert (await browser.submit(f"{PAGE}/quand", **USUAL | bad)).status_code == 422
    assert not await Rhythm.exists()


async def test_silence_until_a_day_then_again(browser: Visitor, person: User) -> None:
    assert (await browser.submit(f"{PAGE}/pause", duree="semaine")).status_code == 303
    row = await Rhythm.get(user_id=person.id)
    assert row.paused_until is not None
    assert row.paused_until.astimezone(PARIS).date() == today() + timedelta(days=8)
    assert row.digest == "fortnight"
    assert "Tout est suspendu" in plain((await browser.get(PAGE)).text)
    for _ in range(2):
        assert (await browser.submit(f"{PAGE}/reprise")).status_code == 303
    row = await Rhythm.get(user_id=person.id)
    assert row.paused_until is not None
    assert row.paused_until <= now()
    assert "Tout est suspendu" not in plain((await browser.get(PAGE)).text)


@pytest.mark.parametrize("bad", ["2027-02-30", "2027-02-29", "2020-01-01", "9999-12-31", "demain", ""])
async def test_a_day_that_is_none_is_refused_kindly(browser: Visitor, bad: str) -> None:
    answer = await browser.submit(f"{PAGE}/pause", until=bad)
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert not await Rhythm.exists()


async def test_an_address_that_died_is_said_here_and_at_home(
    browser: Visitor, person: User, settings: Settings
) -> None:
    contact = await written_to(person, settings)
    await ContactPoint.filter(id=contact.id).update(closed_at=now(), closed_why=ContactEnd.DEAD.value)
    for page in (PAGE, "/"):
        assert "Nous ne pouvons plus vous écrire" in plain((await browser.get(page)).text), page
    await written_to(person, settings, "autre@exemple.fr")
    for page in (PAGE, "/"):
        assert "Nous ne pouvons plus vous écrire" not in plain((await browser.get(page)).text), page

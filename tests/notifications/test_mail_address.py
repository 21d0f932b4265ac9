"""An address is somebody's once they copied the code that was written to it; nothing says that another has it too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boite import clock
from boite.accounts.models import User
from boite.mail.models import OutgoingMail
from boite.notifications import contact_points
from boite.notifications.models import Channel, CodeAsked, ContactEnd, ContactPoint
from boite.settings import Settings
from tests.conftest import SignIn
from tests.visitors import Visitor

ADDRESS, PAGE = "/messages/reglages/courriel", "/messages/reglages/courriel/code"
INES, OTHER = "ines@exemple.fr", "ines.autre@exemple.fr"


@pytest.fixture
async def browser(person: User, sign_in: SignIn) -> Visitor:
    return await sign_in(person)


async def the_code(settings: Settings, address: str = INES) -> str:
    """What somebody reads in the last mail."""
    mail = await OutgoingMail.filter(address=address).order_by("-id").first()
    assert mail is not None
    [line] = [line for line in mail.text.splitlines() if line.replace(" ", "").isdigit()]
    assert "List-Unsubscribe" not in mail.headers
    return line


async def given(browser: Visitor, settings: Settings, address: str = INES) -> None:
    answer = await browser.submit(ADDRESS, email=address)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert (await browser.submit(PAGE, code=await the_code(settings, address))).status_code == 303


async def test_the_address_of_the_profile_is_proposed_and_a_code_confirms_it(
    browser: Visitor, person: User, settings: Settings
) -> None:
    await User.filter(id=person.id).update(email=INES)
    assert f'value="{INES}"' in (await browser.get(ADDRESS)).text
    assert await contact_points.open_of(person.id) == []
    await browser.submit(ADDRESS, email=INES)
    assert await contact_points.open_of(person.id) == [], "nothing before the code"
    assert INES in (await browser.get(PAGE)).text
    code = await the_code(settings)
    for _ in range(2):
        assert (await browser.submit(PAGE, code=code)).status_code == 303, "two touches of one button"
    [contact] = await contact_points.open_of(person.id)
    assert (contact.channel, contact.address) == (Channel.MAIL, INES)
    assert INES in (await browser.get("/messages/reglages")).text


async def test_a_code_has_three_tries_and_ten_minutes(browser: Visitor, person: User, settings: Settings) -> None:
    await browser.submit(ADDRESS, email=INES)
    code = await the_code(settings)
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}"
    for _ in range(3):
        answer = await browser.submit(PAGE, code=wrong)
        assert (answer.status_code, "bon" in answer.text) == (422, True)
    assert (await browser.submit(PAGE, code=code)).status_code == 422
    await browser.submit(ADDRESS, email=INES)
    clock.advance(timedelta(minutes=10, seconds=1))
    assert (await browser.submit(PAGE, code=await the_code(settings))).status_code == 404
    assert await contact_points.open_of(person.id) == []


async def test_codes_are_counted_by_address_and_by_account(
    browser: Visitor, person: User, stranger: User, sign_in: SignIn
) -> None:
    for _ in range(3):
        assert (await browser.submit(ADDRESS, email=INES)).status_code == 303
    assert (await browser.submit(ADDRESS, email=INES.upper())).status_code == 429
    other = await sign_in(stranger)
    assert (await other.submit(ADDRESS, email=INES)).status_code == 429, "the address, whoever asks"
    for number in range(2):
        assert (await browser.submit(ADDRESS, email=f"a{number}@exemple.fr")).status_code == 303
    assert (await browser.submit(ADDRESS, email="a9@exemple.fr")).status_code == 429
    assert await OutgoingMail.all().count() == await CodeAsked.all().count() == 5
    clock.advance(timedelta(days=1, seconds=1))
    assert (await browser.submit(ADDRESS, email=INES)).status_code == 303


async def test_another_address_closes_the_first_which_learns_it_once(
    browser: Visitor, person: User, settings: Settings
) -> None:
    await given(browser, settings)
    await browser.submit(ADDRESS, email=OTHER)
    [still] = await contact_points.open_of(person.id)
    assert still.address == INES, "until the code is copied"
    code = await the_code(settings, OTHER)
    for _ in range(2):
        await browser.submit(PAGE, code=code)
    [now] = await contact_points.open_of(person.id)
    assert now.address == OTHER
    assert (await ContactPoint.get(address=INES)).closed_why == ContactEnd.REPLACED
    told = await OutgoingMail.filter(address=INES, subject__contains="plus à cette adresse")
    assert len(told) == 1
    assert OTHER not in told[0].text


async def test_stopping_and_coming_back(browser: Visitor, person: User, settings: Settings) -> None:
    await given(browser, settings)
    assert (await browser.submit(f"{ADDRESS}/fin")).status_code == 303
    assert (await browser.submit(f"{ADDRESS}/fin")).status_code == 303
    assert await contact_points.open_of(person.id) == []
    await given(browser, settings)
    assert len(await contact_points.open_of(person.id)) == 1


async def test_two_people_may_read_one_mailbox_and_neither_learns_it(
    browser: Visitor, stranger: User, sign_in: SignIn, settings: Settings
) -> None:
    alone = (await browser.submit(ADDRESS, email=INES), (await browser.get(PAGE)).text)
    await browser.submit(PAGE, code=await the_code(settings))
    other = await sign_in(stranger)
    second = (await other.submit(ADDRESS, email=INES), (await other.get(PAGE)).text)
    assert alone[0].status_code == second[0].status_code
    assert len(alone[1]) == len(second[1])
    await other.submit(PAGE, code=await the_code(settings))
    assert len(await contact_points.open_of(stranger.id)) == 1


@pytest.mark.parametrize(
    "bad", ["", "ines", "ines@@exemple.fr", "inès@exemple.fr", "a@exemple.fr\r\nBcc: b@exemple.fr"]
)
async def test_what_is_no_address_is_refused(browser: Visitor, bad: str) -> None:
    assert (await browser.submit(ADDRESS, email=bad)).status_code == 422
    assert not await OutgoingMail.all().exists()


async def test_the_code_of_somebody_else_is_worth_nothing(
    browser: Visitor, stranger: User, sign_in: SignIn, settings: Settings
) -> None:
    await browser.submit(ADDRESS, email=INES)
    other = await sign_in(stranger)
    assert (await other.submit(PAGE, code=await the_code(settings))).status_code == 404
    await other.submit(ADDRESS, email=OTHER)
    assert (await other.submit(PAGE, code=await the_code(settings))).status_code == 422

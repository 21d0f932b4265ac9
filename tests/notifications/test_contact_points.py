"""An address is told something once its owner copied a code that only they could read."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from boite import clock
from boite.accounts.models import User
from boite.database.connection import transaction
from boite.errors import Invalid, NotFound, TooMany
from boite.notifications import contact_points
from boite.notifications.models import Channel, CodeAsked, ContactEnd, ContactPoint
from boite.settings import Settings

INES, OTHER = "ines@exemple.fr", "ines.m@exemple.org"


async def ask(settings: Settings, person: User, address: str = INES, channel: Channel = Channel.MAIL) -> ContactPoint:
    async with transaction():
        return await contact_points.ask(settings, person.id, channel, address)


async def test_copied_it_is_theirs(person: User, settings: Settings) -> None:
    asked = await ask(settings, person)
    code = contact_points.code_of(settings, asked)
    assert await contact_points.open_of(person.id) == []
    await contact_points.confirm(settings, person.id, Channel.MAIL, f" {code[:3]} {code[3:]} ")
    [mine] = await contact_points.open_of(person.id)
    assert mine.address == INES
    await contact_points.confirm(settings, person.id, Channel.MAIL, code)
    assert [each.id for each in await contact_points.open_of(person.id)] == [mine.id], "two touches of one button"


async def test_three_wrong_codes_and_the_right_one_is_worth_nothing(person: User, settings: Settings) -> None:
    asked = await ask(settings, person)
    code = contact_points.code_of(settings, asked)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for typed in (wrong, "", wrong, code):
        with pytest.raises(Invalid):
            await contact_points.confirm(settings, person.id, Channel.MAIL, typed)


async def test_parallel_guesses_are_three_at_most(person: User, settings: Settings) -> None:
    await ask(settings, person)
    guesses = (contact_points.confirm(settings, person.id, Channel.MAIL, f"{number}") for number in range(9))
    assert all(isinstance(each, Invalid) for each in await asyncio.gather(*guesses, return_exceptions=True))
    assert (await ContactPoint.get(user_id=person.id)).code_tries == contact_points.TRIES


async def test_too_late(person: User, settings: Settings) -> None:
    asked = await ask(settings, person)
    clock.advance(contact_points.VALID + timedelta(seconds=1))
    with pytest.raises(NotFound):
        await contact_points.confirm(settings, person.id, Channel.MAIL, contact_points.code_of(settings, asked))


async def test_another_code_ends_the_former(person: User, settings: Settings) -> None:
    first = contact_points.code_of(settings, await ask(settings, person))
    second = contact_points.code_of(settings, await ask(settings, person))
    assert first != second
    with pytest.raises(Invalid):
        await contact_points.confirm(settings, person.id, Channel.MAIL, first)
    await contact_points.confirm(settings, person.id, Channel.MAIL, second)


async def test_somebody_else_s_code_is_worth_nothing(person: User, stranger: User, settings: Settings) -> None:
    asked = await ask(settings, person)
    await ask(settings, stranger)
    with pytest.raises(Invalid):
        await contact_points.confirm(settings, stranger.id, Channel.MAIL, contact_points.code_of(settings, asked))


async def test_two_people_may_share_one_address(person: User, stranger: User, settings: Settings) -> None:
    for who in (person, stranger):
        code = contact_points.code_of(settings, await ask(settings, who))
        await contact_points.confirm(settings, who.id, Channel.MAIL, code)
    [mine] = await contact_points.open_of(person.id)
    await contact_points.close(mine, ContactEnd.STOPPED)
    assert await contact_points.open_of(person.id) == []
    assert len(await contact_points.open_of(stranger.id)) == 1


async def test_another_address_replaces_it_and_the_first_must_be_proved_again(person: User, settings: Settings) -> None:
    for address in (INES, OTHER):
        code = contact_points.code_of(settings, await ask(settings, person, address))
        await contact_points.confirm(settings, person.id, Channel.MAIL, code)
    [mine] = await contact_points.open_of(person.id)
    assert mine.address == OTHER
    back = await ask(settings, person, INES)
    assert back.confirmed_at is None
    assert (await ContactPoint.get(user_id=person.id, address=OTHER)).closed_at is None


async def test_a_telephone_does_not_ring_all_day(person: User, stranger: User, settings: Settings) -> None:
    phone = "+33612345678"
    for who in (person, person, stranger):
        await ask(settings, who, phone, Channel.SMS)
    with pytest.raises(TooMany):
        await ask(settings, stranger, phone, Channel.SMS)
    assert await CodeAsked.all().count() == 3, "one that was refused does not count"
    clock.advance(timedelta(days=1, minutes=1))
    await ask(settings, stranger, phone, Channel.SMS)


async def test_an_account_asks_for_few_addresses_a_day(person: User, settings: Settings) -> None:
    for number in range(contact_points.BY_PERSON):
        await ask(settings, person, f"ines{number}@exemple.fr")
    with pytest.raises(TooMany):
        await ask(settings, person, "une.autre@exemple.fr")


async def test_no_code_is_kept(person: User, settings: Settings) -> None:
    asked = await ask(settings, person)
    row = await ContactPoint.filter(id=asked.id).values()
    assert contact_points.code_of(settings, asked) not in str(row)

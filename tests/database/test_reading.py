"""Somebody who reads does not wait for somebody who writes."""

from __future__ import annotations

import asyncio

import pytest

from boite.accounts.models import User
from boite.database.connection import execute, fetch, fetch_by_key, insert_all, transaction
from boite.journal.models import Entry
from boite.journal.subject import SubjectKind

pytestmark = pytest.mark.anyio
RENAME = "UPDATE account_user SET first_name = ? WHERE id = ?"
NAME = "SELECT first_name FROM account_user WHERE id = ?"


async def first_name(person: User) -> str:
    [row] = await fetch(NAME, person.id)
    return str(row["first_name"])


async def test_a_reader_does_not_wait_for_a_long_transaction(person: User) -> None:
    asked, before = asyncio.Event(), person.first_name

    async def read() -> tuple[str, str]:
        await asked.wait()
        return await first_name(person), (await User.get(id=person.id)).first_name

    reader = asyncio.create_task(read())  # before the transaction: it is somebody else's
    async with transaction():
        await execute(RENAME, "Zoé", person.id)
        asked.set()
        assert await asyncio.wait_for(reader, 20) == (before, before)
        assert await first_name(person) == "Zoé"
    assert await first_name(person) == "Zoé"


async def rename_in_vain(person: User, *, brief: bool) -> None:
    async with transaction(brief=brief):
        await execute(RENAME, "Zoé", person.id)
        assert await first_name(person) == "Zoé"
        raise ZeroDivisionError


async def forget_in_vain(person: User) -> None:
    async with transaction():
        await Entry.filter(owner_id=person.id).delete()
        raise ZeroDivisionError


@pytest.mark.parametrize("brief", [True, False])
async def test_a_transaction_is_whole_or_nothing(person: User, *, brief: bool) -> None:
    with pytest.raises(ZeroDivisionError):
        await rename_in_vain(person, brief=brief)
    assert await first_name(person) == person.first_name
    async with transaction(brief=brief):
        await execute(RENAME, "Zoé", person.id)
        async with transaction(brief=True):
            await insert_all(entry(person), entry(person))
        with pytest.raises(ZeroDivisionError):
            await forget_in_vain(person)
        assert (await User.get(id=person.id)).first_name == "Zoé"
    assert await Entry.filter(owner_id=person.id, kind="paper.deposited").count() == 2


def entry(person: User) -> Entry:
    return Entry(
        owner_id=person.id, kind="paper.deposited", details={}, subject_kind=SubjectKind.NODE, subject_id=str(person.id)
    )


async def test_brief_transactions_take_turns(person: User) -> None:
    async def add(name: str) -> None:
        async with transaction(brief=True):
            await execute(RENAME, name, person.id)
            await asyncio.sleep(0)
            assert await first_name(person) == name

    await asyncio.gather(*(asyncio.create_task(add(str(number))) for number in range(20)))


async def test_a_row_found_by_its_key_is_as_of_the_last_commit_or_of_ones_own_transaction(person: User) -> None:
    async with transaction():
        await execute(RENAME, "Zoé", person.id)
        assert (await fetch_by_key(NAME, person.id))[0]["first_name"] == "Zoé"
    assert (await fetch_by_key(NAME, person.id))[0]["first_name"] == "Zoé"
    await execute(RENAME, "Ana", person.id)
    assert (await fetch_by_key(NAME, person.id))[0]["first_name"] == "Ana"

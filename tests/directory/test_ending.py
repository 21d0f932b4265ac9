"""Structures that close, move or are merged: nothing is hidden, nobody turns in circles."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from boite.accounts.models import Role, User
from boite.directory import checking, ending, keepers
from boite.directory.models import Ending, EndKind, Membership, Revision, Structure, What
from boite.errors import Conflict, Invalid
from boite.journal.models import Entry
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure


async def merged(structure: Structure, into: Structure, by: User) -> None:
    await ending.end(structure, EndKind.MERGED, by=by, successor=into.slug)


async def test_a_closed_structure_says_so_and_keeps_its_sheet(sheet: Structure, coordinator: User) -> None:
    await ending.end(sheet, EndKind.CLOSED, by=coordinator, since=date(2026, 1, 31), note="Le bail a pris fin.")
    row = await Ending.get(structure_id=sheet.id)
    assert (row.kind, row.since, row.note, row.successor_id) == (EndKind.CLOSED, date(2026, 1, 31), row.note, None)
    assert (await Revision.get()).what == What.ENDED
    assert [entry.kind for entry in await Entry.filter(owner_id=coordinator.id)][-1] == "directory.ended"
    with pytest.raises(Conflict):
        await ending.end(sheet, EndKind.CLOSED, by=coordinator)


async def test_it_may_be_opened_again(sheet: Structure, coordinator: User) -> None:
    await ending.end(sheet, EndKind.CLOSED, by=coordinator)
    await ending.reopen(sheet, by=coordinator)
    assert not await Ending.exists()
    with pytest.raises(Conflict):
        await ending.reopen(sheet, by=coordinator)


async def test_a_merger_names_the_structure_that_follows(sheet: Structure, coordinator: User) -> None:
    with pytest.raises(Invalid):
        await ending.end(sheet, EndKind.MERGED, by=coordinator)
    with pytest.raises(Invalid):
        await ending.end(sheet, EndKind.MERGED, by=coordinator, successor="nulle-part")
    with pytest.raises(Invalid):
        await merged(sheet, sheet, coordinator)
    assert not await Ending.exists()
    assert not await Revision.exists()


async def test_the_last_of_the_line_is_the_one_that_follows(sheet: Structure, coordinator: User) -> None:
    second, third = await make_structure("Deux"), await make_structure("Trois")
    await merged(second, third, coordinator)
    await merged(sheet, second, coordinator)
    assert (await Ending.get(structure_id=sheet.id)).successor_id == third.id
    assert (await ending.heir(second)).id == third.id
    assert [row.id for row in await ending.predecessors(third)] == [second.id, sheet.id]


async def test_nobody_turns_in_circles(sheet: Structure, coordinator: User) -> None:
    other = await make_structure("Deux")
    await merged(sheet, other, coordinator)
    with pytest.raises(Invalid):
        await merged(other, sheet, coordinator)


async def test_two_coordinators_at_once_do_not_make_a_circle(sheet: Structure, coordinator: User) -> None:
    other = await make_structure("Deux")
    done = await asyncio.gather(
        merged(sheet, other, coordinator), merged(other, sheet, coordinator), return_exceptions=True
    )
    assert [isinstance(result, Invalid) for result in done].count(True) == 1, done
    assert await Ending.all().count() == 1


async def test_a_closed_structure_follows_nobody(sheet: Structure, coordinator: User) -> None:
    other = await make_structure("Deux")
    await ending.end(other, EndKind.CLOSED, by=coordinator)
    with pytest.raises(Invalid):
        await merged(sheet, other, coordinator)


async def test_a_closed_sheet_is_not_to_check(sheet: Structure, coordinator: User) -> None:
    await ending.end(sheet, EndKind.CLOSED, by=coordinator)
    with pytest.raises(Conflict):
        await checking.confirm(sheet, by=coordinator, months=6)
    assert not await checking.due(checking.Watch(territories=["SPRO-45-ORLEANS"]), never=True)


async def test_agents_of_a_merged_structure_are_proposed(sheet: Structure, agent: User, coordinator: User) -> None:
    other = await make_structure("Deux", territory=sheet.territory_id)
    await merged(sheet, other, coordinator)
    assert [row.user_id for row in await keepers.inherited(other)] == [agent.id]
    assert not await Membership.exists(structure_id=other.id)
    await keepers.add(other, agent.handle, by=coordinator)
    assert not await keepers.inherited(other)


async def test_a_coordinator_closes_from_the_page(sheet: Structure, coordinator: User, sign_in: SignIn) -> None:
    other = await make_structure("Cap emploi du Loiret", networks=["cap-emploi"], territory=sheet.territory_id)
    visitor = await sign_in(coordinator)
    address = visitor.address("directory:end", slug=sheet.slug)
    page = await visitor.get(address, params={"mots": "cap emploi loiret"})
    assert f'value="{other.slug}"' in page.text
    fields = {"kind": "merged", "since": "2026-01-31", "note": "Réunies."}
    whole = f"http://testserver/annuaire/structures/{other.slug}"
    answer = await visitor.submit(address, **fields, successor=whole)
    assert answer.status_code == 303
    assert (await Ending.get()).successor_id == other.id
    old = await visitor.get(visitor.address("directory:sheet", slug=sheet.slug))
    assert old.status_code == 301
    assert other.slug in old.headers["location"]


async def test_what_is_wrong_is_said_beside_its_field(sheet: Structure, coordinator: User, sign_in: SignIn) -> None:
    visitor = await sign_in(coordinator)
    address = visitor.address("directory:end", slug=sheet.slug)
    answer = await visitor.submit(address, kind="merged", since="hier", successor="", note="x")
    assert answer.status_code == 422
    assert "Écrivez une date" in answer.text
    answer = await visitor.submit(address, kind="merged", since="2026-01-31", successor="", note="x")
    assert "Dites avec quelle structure" in answer.text


async def test_an_agent_does_not_close(sheet: Structure, agent: User, sign_in: SignIn, new_person: OpenAccount) -> None:
    for somebody in (agent, await new_person("Inès"), await new_person("Hugo", role=Role.OBSERVER)):
        visitor = await sign_in(somebody)
        address = visitor.address("directory:end", slug=sheet.slug)
        assert (await visitor.get(address)).status_code == 403
        assert (await visitor.submit(address, kind="closed", since="2026-01-31")).status_code == 403
    assert not await Ending.exists()

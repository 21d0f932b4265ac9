"""Structures that close, move or are merged: nothing is hidden, nobody turns in circles."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import pytest

from boite import clock
from boite.accounts.models import AccountRole, User
from boite.directory.keepers import keepers
from boite.directory.maintenance import checks, closure
from boite.directory.models import Ending, EndKind, Membership, ReceptionPoint, Revision, Structure, What
from boite.directory.search_engine import search_index
from boite.directory.search_engine.search import SearchCriteria, search
from boite.directory.sheet import opening_words
from boite.errors import Conflict, Invalid
from boite.journal.models import Entry
from boite.text.french import date_fr
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure
from tests.visitors import Visitor


async def merged(structure: Structure, into: Structure, by: User) -> None:
    await closure.end(structure, EndKind.MERGED, by=by, successor=into.slug)


async def test_a_closed_structure_says_so_and_keeps_its_sheet(sheet: Structure, coordinator: User) -> None:
    await closure.end(sheet, EndKind.CLOSED, by=coordinator, since=date(2026, 1, 31), note="Le bail a pris fin.")
    row = await Ending.get(structure_id=sheet.id)
    assert (row.kind, row.since, row.note, row.successor_id) == (EndKind.CLOSED, date(2026, 1, 31), row.note, None)
    assert (await Revision.get()).what == What.ENDED
    assert [entry.kind for entry in await Entry.filter(owner_id=coordinator.id)][-1] == "directory.ended"
    with pytest.raises(Conflict):
        await closure.end(sheet, EndKind.CLOSED, by=coordinator)


async def test_it_may_be_opened_again(sheet: Structure, coordinator: User) -> None:
    await closure.end(sheet, EndKind.CLOSED, by=coordinator)
    await closure.reopen(sheet, by=coordinator)
    assert not await Ending.exists()
    with pytest.raises(Conflict):
        await closure.reopen(sheet, by=coordinator)


async def test_a_merger_names_the_structure_that_follows(sheet: Structure, coordinator: User) -> None:
    with pytest.raises(Invalid):
        await closure.end(sheet, EndKind.MERGED, by=coordinator)
    with pytest.raises(Invalid):
        await closure.end(sheet, EndKind.MERGED, by=coordinator, successor="nulle-part")
    with pytest.raises(Invalid):
        await merged(sheet, sheet, coordinator)
    assert not await Ending.exists()
    assert not await Revision.exists()


async def test_the_last_of_the_line_is_the_one_that_follows(sheet: Structure, coordinator: User) -> None:
    second, third = await make_structure("Deux"), await make_structure("Trois")
    await merged(second, third, coordinator)
    await merged(sheet, second, coordinator)
    assert (await Ending.get(structure_id=sheet.id)).successor_id == third.id
    assert (await closure.heir(second)).id == third.id
    assert [row.id for row in await closure.predecessors(third)] == [second.id, sheet.id]


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
    await closure.end(other, EndKind.CLOSED, by=coordinator)
    with pytest.raises(Invalid):
        await merged(sheet, other, coordinator)


async def test_a_closed_sheet_is_not_to_check(sheet: Structure, coordinator: User) -> None:
    await closure.end(sheet, EndKind.CLOSED, by=coordinator)
    with pytest.raises(Conflict):
        await checks.confirm(sheet, by=coordinator, months=6)
    assert not await checks.due(checks.Watch(territories=["SPRO-45-ORLEANS"]), never=True)


async def test_agents_of_a_merged_structure_are_proposed(sheet: Structure, agent: User, coordinator: User) -> None:
    other = await make_structure("Deux", territory=sheet.territory_id)
    await merged(sheet, other, coordinator)
    assert [row.user_id for row in await keepers.inherited(other)] == [agent.id]
    assert not await Membership.exists(structure_id=other.id)
    await keepers.add(other, agent.handle, by=coordinator)
    assert not await keepers.inherited(other)


def paris_midnight(days: int) -> None:
    """Move the clock to the first minute, in Paris, of the day that comes after so many days."""
    at = datetime.combine(clock.today() + timedelta(days=days), time(0, 1), clock.PARIS)
    clock.advance(at.astimezone(UTC) - clock.now())


async def announce(sheet: Structure, by: User, kind: EndKind = EndKind.CLOSED, **values: str) -> date:
    """Say that it ends in three days."""
    day = clock.today() + timedelta(days=3)
    await closure.end(sheet, kind, by=by, since=day, **values)
    return day


async def test_what_closes_later_is_open_until_that_day_and_says_so(
    sheet: Structure, coordinator: User, client: Visitor
) -> None:
    day = await announce(sheet, coordinator, note="Le bail prend fin.")
    address = client.address("directory:sheet", slug=sheet.slug)
    page = unescape((await client.get(address)).text)
    assert f"n'existera plus à partir du {date_fr(day)}" in page
    assert "Le bail prend fin." in page
    assert "dissolutionDate" not in page
    assert f'"validThrough":"{day - timedelta(days=1)}"' in page
    [hit] = (await search(SearchCriteria(words="mission locale"))).hits
    assert (hit.structure["ended"], hit.structure["ends"]) == ("", day)
    found = (await client.get(client.address("directory:search"), params={"mots": "mission locale"})).text
    assert f"Fermeture définitive le {date_fr(day)}" in found
    assert "N'existe plus" not in unescape(found)
    assert await checks.confirm(sheet, by=coordinator, months=6)
    paris_midnight(2)
    assert "n'existe plus" not in unescape((await client.get(address)).text)
    paris_midnight(1)
    page = unescape((await client.get(address)).text)
    assert f"n'existe plus depuis le {date_fr(day)}" in page
    assert f'"dissolutionDate":"{day}"' in page
    [hit] = (await search(SearchCriteria(words="mission locale"))).hits
    assert (hit.structure["ended"], hit.structure["ends"]) == ("closed", None)
    with pytest.raises(Conflict):
        await checks.confirm(sheet, by=coordinator, months=6)


async def test_files_and_programs_go_by_the_day_too(sheet: Structure, coordinator: User, client: Visitor) -> None:
    day = await announce(sheet, coordinator)
    one, whole = (
        client.address("directory:api_structure", slug=sheet.slug),
        client.address("directory:structures_json"),
    )
    told = (await client.get(one)).json()
    assert (told["fin"], told["fin_prevue"]) == (None, {"sorte": "closed", "suite": None, "le": day.isoformat()})
    assert told["structure"]["spro_fin_prevue"] == {"sorte": "closed", "le": day.isoformat()}
    before = await client.get(whole)
    assert sheet.slug in before.text
    assert (
        f"Fermeture définitive le {date_fr(day)}" in (await client.get(client.address("directory:structures_csv"))).text
    )
    paris_midnight(3)
    told = (await client.get(one)).json()
    assert (told["fin"]["depuis"], told["fin_prevue"]) == (day.isoformat(), None)
    after = await client.get(whole, headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, sheet.slug in after.text) == (200, False)


async def test_old_addresses_lead_on_from_the_day_itself(sheet: Structure, coordinator: User, client: Visitor) -> None:
    second, third = await make_structure("Deux"), await make_structure("Trois")
    await announce(sheet, coordinator, EndKind.MERGED, successor=second.slug)
    await closure.end(
        second, EndKind.MERGED, by=coordinator, since=clock.today() + timedelta(days=5), successor=third.slug
    )
    old = client.address("directory:sheet", slug=sheet.slug)
    assert (await client.get(old)).status_code == 200
    assert (await client.get(client.address("directory:sheet", slug=second.slug))).text.count(
        "rejoindra cette structure"
    )
    paris_midnight(3)
    assert second.slug in (await client.get(old)).headers["location"]
    paris_midnight(2)
    assert third.slug in (await client.get(old)).headers["location"]


async def test_nobody_turns_in_circles_by_announcing(sheet: Structure, coordinator: User) -> None:
    other = await make_structure("Deux")
    await announce(sheet, coordinator, EndKind.MERGED, successor=other.slug)
    with pytest.raises(Invalid):
        await merged(other, sheet, coordinator)
    with pytest.raises(Conflict):
        await closure.end(sheet, EndKind.CLOSED, by=coordinator)
    await closure.reopen(sheet, by=coordinator)
    await merged(other, sheet, coordinator)


async def test_nobody_is_told_to_come_after_the_last_day(sheet: Structure, coordinator: User) -> None:
    hours = "Mo-Su 09:00-12:00; PH open"
    last = datetime(2026, 11, 30, 18, tzinfo=clock.PARIS)
    assert opening_words.state(opening_words.until(hours, date(2026, 12, 1)), last).words == "Fermé"
    assert opening_words.state(opening_words.until(hours, date(2026, 12, 2)), last).words.startswith(
        "Fermé, ouvre demain"
    )
    assert opening_words.until("", date(2026, 12, 1)) == ""
    await ReceptionPoint.filter(structure_id=sheet.id).update(opening_hours="24/7")
    day = await announce(sheet, coordinator)
    here = SearchCriteria(words="mission locale", open_at=clock.now())
    assert (await search(here)).total == 1
    assert (await search(replace(here, open_at=clock.now() + (day - clock.today() + timedelta(days=1))))).total == 0


async def test_the_index_follows_by_a_chore_that_reads_the_rows(sheet: Structure, coordinator: User) -> None:
    await announce(sheet, coordinator)
    assert await search_index.index_ended() == 0
    assert (await search(SearchCriteria(network="mission-locale"))).total == 1
    paris_midnight(3)
    assert await search_index.index_ended() == 1
    assert await search_index.index_ended() == 0
    assert (await search(SearchCriteria(network="mission-locale"))).total == 0


async def test_an_end_is_announced_and_taken_back_from_the_page(
    sheet: Structure, coordinator: User, sign_in: SignIn
) -> None:
    visitor = await sign_in(coordinator)
    day = clock.today() + timedelta(days=3)
    answer = await visitor.submit(
        visitor.address("directory:end", slug=sheet.slug), kind="closed", since=day.isoformat()
    )
    assert "reste ouverte" in (await visitor.get(answer.headers["location"])).text
    edit = (await visitor.get(visitor.address("directory:edit", slug=sheet.slug))).text
    assert "Annuler cette annonce" in edit
    assert "Tout est juste" in edit
    await visitor.submit(visitor.address("directory:reopen", slug=sheet.slug))
    assert not await Ending.exists()


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
    for somebody in (agent, await new_person("Inès"), await new_person("Hugo", role=AccountRole.OBSERVER)):
        visitor = await sign_in(somebody)
        address = visitor.address("directory:end", slug=sheet.slug)
        assert (await visitor.get(address)).status_code == 403
        assert (await visitor.submit(address, kind="closed", since="2026-01-31")).status_code == 403
    assert not await Ending.exists()

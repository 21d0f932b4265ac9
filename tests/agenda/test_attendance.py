"""Who came, what they say of it, what the organiser reads."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from boite import clock
from boite.accounts.models import User
from boite.agenda import visit_plan
from boite.agenda.certificates import deposit_due
from boite.agenda.models import Event, How, Registering, Registration, Satisfaction, Stamp, VisitStop
from boite.agenda.registration import Newcomer, register, register_visitor
from boite.agenda.results import figures
from boite.agenda.satisfaction import answer
from boite.directory.models import Structure
from boite.files.models import Node, Space
from boite.settings import Settings
from storage.store import BlobStore
from tests.agenda.events import fresh, make_event
from tests.visitors import Visitor

DAY = timedelta(days=3, hours=1)
"""From now to the middle of the event."""


@pytest.fixture
async def big(nadia: User, host: Structure) -> Event:
    """An event with room."""
    return await make_event(nadia, organiser_id=host.id, capacity=50, title="=Forum; « bois »")


async def people(event: Event, count: int) -> list[Registration]:
    return [await register_visitor(event, Newcomer(name=f"Lou {number}")) for number in range(count)]


async def test_the_list_changes_only_what_was_ticked(desk: Visitor, big: Event) -> None:
    first, second, third = await people(big, 3)
    page = desk.address("agenda:attendance", slug=big.slug)
    assert (await desk.submit(page, present=[str(first.id)])).status_code == 409, "not before the day"
    clock.advance(DAY)
    await desk.submit(page, present=[str(first.id), str(second.id)])
    # A colleague's page, opened before, knows nothing of these two: it takes nobody off.
    await desk.submit(page, present=[str(third.id)])
    assert [bool((await fresh(row)).came_at) for row in (first, second, third)] == [True, True, True]
    await desk.submit(page, avant=[str(first.id), str(second.id)], present=[str(second.id)])
    assert [bool((await fresh(row)).came_at) for row in (first, second, third)] == [False, True, True]
    assert (await desk.submit(page, present=["x"])).status_code == 404


async def test_another_events_people_are_not_ticked(desk: Visitor, big: Event, event: Event) -> None:
    [elsewhere] = await people(event, 1)
    clock.advance(DAY)
    await desk.submit(desk.address("agenda:attendance", slug=big.slug), present=[str(elsewhere.id)])
    assert (await fresh(elsewhere)).came_at is None


async def test_a_scan_notes_somebody_once(desk: Visitor, big: Event) -> None:
    [row] = await people(big, 1)
    clock.advance(DAY)
    address = desk.address("agenda:scan", code=row.code)
    assert (await desk.get(address)).status_code == 200
    assert (await fresh(row)).came_at is None, "opening the address changes nothing"
    await desk.submit(address)
    noted = (await fresh(row)).came_at
    await desk.submit(address)
    assert (await fresh(row)).came_at == noted
    assert (await fresh(row)).came_how == How.SCANNED


async def test_the_poster_at_the_entrance(client: Visitor, visitor: Visitor, person: User, big: Event) -> None:
    mine = await register(big, person)
    [row] = await people(big, 1)
    address = client.address("agenda:entrance", token=big.entrance)
    assert (await visitor.submit(address)).status_code == 409, "not three days before"
    clock.advance(DAY)
    assert (await visitor.submit(address)).status_code == 303
    assert (await fresh(mine)).came_how == How.ENTRANCE
    assert (await client.submit(address, code="rien")).status_code == 422
    assert (await client.submit(address, code=str(row.code))).status_code == 303
    assert (await fresh(row)).came_at is not None
    assert (await client.get(client.address("agenda:entrance", token="nonsense"))).status_code == 404


async def test_who_is_not_on_the_list_does_not_enter_by_the_poster(visitor: Visitor, nadia: User, big: Event) -> None:
    free = await make_event(nadia, registering=Registering.NONE)
    clock.advance(DAY)
    assert (await visitor.submit(visitor.address("agenda:entrance", token=big.entrance))).status_code == 409
    assert (await visitor.submit(visitor.address("agenda:entrance", token=free.entrance))).status_code == 303
    assert await Registration.filter(event_id=free.id, came_at__not_isnull=True).count() == 1


async def test_the_question_is_asked_once_to_those_who_came(client: Visitor, desk: Visitor, big: Event) -> None:
    came, absent = await people(big, 2)
    clock.advance(DAY)
    await desk.submit(desk.address("agenda:attendance", slug=big.slug), present=[str(came.id)])
    addresses = [client.address("agenda:answer", code=row.code) for row in (came, absent)]
    assert "vous a été utile" in (await client.get(client.address("agenda:registration", code=came.code))).text
    assert "vous a été utile" not in (await client.get(client.address("agenda:registration", code=absent.code))).text
    assert (await client.submit(addresses[0], avis="bof")).status_code == 409
    assert (await client.submit(addresses[0], avis="beaucoup")).status_code == 303
    assert (await client.submit(addresses[0], avis="non")).status_code == 409
    assert (await client.submit(addresses[1], avis="non")).status_code == 409
    assert (await fresh(came)).answer == Satisfaction.MUCH
    assert "vous a été utile" not in (await client.get(client.address("agenda:registration", code=came.code))).text


@pytest.mark.parametrize(("answers", "shown"), [(0, True), (1, False), (4, False), (5, True)])
async def test_few_answers_are_not_broken_down(desk: Visitor, big: Event, answers: int, shown: bool) -> None:
    rows = await people(big, 8)
    clock.advance(DAY)
    await desk.submit(desk.address("agenda:attendance", slug=big.slug), present=[str(row.id) for row in rows[:6]])
    for row in rows[:answers]:
        await answer(big, await fresh(row), Satisfaction.LITTLE)
    clock.advance(timedelta(hours=3))
    counted = (await figures([big]))[big.id]
    assert (counted.registered, counted.came, counted.absent, counted.unanswered) == (8, 6, 2, 6 - answers)
    assert counted.little == (answers if shown else None)
    page = await desk.get(desk.address("agenda:results", slug=big.slug))
    assert ("le détail n&#39;est pas montré" in page.text) is not shown


async def test_the_spreadsheet_is_french_and_runs_nothing(desk: Visitor, big: Event) -> None:
    await people(big, 2)
    for name, parameters in (("results_csv", {"slug": big.slug}), ("desk_csv", {})):
        answer = await desk.get(desk.address(f"agenda:{name}", **parameters))
        assert answer.content.startswith(b"\xef\xbb\xbf"), "its mark, so that accents hold"
        header, line = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
        told = dict(zip(header, line, strict=True))
        assert told["Événement"] == "'=Forum; « bois »"
        assert (told["Inscrits"], told["Sans réponse"]) == ("2", "0")


async def test_a_whole_visit_earns_one_attestation(
    visitor: Visitor, client: Visitor, person: User, nadia: User, big: Event, settings: Settings, store: BlobStore
) -> None:
    mine = await register(big, person)
    for title in ("Bois", "Soin"):
        await visit_plan.add_step(big, title, by=nadia)
    first, last = await VisitStop.filter(event_id=big.id).order_by("rank")
    clock.advance(DAY)
    assert (await visitor.get(visitor.address("agenda:step", token=first.token))).status_code == 200
    for step in (first, first, last):
        assert (await visitor.submit(visitor.address("agenda:step", token=step.token))).status_code == 303
    assert await Stamp.filter(registration_id=mine.id).count() == 2
    assert (await fresh(mine)).came_at is not None, "who stamps is there"
    assert (await fresh(mine)).attestation_due is not None
    assert [await deposit_due(settings, store) for _ in range(2)] == [1, 0]
    paper = await Node.get(space__owner_id=person.id, name__startswith="Attestation")
    content = await visitor.get(visitor.address("files:content", node=paper.id))
    assert "- Bois\n  - Soin" in content.text
    space = await Space.get(owner_id=person.id)
    assert (space.used_bytes, space.reserved_bytes) == (paper.size, 0)
    assert "dans votre boîte" in (await visitor.get(visitor.address("agenda:registration", code=mine.code))).text


async def test_a_full_box_gets_its_attestation_later(
    visitor: Visitor, person: User, nadia: User, big: Event, settings: Settings, store: BlobStore
) -> None:
    mine = await register(big, person)
    await visit_plan.add_step(big, "Bois", by=nadia)
    step = await VisitStop.get(event_id=big.id)
    clock.advance(DAY)
    await visitor.submit(visitor.address("agenda:step", token=step.token))
    await Space.filter(owner_id=person.id).update(quota_bytes=10)
    assert await deposit_due(settings, store) == 0
    assert (await Space.get(owner_id=person.id)).reserved_bytes == 0
    await Space.filter(owner_id=person.id).update(quota_bytes=10_000)
    assert await deposit_due(settings, store) == 0
    clock.advance(timedelta(days=1, minutes=1))
    assert await deposit_due(settings, store) == 1
    assert (await fresh(mine)).attested_at is not None


async def test_steps_and_structures_are_put_in_order(desk: Visitor, big: Event, host: Structure) -> None:
    page = desk.address("agenda:steps", slug=big.slug)
    for title in ("Un", "Deux", "Trois"):
        await desk.submit(page, title=title)
    assert (await desk.submit(page, title="")).status_code == 422

    async def order() -> list[str]:
        return [step.title for step in await VisitStop.filter(event_id=big.id).order_by("rank")]

    third = await VisitStop.get(title="Trois")
    await desk.submit(page, monter=str(third.id))
    await desk.submit(page, monter=str(third.id))
    await desk.submit(page, monter=str(third.id))
    assert await order() == ["Trois", "Un", "Deux"]
    await desk.submit(page, descendre=str(third.id))
    assert await order() == ["Un", "Trois", "Deux"]
    await desk.submit(page, retirer=str(third.id))
    assert await order() == ["Un", "Deux"]
    assert (await desk.submit(page, monter=str(host.id))).status_code == 404
    structures = desk.address("agenda:structures", slug=big.slug)
    assert (await desk.submit(structures, structure=str(host.id))).status_code == 303
    assert (await desk.submit(structures, structure="")).status_code == 422
    assert host.name in (await desk.get(desk.address("agenda:event", slug=big.slug))).text

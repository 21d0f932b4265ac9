"""Places and services of a sheet: added, changed, moved, set in order, taken away and given back."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from boite import clock
from boite.accounts.models import User
from boite.directory.history import history
from boite.directory.maintenance import points, service_editing
from boite.directory.models import Document, ReceptionPoint, Revision, Service, Structure, Territory
from boite.errors import Conflict, Invalid, NotFound
from boite.text.french import date_fr
from tests.conftest import SignIn
from tests.directory.sheets import make_commune, make_structure
from tests.visitors import Visitor


@pytest.fixture
async def communes(territory: Territory) -> None:
    """Orléans and Olivet, in the group of the sheet."""
    await make_commune(territory=territory.code)
    await make_commune("Olivet", "45232", ("45160",), 47.862, 1.9, territory=territory.code)


async def places(structure: Structure) -> list[ReceptionPoint]:
    return await points.of(structure)


async def test_a_place_finds_its_commune_and_its_centre(sheet: Structure, agent: User, communes: None) -> None:
    made = await points.add(sheet, {"name": "Permanence", "postal_code": "45160", "city": "olivet"}, by=agent)
    kept = await ReceptionPoint.get(id=made.id)
    assert (kept.commune_id, kept.latitude, kept.longitude, kept.rank) == ("45232", 47.862, 1.9, 1)
    assert await points.at_the_centre(kept)
    assert await Document.filter(point_id=made.id).exists()


async def test_given_coordinates_stay(sheet: Structure, agent: User, communes: None) -> None:
    where = {"postal_code": "45160", "city": "Olivet", "latitude": "47,85", "longitude": " 1.91 "}
    kept = await ReceptionPoint.get(id=(await points.add(sheet, where, by=agent)).id)
    assert (kept.latitude, kept.longitude) == (47.85, 1.91)
    await points.change(kept, {"address": "2 rue Neuve"}, by=agent)
    kept = await ReceptionPoint.get(id=kept.id)
    assert (kept.latitude, kept.address) == (47.85, "2 rue Neuve")
    await points.change(kept, {"city": "Orléans", "postal_code": "45000"}, by=agent)
    kept = await ReceptionPoint.get(id=kept.id)
    assert (kept.commune_id, kept.latitude, kept.longitude) == ("45234", 47.882, 1.917)


async def test_hours_alone_do_not_look_for_the_commune(sheet: Structure, agent: User) -> None:
    """A commune that an import gave by its code stays, whatever its name would find."""
    [point] = await places(sheet)
    await make_commune("Ailleurs", "45999", ("45990",))
    await ReceptionPoint.filter(id=point.id).update(commune_id="45999", latitude=47.5, longitude=2.0)
    point = await ReceptionPoint.get(id=point.id)
    await points.change(point, {"opening_hours": "24/7"}, by=agent)
    kept = await ReceptionPoint.get(id=point.id)
    assert (kept.commune_id, kept.latitude, kept.opening_hours) == ("45999", 47.5, "24/7")


async def test_an_unknown_town_is_kept_without_commune(sheet: Structure, agent: User, communes: None) -> None:
    made = await points.add(sheet, {"postal_code": "99999", "city": "Nullepart"}, by=agent)
    kept = await ReceptionPoint.get(id=made.id)
    assert (kept.commune_id, kept.latitude, kept.city) == (None, None, "Nullepart")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("latitude", {"latitude": "47.9"}),
        ("latitude", {"latitude": "0", "longitude": "1.9"}),
        ("longitude", {"latitude": "47.9", "longitude": "-20"}),
        ("latitude", {"latitude": "nan", "longitude": "1.9"}),
        ("latitude", {"latitude": "ici", "longitude": "1.9"}),
        ("postal_code", {"postal_code": "4500"}),
        ("opening_hours", {"opening_hours": "bientôt"}),
        ("appointment", {"appointment": "peut-être"}),
        ("wheelchair", {"wheelchair": "ouais"}),
        ("accessibility_url", {"accessibility_url": "javascript:alert(1)"}),
    ],
)
async def test_what_makes_no_sense_is_refused(
    sheet: Structure, agent: User, field: str, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refusal:
        await points.add(sheet, values, by=agent)
    assert list(refusal.value.fields) == [field]
    assert not await Revision.exists()


async def test_a_sheet_without_territory_takes_that_of_its_main_place(coordinator: User, communes: None) -> None:
    bare = await make_structure(place=False)
    await points.add(bare, {"postal_code": "45000", "city": "Orléans"}, by=coordinator)
    assert (await Structure.get(id=bare.id)).territory_id == "SPRO-45-ORLEANS"


async def test_moving_keeps_the_former_address(sheet: Structure, agent: User, communes: None) -> None:
    [point] = await places(sheet)
    former = points.in_a_line(point)
    await points.move(point, {"address": "9 quai Neuf", "postal_code": "45160", "city": "Olivet"}, None, by=agent)
    kept = await ReceptionPoint.get(id=point.id)
    assert (kept.former_address, kept.moved_on, kept.commune_id) == (former, clock.today(), "45232")
    assert kept.latitude == 47.862
    with pytest.raises(Invalid):
        await points.move(kept, {"address": "9 quai Neuf", "postal_code": "45160", "city": "Olivet"}, None, by=agent)


async def test_moving_may_tell_a_day(sheet: Structure, agent: User) -> None:
    [point] = await places(sheet)
    await points.move(point, {"address": "9 quai Neuf"}, date(2026, 1, 31), by=agent)
    assert (await ReceptionPoint.get(id=point.id)).moved_on == date(2026, 1, 31)


async def test_a_move_told_for_a_later_day_waits_for_it(sheet: Structure, agent: User, client: Visitor) -> None:
    await make_commune("Olivet", "45232", ["45160"], 47.86, 1.9)
    [point] = await points.of(sheet)
    here, day = points.in_a_line(point), clock.today() + timedelta(days=3)
    there = {"address": "9 quai Neuf", "complement": "", "postal_code": "45160", "city": "Olivet"}
    revision = await points.move(point, there, day, by=agent)
    [told] = await points.of(sheet)
    assert (points.in_a_line(told), told.moved_on, told.coming) == (here, day, there)
    page = unescape((await client.get(client.address("directory:sheet", slug=sheet.slug))).text)
    assert f"Déménage le {date_fr(day)}. Nouvelle adresse : 9 quai Neuf, 45160 Olivet." in page.replace("\u00a0", " ")
    assert await points.move_due() == 0
    clock.advance(timedelta(days=3))
    assert (await points.move_due(), await points.move_due()) == (1, 0)
    [moved] = await points.of(sheet)
    assert (points.in_a_line(moved), moved.former_address) == ("9 quai Neuf, 45160 Olivet", here)
    assert (moved.commune_id, moved.moved_on, moved.coming) == ("45232", day, None)
    last = await Revision.filter(structure_id=sheet.id).order_by("-id").first()
    assert last
    assert revision
    assert (last.by_id, last.author, last.id > revision.id) == (None, "le service, au jour annoncé", True)
    with pytest.raises(Conflict):
        await history.undo(last, by=agent)


async def test_places_are_set_in_order(sheet: Structure, agent: User) -> None:
    for name in ("Deux", "Trois"):
        await points.add(sheet, {"name": name}, by=agent)
    first, second, third = await places(sheet)
    await points.put_at(third, 0, by=agent)
    assert [row.id for row in await places(sheet)] == [third.id, first.id, second.id]
    assert [row.rank for row in await places(sheet)] == [0, 1, 2]
    assert await points.put_at(third, 0, by=agent) is None
    await points.put_at(third, 99, by=agent)
    assert [row.id for row in await places(sheet)] == [first.id, second.id, third.id]


async def test_taking_away_the_first_makes_the_next_one_first(sheet: Structure, agent: User) -> None:
    second = await points.add(sheet, {"name": "Permanence"}, by=agent)
    first = (await places(sheet))[0]
    await Service.all().update(point_id=first.id)
    revision = await points.remove(first, by=agent)
    assert [(row.id, row.rank) for row in await places(sheet)] == [(second.id, 0)]
    assert (await Service.get()).point_id is None
    with pytest.raises(NotFound):
        await points.remove(first, by=agent)
    assert revision
    await history.undo(revision, by=agent)
    back = (await places(sheet))[0]
    assert (back.id, back.opening_hours, back.address) == (first.id, first.opening_hours, first.address)
    assert (await Service.get()).point_id == first.id


async def test_there_are_not_more_places_than_a_page_can_show(sheet: Structure, agent: User) -> None:
    rows = [ReceptionPoint(id=uuid4(), structure_id=sheet.id, rank=rank) for rank in range(1, points.MOST)]
    await ReceptionPoint.bulk_create(rows)
    with pytest.raises(Conflict):
        await points.add(sheet, {"name": "De trop"}, by=agent)


SERVICE: dict[str, Any] = {
    "name": "Permis de conduire",
    "kind": "aide-financiere",
    "needs": ["mobilite--preparer-un-permis", "mobilite--acceder-a-un-vehicule"],
    "publics": ["jeunes", "demandeur-emploi"],
    "fees": "gratuit",
    "reception_modes": ["en-presentiel"],
    "mobilisation_modes": ["telephoner"],
    "mobilisable_by": ["usagers"],
    "phone": "3949",
    "opening_hours": "Tu 14:00-17:00",
}


async def test_a_service_is_written_whole(sheet: Structure, agent: User) -> None:
    made = await Service.get(id=(await service_editing.add(sheet, SERVICE, by=agent)).id)
    assert made.rank == 1
    assert made.needs == ["mobilite--acceder-a-un-vehicule", "mobilite--preparer-un-permis"]
    assert made.publics == ["demandeur-emploi", "jeunes"]
    assert await service_editing.change(made, SERVICE, by=agent) is None
    revision = await service_editing.change(made, {"publics": ["tous-publics", "jeunes"]}, by=agent)
    assert revision
    assert (await Service.get(id=made.id)).publics == ["tous-publics"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("kind", "sieste"),
        ("needs", ["mobilite"]),
        ("publics", ["martiens"]),
        ("fees", "cher"),
        ("reception_modes", ["rêve"]),
        ("link", "javascript:alert(1)"),
        ("point_id", "00000000-0000-4000-8000-000000000000"),
    ],
)
async def test_a_service_of_unknown_words_is_refused(sheet: Structure, agent: User, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        await service_editing.add(sheet, SERVICE | {field: value}, by=agent)
    assert list(refusal.value.fields) == [field]


async def test_a_service_is_not_given_at_the_place_of_another(sheet: Structure, agent: User) -> None:
    other = await make_structure()
    [elsewhere] = await points.of(other)
    with pytest.raises(Invalid):
        await service_editing.add(sheet, SERVICE | {"point_id": str(elsewhere.id)}, by=agent)


async def test_services_are_set_in_order_and_taken_away(sheet: Structure, agent: User) -> None:
    second = await service_editing.add(sheet, SERVICE, by=agent)
    [first, _] = await service_editing.of(sheet)
    await service_editing.put_at(second, 0, by=agent)
    assert [row.id for row in await service_editing.of(sheet)] == [second.id, first.id]
    clock.advance(timedelta(seconds=1))
    revision = await service_editing.remove(second, by=agent)
    assert [row.id for row in await service_editing.of(sheet)] == [first.id]
    assert revision
    await history.undo(revision, by=agent)
    assert [row.id for row in await service_editing.of(sheet)] == [second.id, first.id]


async def test_a_form_says_how_the_commune_was_understood(
    sheet: Structure, agent: User, communes: None, sign_in: SignIn
) -> None:
    visitor = await sign_in(agent)
    new = visitor.address("directory:point_new", slug=sheet.slug)
    for typed, told in (
        ({"city": "ORLEANS CEDEX 2", "postal_code": "45040"}, "Le code postal 45040 n'est pas celui d'Orléans"),
        ({"city": "Brigadoon", "postal_code": "45999"}, "La commune « Brigadoon » n'est pas connue"),
        ({"city": "Olivet", "postal_code": "45160"}, ""),
    ):
        await visitor.submit(new, name="Permanence", **typed)
        page = unescape((await visitor.get(visitor.address("directory:edit", slug=sheet.slug))).text)
        page = page.replace("\u00a0", " ")
        assert "Le lieu est sur la fiche." in page
        assert ("Le code postal" in page or "n'est pas connue" in page) == bool(told)
        assert told in page


BRIGADOON = {"postal_code": "45999", "city": "Brigadoon"}
NOWHERE = "La commune « Brigadoon » n'est pas connue : ce lieu ne sera près de nulle part."


@pytest.mark.parametrize("page", ["directory:point", "directory:point_move"])
async def test_a_place_that_goes_nowhere_known_leaves_its_former_spot_and_says_so(
    sign_in: SignIn, sheet: Structure, agent: User, communes: None, page: str
) -> None:
    """Its former coordinates, of many digits as an import gives them, are neither kept nor read as the new ones."""
    [point] = await places(sheet)
    here = {"commune_id": "45234", "latitude": 47.88212345678, "longitude": 1.91712345678}
    await ReceptionPoint.filter(id=point.id).update(postal_code="45000", city="Orléans", **here)
    desk = await sign_in(agent)
    answer = await desk.edit(
        desk.address(page, slug=sheet.slug, point=point.id), address="1 rue des Brumes", **BRIGADOON
    )
    assert answer.status_code == 303, answer.text
    [kept] = await places(sheet)
    assert (kept.city, kept.commune_id, kept.latitude, kept.longitude) == ("Brigadoon", None, None, None)
    shown = unescape((await desk.get(answer.headers["location"])).text)
    assert NOWHERE in " ".join(shown.replace("\u00a0", " ").replace("\u202f", " ").split())

"""The pages that change a sheet: what is typed arrives, what is wrong is said beside its field, nothing runs."""

from __future__ import annotations

from typing import Any

import pytest

from boite.accounts.models import User
from boite.directory.keepers import keepers
from boite.directory.maintenance import points, service_editing
from boite.directory.models import ReceptionPoint, Revision, Service, Structure, Territory
from tests.conftest import SignIn
from tests.directory.sheets import make_structure, make_territory
from tests.visitors import Visitor

NASTY = "<script>alert('x')</script>\"><img src=x onerror=alert(1)> 🎨 é"


async def undo_of(visitor: Visitor, sheet: Structure) -> str:
    """Where the flash of the last change leads to take it back."""
    last = await Revision.filter(structure_id=sheet.id).order_by("-id").first()
    assert last
    address = visitor.address("directory:undo", slug=sheet.slug, revision=last.id)
    assert address in (await visitor.get(visitor.address("directory:sheet", slug=sheet.slug))).text
    return address


async def test_an_agent_changes_the_essential_and_takes_it_back(sheet: Structure, agent: User, sign_in: SignIn) -> None:
    visitor = await sign_in(agent)
    address = visitor.address("directory:words", slug=sheet.slug)
    fields = {"name": "Mission locale", "phone": "39 49", "networks": ["cio", "mission-locale"], "languages": ["ar"]}
    answer = await visitor.submit(address, **fields)
    assert answer.status_code == 303
    assert answer.headers["location"] == visitor.address("directory:sheet", slug=sheet.slug)
    kept = await Structure.get(id=sheet.id)
    assert (kept.name, kept.phone, kept.networks, kept.languages) == (
        "Mission locale",
        "3949",
        ["cio", "mission-locale"],
        ["ar"],
    )
    await visitor.submit(await undo_of(visitor, sheet))
    assert (await Structure.get(id=sheet.id)).name == sheet.name


async def test_every_mistake_is_said_and_nothing_typed_is_lost(sheet: Structure, agent: User, sign_in: SignIn) -> None:
    visitor = await sign_in(agent)
    fields = {"name": "", "phone": "bonjour", "website": "javascript:alert(1)", "description": "Mes mots"}
    answer = await visitor.submit(visitor.address("directory:words", slug=sheet.slug), **fields)
    assert answer.status_code == 422
    assert "Il reste 3 réponses à corriger" in answer.text
    assert 'value="bonjour"' in answer.text
    assert "Mes mots" in answer.text
    assert not await Revision.exists()


@pytest.mark.parametrize("field", ["networks", "territory_id"])
async def test_a_code_that_no_column_holds_is_no_code(
    sheet: Structure, coordinator: User, sign_in: SignIn, field: str
) -> None:
    visitor = await sign_in(coordinator)
    wrong = {"name": "Essai", "territory_id": sheet.territory_id or "", field: "a" * 256}
    answer = await visitor.submit(visitor.address("directory:words", slug=sheet.slug), **wrong)
    assert answer.status_code == 422
    assert "réponse à corriger" in answer.text


async def test_an_agent_does_not_move_the_sheet_to_another_territory(
    sheet: Structure, agent: User, coordinator: User, sign_in: SignIn
) -> None:
    await make_territory("SPRO-18", "Cher")
    address = f"/annuaire/structures/{sheet.slug}/modification/essentiel"
    await (await sign_in(agent)).submit(address, name=sheet.name, territory_id="SPRO-18")
    assert (await Structure.get(id=sheet.id)).territory_id == "SPRO-45-ORLEANS"
    answer = await (await sign_in(coordinator)).submit(address, name=sheet.name, territory_id="SPRO-18")
    assert answer.status_code == 422
    assert (await Structure.get(id=sheet.id)).territory_id == "SPRO-45-ORLEANS"


async def test_a_coordinator_enters_a_structure(territory: Territory, coordinator: User, sign_in: SignIn) -> None:
    visitor = await sign_in(coordinator)
    address = visitor.address("directory:create")
    assert "Orléans" in (await visitor.get(address)).text
    assert (await visitor.submit(address, name="École de la 2e chance", territory_id="R24")).status_code == 422
    answer = await visitor.submit(address, name="École de la 2e chance", territory_id=territory.code)
    assert answer.headers["location"] == visitor.address("directory:edit", slug="ecole-de-la-2e-chance")
    assert (await visitor.get(answer.headers["location"])).status_code == 200


async def test_a_coordinator_of_two_territories_enters_a_structure_in_either(
    territory: Territory, coordinator: User, sign_in: SignIn
) -> None:
    other = await make_territory("SPRO-41", "Loir-et-Cher")
    await keepers.coordinate(coordinator, other)
    visitor = await sign_in(coordinator)
    for code in (territory.code, other.code):
        answer = await visitor.submit(visitor.address("directory:create"), name=f"Essai {code}", territory_id=code)
        assert answer.status_code == 303, code
        assert (await Structure.get(name=f"Essai {code}")).territory_id == code
    assert (await visitor.submit(visitor.address("directory:create"), name="Essai", territory_id="")).status_code == 422


async def test_a_sheet_does_not_fall_to_the_region_by_an_empty_choice(
    sheet: Structure, coordinator: User, sign_in: SignIn
) -> None:
    visitor = await sign_in(coordinator)
    answer = await visitor.submit(visitor.address("directory:words", slug=sheet.slug), name="Autre", territory_id="")
    assert answer.status_code == 422
    assert (await Structure.get(id=sheet.id)).territory_id == sheet.territory_id


async def test_places_are_added_moved_and_taken_away(sheet: Structure, agent: User, sign_in: SignIn) -> None:
    visitor = await sign_in(agent)
    new = visitor.address("directory:point_new", slug=sheet.slug)
    fields = {"name": "Permanence", "lundi": "9h-12h", "holidays_off": "oui", "appointment": "sans"}
    assert (await visitor.submit(new, **fields)).status_code == 303
    made = await ReceptionPoint.get(name="Permanence")
    assert (made.opening_hours, made.appointment, made.rank) == ("Mo 09:00-12:00; PH off", "sans", 1)
    move = visitor.address("directory:point_move", slug=sheet.slug, point=made.id)
    assert (await visitor.edit(move, address="9 quai Neuf", city="Orléans", since="2026-02-01")).status_code == 303
    assert (await ReceptionPoint.get(id=made.id)).address == "9 quai Neuf"
    assert (await visitor.submit(move, address="9 quai Neuf", city="Orléans", since="demain")).status_code == 422
    rank = visitor.address("directory:point_rank", slug=sheet.slug, point=made.id)
    assert (await visitor.submit(rank, rang="0")).status_code == 303
    assert (await points.of(sheet))[0].id == made.id
    away = visitor.address("directory:point_remove", slug=sheet.slug, point=made.id)
    assert (await visitor.submit(away)).status_code == 303
    await visitor.submit(await undo_of(visitor, sheet))
    assert (await points.of(sheet))[0].id == made.id


async def test_wrong_hours_come_back_beside_their_day(sheet: Structure, agent: User, sign_in: SignIn) -> None:
    visitor = await sign_in(agent)
    [point] = await points.of(sheet)
    address = visitor.address("directory:point", slug=sheet.slug, point=point.id)
    answer = await visitor.submit(address, jeudi="le matin", samedi="18h-9h", address="Chez nous")
    assert answer.status_code == 422
    assert 'id="champ-jeudi-erreur"' in answer.text
    assert "Chez nous" in answer.text
    assert not await Revision.exists()


async def test_services_are_added_changed_and_taken_away(sheet: Structure, agent: User, sign_in: SignIn) -> None:
    visitor = await sign_in(agent)
    new = visitor.address("directory:service_new", slug=sheet.slug)
    fields: dict[str, Any] = {"name": "Permis", "needs": ["mobilite--preparer-un-permis"], "publics": ["jeunes"]}
    assert (await visitor.submit(new, **fields)).status_code == 303
    made = await Service.get(name="Permis")
    assert (made.needs, made.publics) == (["mobilite--preparer-un-permis"], ["jeunes"])
    address = visitor.address("directory:service", slug=sheet.slug, service=made.id)
    page = (await visitor.get(address)).text
    assert 'value="mobilite--preparer-un-permis" checked' in page
    assert (await visitor.submit(address, **fields | {"needs": [], "kind": "sieste"})).status_code == 422
    assert (await visitor.edit(address, **fields | {"needs": []})).status_code == 303
    assert (await Service.get(id=made.id)).needs == []
    away = visitor.address("directory:service_remove", slug=sheet.slug, service=made.id)
    assert (await visitor.submit(away)).status_code == 303
    await visitor.submit(await undo_of(visitor, sheet))
    assert await Service.exists(id=made.id)


async def test_a_part_of_another_sheet_is_not_found(sheet: Structure, agent: User, sign_in: SignIn) -> None:
    other = await make_structure("Autre", services=["Chez eux"])
    [point], [service] = await points.of(other), await service_editing.of(other)
    visitor = await sign_in(agent)
    for name, parameter, identifier in (("point", "point", point.id), ("service", "service", service.id)):
        address = visitor.address(f"directory:{name}", slug=sheet.slug, **{parameter: identifier})
        assert (await visitor.get(address)).status_code == 404
        assert (await visitor.submit(address, name="Volé")).status_code == 404


@pytest.mark.parametrize("path", ["modification", "modification/essentiel", "historique", "corrections/nouvelle", ""])
async def test_nothing_that_was_typed_runs(sheet: Structure, agent: User, sign_in: SignIn, path: str) -> None:
    visitor = await sign_in(agent)
    await visitor.submit(
        visitor.address("directory:words", slug=sheet.slug), name=NASTY[:140], description=NASTY, vu="0"
    )
    [point], [service] = await points.of(sheet), await service_editing.of(sheet)
    at = visitor.address("directory:point", slug=sheet.slug, point=point.id)
    await visitor.edit(at, name=NASTY[:140], hours_note=NASTY, accessibility=NASTY, address=NASTY)
    at = visitor.address("directory:service", slug=sheet.slug, service=service.id)
    await visitor.edit(at, name=NASTY[:140], description=NASTY, conditions=NASTY)
    assert await Revision.all().count() == 3
    page = await visitor.get(f"/annuaire/structures/{sheet.slug}/{path}".rstrip("/"))
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "🎨" in page.text


async def test_a_megabyte_in_a_field_is_refused_calmly(sheet: Structure, agent: User, sign_in: SignIn) -> None:
    visitor = await sign_in(agent)
    address = visitor.address("directory:words", slug=sheet.slug)
    assert (await visitor.submit(address, name=sheet.name, description="d" * 900_000)).status_code == 422
    assert (await visitor.submit(address, name=sheet.name, description="d" * 1_100_000)).status_code == 422
    assert not await Revision.exists()

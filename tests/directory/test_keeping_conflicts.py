"""Two people at one sheet: nothing is lost, nothing is overwritten without a word."""

from __future__ import annotations

import asyncio
import re

import pytest

from boite.accounts.models import User
from boite.directory.history.revision import last_change, last_revision
from boite.directory.maintenance import checks, points, service_editing, structure_editing
from boite.directory.models import ReceptionPoint, Revision, Service, Structure
from boite.directory.sheet.fields import STRUCTURE
from boite.errors import StaleVersion
from tests.conftest import SignIn
from tests.visitors import Visitor


async def drawn(visitor: Visitor, address: str) -> dict[str, str]:
    """The fields of a form as its page shows them."""
    return filled((await visitor.get(address)).text)


def filled(page: str) -> dict[str, str]:
    """What the inputs of a page hold: texts, hidden values, chosen answers."""
    inputs = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) | {"tag": tag} for tag in re.findall(r"<input[^>]*>", page)]
    kept = [each for each in inputs if each["type"] not in {"radio", "checkbox"} or " checked" in each["tag"]]
    return {each["name"]: each.get("value", "") for each in kept if "name" in each}


async def test_the_second_is_told_and_loses_nothing(sheet: Structure, agent: User, coordinator: User) -> None:
    seen = await last_revision(sheet)
    await structure_editing.change(sheet, {"phone": "3949"}, by=coordinator, version=seen)
    with pytest.raises(StaleVersion):
        await structure_editing.change(sheet, {"phone": "112"}, by=agent, version=seen)
    last = await last_change(sheet, STRUCTURE, sheet.id)
    assert last is not None
    assert last.author == "la coordination SPRO Orléans"
    assert (await Structure.get(id=sheet.id)).phone == "3949"
    assert await Revision.all().count() == 1


async def test_the_page_shows_both_beside_each_other(
    sheet: Structure, agent: User, coordinator: User, sign_in: SignIn
) -> None:
    visitor = await sign_in(agent)
    address = visitor.address("directory:words", slug=sheet.slug)
    fields = await drawn(visitor, address)
    await structure_editing.change(sheet, {"phone": "3949", "website": "exemple.fr"}, by=coordinator)
    answer = await visitor.submit(address, **fields | {"phone": "112", "email": "a@exemple.fr"})
    assert answer.status_code == 409
    assert "La coordination SPRO Orléans a enregistré autre chose" in answer.text
    assert re.findall(r'class="both-words">([^<]*)<', answer.text) == ["39 49", "112"]
    again = filled(answer.text)
    assert (again["phone"], again["email"], again["website"]) == ("112", "a@exemple.fr", "https://exemple.fr")
    assert (await visitor.submit(address, **again)).status_code == 303
    kept = await Structure.get(id=sheet.id)
    assert (kept.phone, kept.email, kept.website) == ("112", "a@exemple.fr", "https://exemple.fr")


async def test_two_parts_of_one_sheet_do_not_disturb_each_other(
    sheet: Structure, agent: User, coordinator: User
) -> None:
    seen = await last_revision(sheet)
    [point], [service] = await points.of(sheet), await service_editing.of(sheet)
    await structure_editing.change(sheet, {"phone": "3949"}, by=coordinator, version=seen)
    await service_editing.change(service, {"fees": "gratuit"}, by=agent, version=seen)
    await points.change(point, {"opening_hours": "24/7"}, by=agent, version=seen)
    with pytest.raises(StaleVersion):
        await points.change(point, {"opening_hours": "Mo 09:00-12:00"}, by=coordinator, version=seen)
    with pytest.raises(StaleVersion):
        await service_editing.change(service, {"fees": "payant"}, by=coordinator, version=seen)


async def test_looking_again_disturbs_nobody(sheet: Structure, agent: User, coordinator: User) -> None:
    seen = await last_revision(sheet)
    await checks.confirm(sheet, by=coordinator, months=6)
    await structure_editing.change(sheet, {"phone": "3949"}, by=agent, version=seen)
    assert (await Structure.get(id=sheet.id)).phone == "3949"


async def test_at_the_same_instant_one_of_them_is_told(sheet: Structure, agent: User, coordinator: User) -> None:
    seen = await last_revision(sheet)
    works = [
        structure_editing.change(sheet, {"phone": f"394{number}"}, by=by, version=seen)
        for number, by in enumerate([agent, coordinator, agent, coordinator])
    ]
    done = await asyncio.gather(*works, return_exceptions=True)
    assert [isinstance(result, StaleVersion) for result in done].count(False) == 1, done
    assert await Revision.all().count() == 1


async def test_both_forms_of_hours(sheet: Structure, agent: User, coordinator: User, sign_in: SignIn) -> None:
    """Thursday of one and Friday of the other go together in the form that comes back."""
    [point] = await points.of(sheet)
    visitor = await sign_in(agent)
    address = visitor.address("directory:point", slug=sheet.slug, point=point.id)
    fields = await drawn(visitor, address)
    assert fields["jeudi"] == "9h-12h, 14h-17h"
    other = "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00; PH off"
    await points.change(point, {"opening_hours": other}, by=coordinator)
    answer = await visitor.submit(address, **fields | {"jeudi": "9h-12h"})
    assert answer.status_code == 409
    again = filled(answer.text)
    assert (again["jeudi"], again["vendredi"]) == ("9h-12h", "9h-12h")
    assert (await visitor.submit(address, **again)).status_code == 303
    assert (await ReceptionPoint.get()).opening_hours == "Mo-We 09:00-12:00,14:00-17:00; Th,Fr 09:00-12:00; PH off"


async def test_a_part_taken_away_meanwhile_is_not_found(sheet: Structure, agent: User, sign_in: SignIn) -> None:
    [service] = await service_editing.of(sheet)
    visitor = await sign_in(agent)
    await service_editing.remove(service, by=agent)
    address = visitor.address("directory:service", slug=sheet.slug, service=service.id)
    assert (await visitor.submit(address, name="Encore là")).status_code == 404
    assert not await Service.exists()

"""The history of a sheet: whole, readable by anybody, naming nobody; and what can be taken back."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite.accounts.models import AccountRole, User
from boite.database.connection import opened
from boite.directory.history import history
from boite.directory.history.revision import Snapshot, snapshot
from boite.directory.keepers import keepers
from boite.directory.maintenance import (
    checks,
    closure,
    points,
    service_editing,
    structure_editing,
)
from boite.directory.models import EndKind, Revision, Structure, What
from boite.errors import Conflict, NotFound, Refusal
from boite.settings import Settings
from tests.directory.sheets import make_structure, make_territory
from tests.people import open_account
from tests.visitors import Visitor


async def test_it_says_what_when_and_who_in_words(sheet: Structure, agent: User, coordinator: User) -> None:
    await structure_editing.change(sheet, {"phone": "3949"}, by=agent)
    await checks.confirm(sheet, by=coordinator, months=6)
    told = (await history.page(sheet)).told
    assert [(row.done, row.author) for row in told] == [
        ("Fiche vérifiée", "la coordination SPRO Orléans"),
        ("Fiche modifiée", "un agent de la structure"),
    ]
    assert told[1].lines == [history.FieldChange("", "Téléphone", "02 38 00 00 00", "39 49")]


async def test_its_page_is_public_and_names_nobody(sheet: Structure, agent: User, client: Visitor) -> None:
    await structure_editing.change(sheet, {"description": "<script>alert(1)</script>"}, by=agent)
    answer = await client.get(client.address("directory:history", slug=sheet.slug))
    assert answer.status_code == 200
    assert "&lt;script&gt;alert(1)" in answer.text
    assert "<script>alert" not in answer.text
    assert agent.handle not in answer.text
    assert agent.first_name not in answer.text
    assert "Annuler ce changement" not in answer.text


async def test_pages_never_skip_nor_repeat(sheet: Structure, agent: User) -> None:
    for number in range(45):
        await structure_editing.change(sheet, {"description": f"Texte {number}"}, by=agent)
    seen: list[int] = []
    mark: int | None = None
    while mark != 0:
        page = await history.page(sheet, mark)
        seen += [row.id for row in page.told]
        mark = page.before
    assert seen == [row.id for row in await Revision.all().order_by("-id")]


async def test_a_row_that_came_or_went_is_told_field_by_field(sheet: Structure, agent: User) -> None:
    made = await service_editing.add(sheet, {"name": "Atelier budget", "fees": "gratuit"}, by=agent)
    await service_editing.remove(made, by=agent)
    gone, came = (await history.page(sheet)).told
    assert history.FieldChange("Service : Atelier budget", "Prix", "Rien", "Gratuit") in came.lines
    assert history.FieldChange("Service : Atelier budget", "Prix", "Gratuit", "Rien") in gone.lines


async def test_an_import_is_told_too(sheet: Structure) -> None:
    """An older revision may say only a name, a field and its values."""
    changes = [{"of": "structure", "field": "phone", "before": "", "after": "3949"}]
    await Revision.create(structure_id=sheet.id, what=What.IMPORTED, author="import data·inclusion", changes=changes)
    [told] = (await history.page(sheet)).told
    assert (told.author, told.undoable) == ("import data·inclusion", False)
    assert told.lines == [history.FieldChange("", "Téléphone", "Rien", "39 49")]


async def test_a_change_is_taken_back(sheet: Structure, agent: User) -> None:
    before = await snapshot(sheet.id)
    revision = await structure_editing.change(sheet, {"phone": "3949", "email": "a@exemple.fr"}, by=agent)
    assert revision
    await history.undo(revision, by=agent)
    assert await snapshot(sheet.id) == before
    assert [row.what for row in await Revision.all().order_by("id")] == [What.EDITED, What.EDITED]


async def test_what_changed_again_is_not_taken_back(sheet: Structure, agent: User) -> None:
    revision = await structure_editing.change(sheet, {"phone": "3949", "email": "a@exemple.fr"}, by=agent)
    assert revision
    await structure_editing.change(sheet, {"email": "b@exemple.fr"}, by=agent)
    with pytest.raises(Conflict):
        await history.undo(revision, by=agent)
    assert (await Structure.get(id=sheet.id)).phone == "3949"


async def test_another_field_changed_meanwhile_stays(sheet: Structure, agent: User) -> None:
    revision = await structure_editing.change(sheet, {"phone": "3949"}, by=agent)
    assert revision
    await structure_editing.change(sheet, {"email": "b@exemple.fr"}, by=agent)
    await history.undo(revision, by=agent)
    kept = await Structure.get(id=sheet.id)
    assert (kept.phone, kept.email) == ("+33238000000", "b@exemple.fr")


async def test_endings_are_not_taken_back_from_here(sheet: Structure, coordinator: User) -> None:
    revision = await closure.end(sheet, EndKind.CLOSED, by=coordinator)
    assert revision
    with pytest.raises(Conflict):
        await history.undo(revision, by=coordinator)


async def test_a_revision_of_another_sheet_is_not_found(sheet: Structure, agent: User) -> None:
    revision = await structure_editing.change(sheet, {"phone": "3949"}, by=agent)
    assert revision
    other = await make_structure()
    for identifier in (str(revision.id), "0", "9" * 30, "x", "-1", "²"):
        with pytest.raises(NotFound):
            await history.found(other, identifier)


# ── whatever is done, the revisions read backwards give the first sheet again ─────────────────────────────────────────

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=3, max_size=20).filter(
    lambda text: len(" ".join(text.split())) >= 3
)
STEPS = st.one_of(
    st.tuples(st.just("words"), TEXT),
    st.tuples(st.just("place"), TEXT),
    st.tuples(st.just("hours"), st.sampled_from(["24/7", "Mo 09:00-12:00; PH off", ""])),
    st.tuples(st.just("move"), TEXT),
    st.tuples(st.just("place away"), st.integers(0, 3)),
    st.tuples(st.just("order"), st.integers(0, 3)),
    st.tuples(st.just("service"), TEXT),
    st.tuples(st.just("service away"), st.integers(0, 3)),
    st.tuples(st.just("needs"), st.lists(st.sampled_from(["sante--addictions", "famille--soutien-aidants"]))),
    st.tuples(st.just("check"), st.integers(1, 12)),
    st.tuples(st.just("close"), TEXT),
    st.tuples(st.just("undo"), st.integers(0, 5)),
)


async def step(structure: Structure, by: User, kind: str, value: Any) -> None:
    rows, services = await points.of(structure), await service_editing.of(structure)
    if kind == "words":
        await structure_editing.change(structure, {"name": value, "description": value}, by=by)
    elif kind == "place":
        await points.add(structure, {"name": value}, by=by)
    elif kind == "service":
        where = str(rows[-1].id) if rows else ""
        await service_editing.add(structure, {"name": value, "point_id": where}, by=by)
    elif kind == "check":
        await checks.confirm(structure, by=by, months=value)
    elif kind == "close":
        await closure.end(structure, EndKind.CLOSED, by=by, note=value)
        await closure.reopen(structure, by=by)
    elif kind == "undo":
        last = await Revision.filter(structure_id=structure.id).order_by("-id").offset(value).first()
        if last:
            await history.undo(last, by=by)
    elif rows and kind in {"hours", "move", "place away", "order"}:
        await on_place(rows, by, kind, value)
    elif services and kind == "service away":
        await service_editing.remove(services[value % len(services)], by=by)
    elif services and kind == "needs":
        await service_editing.change(services[0], {"needs": value}, by=by)


async def on_place(rows: list[Any], by: User, kind: str, value: Any) -> None:
    if kind == "hours":
        await points.change(rows[-1], {"opening_hours": value}, by=by)
    elif kind == "move":
        await points.move(rows[0], {"address": value + "!"}, None, by=by)
    elif kind == "place away":
        await points.remove(rows[value % len(rows)], by=by)
    else:
        await points.put_at(rows[-1], value, by=by)


async def story(steps: list[tuple[str, Any]]) -> None:
    """One sheet, these gestures; what is refused changes nothing."""
    territory = await make_territory()
    nadia = await User.get(first_name="Nadia")
    structure = await make_structure(territory=territory.code, services=["Un service"], points=[{"name": "Ailleurs"}])
    first = await snapshot(structure.id)
    for kind, value in steps:
        before, count = await snapshot(structure.id), await Revision.filter(structure_id=structure.id).count()
        try:
            await step(structure, nadia, kind, value)
        except Refusal:
            assert await snapshot(structure.id) == before
            assert await Revision.filter(structure_id=structure.id).count() == count
    assert await read_backwards(structure.id) == first


async def read_backwards(structure_id: UUID) -> Snapshot:
    found = await snapshot(structure_id)
    async for revision in Revision.filter(structure_id=structure_id).order_by("-id"):
        found = history.rewind(found, revision.changes)
    return found


@pytest.mark.timeout(300)
def test_revisions_read_backwards_give_the_first_sheet(settings: Settings) -> None:
    loop = asyncio.new_event_loop()

    async def begun() -> None:
        nadia = await open_account(settings, "Nadia", AccountRole.COORDINATOR)
        await keepers.coordinate(nadia, await make_territory())

    @profile(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEPS, max_size=14))
    def lived(steps: list[tuple[str, Any]]) -> None:
        loop.run_until_complete(story(steps))

    connections = opened(settings)
    loop.run_until_complete(connections.__aenter__())
    try:
        loop.run_until_complete(begun())
        lived()
    finally:
        loop.run_until_complete(connections.__aexit__(None, None, None))
        loop.close()

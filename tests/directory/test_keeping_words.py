"""A structure's own words: what is typed is made regular, written once, told once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from boite import clock
from boite.accounts.models import User
from boite.directory.maintenance import structure_editing
from boite.directory.models import Document, Revision, Structure, Territory, What
from boite.errors import Invalid
from boite.journal.models import Entry
from boite.text import phones
from tests.directory.sheets import make_structure


async def told(user: User) -> list[str]:
    return [row.kind for row in await Entry.filter(owner_id=user.id).order_by("id") if row.kind.startswith("directory")]


async def test_only_what_changes_is_written_and_told(sheet: Structure, agent: User) -> None:
    clock.advance(timedelta(hours=1))
    revision = await structure_editing.change(
        sheet, {"name": "  Mission   locale ", "phone": "02.38.00.00.00"}, by=agent
    )
    assert revision
    assert [(change["field"], change["after"]) for change in revision.changes] == [("name", "Mission locale")]
    kept = await Structure.get(id=sheet.id)
    assert (kept.name, kept.phone, kept.slug) == ("Mission locale", "+33238000000", sheet.slug)
    assert kept.changed_at == kept.edited_at == revision.at > sheet.changed_at
    assert (revision.what, revision.author, revision.by_id) == (What.EDITED, "un agent de la structure", agent.id)
    assert await told(agent) == ["directory.keeper_added", "directory.edited"]


async def test_nothing_is_written_where_nothing_changes(sheet: Structure, agent: User) -> None:
    assert await structure_editing.change(sheet, {"name": sheet.name, "phone": "02 38 00 00 00"}, by=agent) is None
    kept = await Structure.get(id=sheet.id)
    assert (kept.changed_at, kept.edited_at) == (sheet.changed_at, None)
    assert not await Revision.exists()
    assert await told(agent) == ["directory.keeper_added"]


async def test_searching_knows_at_once(sheet: Structure, agent: User) -> None:
    await structure_editing.change(sheet, {"name": "Tournesol"}, by=agent)
    named = [row.named for row in await Document.filter(structure_id=sheet.id)]
    assert named
    assert all("tournesol" in words for words in named)


async def test_a_new_sheet_has_an_address_of_its_own(coordinator: User, territory: Territory) -> None:
    made = [await structure_editing.create({"name": "Été & Cœur"}, territory, by=coordinator) for _ in range(3)]
    assert [row.slug for row in made] == ["ete-coeur", "ete-coeur-2", "ete-coeur-3"]
    assert {row.territory_id for row in made} == {territory.code}
    assert await told(coordinator) == ["directory.created"] * 3
    assert {row.what for row in await Revision.all()} == {What.CREATED}


async def test_the_address_outlives_the_name(coordinator: User, territory: Territory) -> None:
    made = await structure_editing.create({"name": "Pôle emploi"}, territory, by=coordinator)
    await structure_editing.change(made, {"name": "France Travail"}, by=coordinator)
    assert (await Structure.get(id=made.id)).slug == "pole-emploi"


async def test_a_name_without_letters_has_an_address_too(coordinator: User, territory: Territory) -> None:
    assert (await structure_editing.create({"name": "★★★"}, territory, by=coordinator)).slug == "structure"


RIGHT = [
    ("phone", "02.38-00 00/00", "+33238000000"),
    ("phone", "+33 (0)2 38 00 00 00", "+33238000000"),
    ("phone", "0033238000000", "+33238000000"),
    ("phone", "39 49", "3949"),
    ("phone", "0 800 123 456", "+33800123456"),
    ("phone", "+32 2 123 45 67", "+3221234567"),
    ("website", "www.exemple.fr", "https://www.exemple.fr"),
    ("website", "http://exemple.fr/a?b=é", "http://exemple.fr/a?b=é"),
    ("siret", "130 030 133 00016", "13003013300016"),
    ("email", " accueil@exemple.fr ", "accueil@exemple.fr"),
    ("languages", ["fr", "en", "fr"], ["en", "fr"]),
    ("networks", ["cio", "mission-locale", "cio"], ["cio", "mission-locale"]),
    ("description", "Un.\r\n\r\nDeux.", "Un.\n\nDeux."),
]
WRONG = [
    *(("phone", value) for value in ("bonjour", "02 38", "02 38 00 00 00 ou 06 00 00 00 00", "٠٢٣٨٠٠٠٠٠٠", "1" * 500)),
    *(("website", value) for value in ("javascript:alert(1)", "ftp://exemple.fr", "https://", "a b", "https://[", "x")),
    *(("email", value) for value in ("accueil", "a@b", "a@b@c.fr", "<a@b.fr>", "a" * 300 + "@b.fr")),
    *(("siret", value) for value in ("123", "1300301330001A", "١٣٠٠٣٠١٣٣٠٠٠١٦")),
    ("name", ""),
    ("name", "ab"),
    ("name", "n" * 151),
    ("description", "d" * 10_001),
    ("languages", ["klingon"]),
    ("networks", ["inconnu"]),
    ("territory_id", "SPRO-00"),
]


@pytest.mark.parametrize(("field", "typed", "kept"), RIGHT)
async def test_what_is_typed_is_made_regular(sheet: Structure, agent: User, field: str, typed: Any, kept: Any) -> None:
    await structure_editing.change(sheet, {field: typed}, by=agent)
    assert getattr(await Structure.get(id=sheet.id), field) == kept


@pytest.mark.parametrize(("field", "typed"), WRONG)
async def test_what_makes_no_sense_is_refused_by_its_field(
    sheet: Structure, agent: User, field: str, typed: Any
) -> None:
    with pytest.raises(Invalid) as refusal:
        await structure_editing.change(sheet, {field: typed, "siret": "" if field != "siret" else typed}, by=agent)
    assert list(refusal.value.fields) == [field]
    assert not await Revision.exists()


async def test_every_mistake_is_said_at_once(sheet: Structure, agent: User) -> None:
    with pytest.raises(Invalid) as refusal:
        await structure_editing.change(sheet, {"name": "", "phone": "x", "email": "x"}, by=agent)
    assert set(refusal.value.fields) == {"name", "phone", "email"}


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+33238000000", "02 38 00 00 00"),
        ("+33800123456", "0 800 123 456"),
        ("3949", "39 49"),
        ("112", "112"),
        ("+3221234567", "+3221234567"),
        ("un mot", "un mot"),
    ],
)
def test_numbers_are_shown_as_the_french_say_them(kept: str, shown: str) -> None:
    assert phones.shown(kept) == shown


async def test_an_unknown_structure_of_the_same_name_is_another(sheet: Structure, agent: User) -> None:
    other = await make_structure(name=sheet.name)
    await structure_editing.change(sheet, {"phone": "3949"}, by=agent)
    assert (await Structure.get(id=other.id)).phone == ""

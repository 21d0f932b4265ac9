"""Corrections: anybody proposes, robots do not, the coordination decides, nothing recent is overwritten."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from boite import clock
from boite.accounts.models import AccountRole, User
from boite.directory.maintenance import points, structure_editing, suggestions
from boite.directory.models import REGION, ReceptionPoint, Revision, Structure, Suggestion, What
from boite.errors import Conflict, Invalid
from boite.journal.models import Entry
from boite.web import honeypot
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure, make_territory
from tests.page_forms import form_with
from tests.visitors import Visitor


async def proposed(sheet: Structure, **values: Any) -> Suggestion:
    """A correction of a visitor about the main place."""
    return await suggestions.suggest(sheet, values, "", by=None, point=await suggestions.place_of(sheet))


async def test_only_what_differs_is_proposed(sheet: Structure) -> None:
    made = await proposed(sheet, phone="02 38 00 00 00", email="a@exemple.fr", website="")
    assert (made.values, made.before, made.by_id) == ({"email": "a@exemple.fr"}, {"email": ""}, None)
    assert not await Entry.filter(kind__startswith="directory").exists()


async def test_a_correction_that_says_nothing_is_refused(sheet: Structure) -> None:
    with pytest.raises(Invalid):
        await proposed(sheet, phone="02 38 00 00 00")
    with pytest.raises(Invalid):
        await suggestions.suggest(sheet, {}, "x" * 1001, by=None)
    assert not await Suggestion.exists()


async def test_who_is_signed_in_finds_it_in_their_journal(sheet: Structure, person: User) -> None:
    await suggestions.suggest(sheet, {}, "Le numéro ne répond plus.", by=person)
    assert await Entry.exists(owner_id=person.id, kind="directory.suggested")


async def test_accepted_it_is_on_the_sheet(sheet: Structure, coordinator: User) -> None:
    made = await proposed(sheet, phone="3949", website="www.exemple.fr", address="9 quai Neuf")
    assert await suggestions.accept(made, by=coordinator) == []
    kept, [point] = await Structure.get(id=sheet.id), await points.of(sheet)
    assert (kept.phone, kept.website, point.address) == ("3949", "https://www.exemple.fr", "9 quai Neuf")
    assert (await Revision.get()).what == What.CORRECTED
    decided = await Suggestion.get()
    assert (decided.accepted, decided.decided_by_id) == (True, coordinator.id)
    assert [row.kind for row in await Entry.filter(owner_id=coordinator.id)][-1] == "directory.accepted"


async def test_a_place_s_own_number_is_the_one_corrected(sheet: Structure, coordinator: User) -> None:
    await ReceptionPoint.all().update(phone="+33238111111")
    await suggestions.accept(await proposed(sheet, phone="3949"), by=coordinator)
    assert (await ReceptionPoint.get()).phone == "3949"
    assert (await Structure.get(id=sheet.id)).phone == "+33238000000"


async def test_what_changed_since_is_not_overwritten(sheet: Structure, coordinator: User) -> None:
    made = await proposed(sheet, phone="3949", email="a@exemple.fr")
    await structure_editing.change(sheet, {"phone": "02 38 22 22 22"}, by=coordinator)
    assert await suggestions.accept(made, by=coordinator) == ["phone"]
    kept = await Structure.get(id=sheet.id)
    assert (kept.phone, kept.email) == ("+33238222222", "a@exemple.fr")


async def test_a_place_taken_away_meanwhile(sheet: Structure, coordinator: User) -> None:
    made = await proposed(sheet, address="9 quai Neuf", email="a@exemple.fr")
    [point] = await points.of(sheet)
    await points.remove(point, by=coordinator)
    assert await suggestions.accept(made, by=coordinator) == ["address"]


async def test_hours_and_closings_are_for_the_coordination_to_write(sheet: Structure, coordinator: User) -> None:
    made = await proposed(sheet, hours="le jeudi c'est fermé", closed="oui")
    assert made.values == {"hours": "le jeudi c'est fermé", "closed": True}
    assert await suggestions.accept(made, by=coordinator) == []
    assert not await Revision.exists()
    assert await Entry.exists(owner_id=coordinator.id, kind="directory.accepted")


async def test_refused_with_a_reason(sheet: Structure, coordinator: User) -> None:
    made = await proposed(sheet, phone="3949")
    with pytest.raises(Invalid):
        await suggestions.refuse(made, "  ", by=coordinator)
    await suggestions.refuse(made, "Ce numéro est celui d'un autre service.", by=coordinator)
    kept = await Suggestion.get()
    assert (kept.accepted, kept.reason) == (False, "Ce numéro est celui d'un autre service.")
    assert (await Structure.get(id=sheet.id)).phone == "+33238000000"


async def test_it_is_decided_once(sheet: Structure, coordinator: User) -> None:
    made = await proposed(sheet, phone="3949")
    decisions = [suggestions.accept(made, by=coordinator), suggestions.refuse(made, "Non, vérifié.", by=coordinator)]
    done = await asyncio.gather(*decisions, return_exceptions=True)
    assert [isinstance(result, Conflict) for result in done].count(True) == 1, done
    kept = await Suggestion.get()
    assert (await Structure.get(id=sheet.id)).phone == ("3949" if kept.accepted else "+33238000000")


async def test_what_waits_is_that_of_one_s_territories(sheet: Structure, coordinator: User) -> None:
    await make_territory("SPRO-18", "Cher")
    elsewhere = await make_structure(territory="SPRO-18")
    await proposed(sheet, phone="3949")
    await proposed(elsewhere, phone="3949")
    for codes, count in ((["SPRO-45-ORLEANS"], 1), (["SPRO-18"], 1), ([REGION], 2), ([], 0)):
        assert await suggestions.count_pending(codes) == len(await suggestions.pending(codes)) == count


# ── the pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def draw(visitor: Visitor, sheet: Structure) -> dict[str, str]:
    """The fields of the form as it is drawn, three seconds before it is sent."""
    page = (await visitor.get(visitor.address("directory:suggest", slug=sheet.slug))).text
    names = ("heure", "phone", "email", "website", "address", "postal_code", "city", "surnom")
    found = {name: re.search(rf'<input[^>]*value="([^"]*)"[^>]*name="{name}"', page) for name in names}
    found |= {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in names if not found[name]}
    clock.advance(timedelta(seconds=4))
    return {name: match[1] if match else "" for name, match in found.items()}


async def test_anybody_proposes_without_an_account(sheet: Structure, client: Visitor) -> None:
    fields = await draw(client, sheet)
    assert (fields["phone"], fields["city"]) == ("02 38 00 00 00", "Orléans")
    address = client.address("directory:suggest", slug=sheet.slug)
    answer = await client.submit(address, **fields | {"phone": "39 49"}, comment="<script>alert(1)</script>")
    assert answer.status_code == 303
    assert (await Suggestion.get()).values == {"phone": "3949"}


@pytest.mark.parametrize("trick", [{"surnom": "robot"}, {"heure": ""}, {"heure": "x.y"}, {"phone": "bonjour"}])
async def test_what_is_not_from_a_person_is_sent_back_with_its_words(
    sheet: Structure, client: Visitor, trick: dict[str, str]
) -> None:
    fields = await draw(client, sheet) | {"phone": "3949"} | trick
    address = client.address("directory:suggest", slug=sheet.slug)
    answer = await client.submit(address, **fields, comment="Mes mots")
    assert answer.status_code == 422
    assert "Mes mots" in answer.text
    assert not await Suggestion.exists()


async def test_a_fast_one_is_looked_at_again_and_goes(sheet: Structure, client: Visitor) -> None:
    fields = await draw(client, sheet)
    clock.reset()
    address = client.address("directory:suggest", slug=sheet.slug)
    answer = await client.submit(address, **fields, comment="Vite")
    assert answer.status_code == 422
    assert "Relisez, puis envoyez" in answer.text
    back = form_with(answer.text, honeypot.AGAIN)
    assert back
    assert (await client.submit(address, **back.sent())).status_code == 303


async def test_a_flood_is_stopped(sheet: Structure, client: Visitor) -> None:
    client.app.state.settings = replace(client.app.state.settings, suggestions_per_address=3)
    fields = await draw(client, sheet)
    address = client.address("directory:suggest", slug=sheet.slug)
    answers = [(await client.submit(address, **fields, comment=f"Mot {n}")).status_code for n in range(5)]
    assert answers == [303, 303, 303, 429, 429]


async def test_a_coordinator_answers_from_the_page(sheet: Structure, coordinator: User, sign_in: SignIn) -> None:
    first = await proposed(sheet, phone="3949")
    await suggestions.suggest(sheet, {}, "<img src=x onerror=alert(1)>", by=None)
    visitor = await sign_in(coordinator)
    listed = visitor.address("directory:suggestions")
    page = (await visitor.get(listed)).text
    assert "39 49" in page
    assert "02 38 00 00 00" in page
    assert "<img src=x" not in page
    accept = visitor.address("directory:accept", suggestion=first.id)
    assert (await visitor.submit(accept)).headers["location"] == listed
    assert (await visitor.submit(accept)).status_code == 409
    second = await Suggestion.get(decided_at=None)
    refuse = visitor.address("directory:refuse", suggestion=second.id)
    assert (await visitor.submit(refuse, reason="")).status_code == 422
    assert (await visitor.submit(refuse, reason="Ce n'est pas une correction.")).status_code == 303
    assert "Aucune correction" in (await visitor.get(listed)).text


async def test_nobody_else_decides(
    sheet: Structure, agent: User, person: User, sign_in: SignIn, new_person: OpenAccount
) -> None:
    made = await proposed(sheet, phone="3949")
    elsewhere = await new_person("Zoé", role=AccountRole.COORDINATOR)
    for somebody in (agent, person, elsewhere, await new_person("Hugo", role=AccountRole.ADMINISTRATOR)):
        visitor = await sign_in(somebody)
        for name in ("accept", "refuse"):
            address = visitor.address(f"directory:{name}", suggestion=made.id)
            assert (await visitor.submit(address, reason="Non, non.")).status_code == 403
        assert (await visitor.get(visitor.address("directory:suggestions"))).status_code == 403
    assert (await Suggestion.get()).decided_at is None


@pytest.mark.parametrize("identifier", ["0", "x", "00000000-0000-4000-8000-000000000000"])
async def test_an_unknown_correction_is_not_found(coordinator: User, sign_in: SignIn, identifier: str) -> None:
    visitor = await sign_in(coordinator)
    for name in ("accept", "refuse"):
        assert (await visitor.submit(visitor.address(f"directory:{name}", suggestion=identifier))).status_code == 404

"""Where to park, and the bus or the train that leads there: one field of the sheet, from one end to the other."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from playwright.async_api import expect

from boite import clock
from boite.accounts.models import User
from boite.database.connection import opened
from boite.directory.exchange.structure_table import table
from boite.directory.history import history
from boite.directory.maintenance import points, suggestions
from boite.directory.models import ReceptionPoint, Structure
from boite.directory.sheet import loading, structured_data
from boite.files import vcard
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage, SignIn
from tests.directory.data_files import enter, exported, structure
from tests.directory.searched import names
from tests.directory.sheets import make_structure
from tests.live import Server
from tests.visitors import Visitor

BUS, PARKING = "Bus 3, arrêt Halles, à 5 minutes.", "Parking gratuit rue du Nord, deux places réservées."
COMING = {"transport": BUS, "parking": PARKING}
KEYS = {"spro_transports": BUS, "spro_stationnement": PARKING}


async def test_the_page_says_it_and_the_form_asks_for_it(sheet: Structure, agent: User, sign_in: SignIn) -> None:
    visitor, [point] = await sign_in(agent), await points.of(sheet)
    address = visitor.address("directory:point", slug=sheet.slug, point=point.id)
    form = (await visitor.get(address)).text
    assert "Venir en bus ou en train" in form
    await visitor.edit(address, **COMING)
    page = (await visitor.get(visitor.address("directory:sheet", slug=sheet.slug))).text
    assert "arrêt Halles" in page
    assert "deux places réservées" in page
    kept = (await visitor.get(visitor.address("directory:edit", slug=sheet.slug))).text
    assert "Se garer" in kept


async def test_a_page_without_it_says_nothing(sheet: Structure, client: Visitor) -> None:
    assert "Se garer" not in (await client.get(client.address("directory:sheet", slug=sheet.slug))).text


async def test_history_tells_it_and_takes_it_back(sheet: Structure, agent: User) -> None:
    [point] = await points.of(sheet)
    revision = await points.change(point, COMING, by=agent)
    assert revision
    [told] = (await history.page(sheet)).told
    lines = {(line.field, line.before, line.after) for line in told.lines}
    assert lines == {("Venir en bus ou en train", "Rien", BUS), ("Se garer", "Rien", PARKING)}
    await history.undo(revision, by=agent)
    assert (await ReceptionPoint.get()).transport == ""


async def test_searching_finds_it(sheet: Structure, agent: User) -> None:
    assert sheet.name not in await names("arrêt Halles")
    [point] = await points.of(sheet)
    await points.change(point, COMING, by=agent)
    assert await names("arrêt Halles") == [sheet.name]
    assert await names("parking gratuit") == [sheet.name]


async def test_files_bring_it_and_take_it_away(client: Visitor) -> None:
    await enter(structure(**KEYS, spro_points=[{"nom": "Permanence", "spro_transports": "Gare à 200 m."}]))
    main, other = await ReceptionPoint.all().order_by("rank")
    assert (main.transport, main.parking, other.transport) == (BUS, PARKING, "Gare à 200 m.")
    [written] = json.loads(await exported())["structures"]
    assert KEYS.items() <= written.items()
    assert written["spro_points"][0]["spro_transports"] == "Gare à 200 m."
    content = b"".join([piece async for piece in table(lambda slug: slug)])
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert (rows[0]["Se garer"], rows[1]["Venir en bus ou en train"]) == (PARKING, "Gare à 200 m.")
    report = await enter(structure(date_maj="2026-05-05", spro_transports=""))
    assert [line.fields for line in report.lines] == [["venir en bus ou en train"]]
    assert (await ReceptionPoint.get(rank=0)).parking == PARKING, "what a file does not say stays"


async def test_programs_read_it(client: Visitor) -> None:
    await enter(structure(**KEYS))
    found = (await client.get(client.address("directory:api_search") + "?mots=mission")).json()
    assert (found["resultats"][0]["lieu"]["transports"], found["resultats"][0]["lieu"]["stationnement"]) == (
        BUS,
        PARKING,
    )
    told = json.loads(structured_data.of_sheet(await loading.read(await Structure.get()), "https://exemple.fr"))
    assert told["location"][0]["amenityFeature"][0]["value"] == PARKING
    card = await client.get(client.address("directory:vcard", slug=(await Structure.get()).slug))
    assert f"Venir en bus ou en train : {BUS}" in vcard.parse(card.text)["note"]


async def test_anybody_corrects_it(sheet: Structure, client: Visitor, coordinator: User) -> None:
    address = client.address("directory:suggest", slug=sheet.slug)
    page = (await client.get(address)).text
    assert "Venir en bus ou en train" in page
    clock.advance(timedelta(seconds=4))
    made = await suggestions.suggest(sheet, {"transport": BUS}, "", by=None, point=await suggestions.place_of(sheet))
    await suggestions.accept(made, by=coordinator)
    assert (await ReceptionPoint.get()).transport == BUS


async def test_a_place_that_moves_forgets_it(sheet: Structure, agent: User) -> None:
    [point] = await points.of(sheet)
    await points.change(point, COMING, by=agent)
    await points.move(await ReceptionPoint.get(), {"address": "1 rue Neuve"}, None, by=agent)
    moved = await ReceptionPoint.get()
    assert (moved.transport, moved.parking) == ("", "")


@pytest.mark.timeout(120)
async def test_it_fits_on_a_phone(new_page: OpenPage, live_server: Server) -> None:
    async with opened(live_server.settings):
        sheet = await make_structure("CIO", ["cio"], transport=f"{BUS} " * 8, parking="P" * 60)
    page = await new_page(width=320)
    for address in (f"/annuaire/structures/{sheet.slug}", f"/annuaire/structures/{sheet.slug}/corrections/nouvelle"):
        await page.goto(address)
        await expect(page.get_by_text("Venir en bus ou en train")).to_be_visible()
        await assert_fits(page)
        await assert_accessible(page)

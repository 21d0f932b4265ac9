"""Figures as files and as open data: the same rounded figures in each, read back by other programs than ours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from boite.accounts.models import AccountRole
from boite.directory.models import Coordination, Membership, MissedSearch, Structure
from boite.orientation.models import HandOver
from boite.settings import Settings
from boite.statistics import periods, published
from boite.statistics.due import publish_due
from boite.statistics.export import COLUMNS, LED
from boite.text.workbooks import WorkbookTable, ods, xlsx
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure, make_territory
from tests.groups.groups import ORLEANS
from tests.hours import put_clock_at
from tests.statistics import scanning
from tests.statistics.test_publication import open_boxes
from tests.visitors import Visitor

pytestmark = pytest.mark.anyio
NAME = '=HYPERLINK("http://exemple.fr";"Mission & <locale>")'
"""A structure that somebody named to be opened by a spreadsheet."""
TERRITORIES = (f"Territoire de {NAME[-4:]}", "Territoire de CIDJ")
PEOPLE = list(COLUMNS).index("nombre")
NARROW = "\N{NARROW NO-BREAK SPACE}"
MEASURE = list(COLUMNS).index("mesure")


@pytest.fixture
async def structures(settings: Settings, store: BlobStore) -> list[Structure]:
    """Two structures of two territories, with the figures of September and of its quarter."""
    put_clock_at(datetime(2026, 10, 20, 10, tzinfo=UTC))
    since, made = datetime(2026, 9, 3, 10, tzinfo=UTC), []
    for name, code in ((NAME, ORLEANS), ("CIDJ", "SPRO-18")):
        await make_territory(code, f"Territoire de {name[-4:]}")
        made.append(await make_structure(name, territory=code))
    for structure, people in zip(made, (37, 9), strict=True):
        await open_boxes(structure, people, since=since)
        await open_boxes(structure, 3, since=since, situation="salarie", birth_year=1970)
    await open_boxes(made[0], 14, since=since, situation="salarie", birth_year=1990)
    for origin, destination, people in ((made[0], made[1], 31), (made[1], made[0], 9)):
        ends = {"origin_id": origin.id, "destination_id": destination.id}
        led = [HandOver(day=since.date(), reason="urgence", accepted=True, **ends) for _ in range(people)]
        await HandOver.bulk_create(led)
    await MissedSearch.create(
        day=since.date(), words="aide au permis", times=60, place="directory", territory_id=ORLEANS
    )
    while await publish_due(settings, store):
        pass
    return made


async def observer(new_person: OpenAccount, sign_in: SignIn) -> Visitor:
    return await sign_in(await new_person(role=AccountRole.OBSERVER))


async def test_files_hold_what_the_page_shows(
    structures: list[Structure], new_person: OpenAccount, sign_in: SignIn
) -> None:
    visitor = await observer(new_person, sign_in)
    for place, period in ((str(structures[0].id), "2026-09"), ("R24", "2026-T3")):
        page = (await visitor.get(f"/chiffres/{place}?periode={period}&mesure=boites")).text
        assert [number for number in scanning.in_a_page(page) if number % 5] == [], place
        tables = {}
        for form, read in (("csv", scanning.of_csv), ("ods", scanning.of_ods), ("xlsx", scanning.of_xlsx)):
            address = f"/chiffres/{place}/chiffres-{period}.{form}"
            assert f'href="{address}"' in page
            answer = await visitor.get(address)
            assert answer.status_code == 200
            assert f"-{period}-" in answer.headers["content-disposition"]
            table, said = read(answer.content)
            assert {published.ROUNDED, published.UNCOUNTED, published.FEW_WHY, published.ACTS_WHY} <= set(said)
            assert table[0] == list(COLUMNS)
            tables[form] = [[str(cell).removeprefix("'") for cell in row] for row in table]
            numbers = list(scanning.in_a_table(table))
            assert len(numbers) > 10
            assert all(number % 5 == 0 for number in numbers)
            few = [row[PEOPLE] for row in table if str(row[PEOPLE]).startswith("moins")]
            assert set(few) == {"moins de 5"}
            assert table[1][0] == ("Toute la région" if place == "R24" else "'" * (form == "csv") + NAME)
        assert tables["csv"] == tables["ods"] == tables["xlsx"]
        asked = periods.read(period)
        found = asked and await published.dashboard(await published.places_of(place), asked)
        shown = found and found.of("boites")
        assert shown
        assert shown.crossings is not None
        wholes = {row[MEASURE]: row[PEOPLE:][:3] for row in tables["csv"] if row[7:9] == ["tous", "tous"]}
        for total in found.totals if found else ():
            step = {"personnes": "5", "gestes": "10", "objets": "1"}[total.total.sort.value]
            words = total.words if total.few else str(total.value)
            assert wholes[total.total.code] == [words, total.total.sort.value, step]
        region = await published.dashboard(await published.places_of("R24"), asked) if asked else None
        compared = {row[MEASURE]: row[-3:] for row in tables["csv"][1:] if row[7:9] == ["tous", "tous"]}
        whole = region and region.of("boites")
        assert whole
        assert compared["boites"] == ["", "", "" if place == "R24" else whole.cell.words.replace(NARROW, "")]
        led = [tuple(row[9:12]) for row in tables["csv"] if row[MEASURE] == LED[0]]
        assert [people for *_, people in led] == [str(flow.cell.people) for flow in (found.flows if found else ())]
        assert bool(led) == (place == "R24")
        assert {(origin, destination) for origin, destination, _ in led} <= {TERRITORIES, TERRITORIES[::-1]}
        rows = {tuple(row[7:9]): row[PEOPLE] for row in tables["csv"] if row[5] == "boites"}
        assert rows["tous", "tous"] == shown.cell.words
        assert len(rows) == len(shown.crossings.figures)
        for line in shown.crossings.by_public():
            assert rows[line.label, "tous"] == line.cell.words
        for line in shown.crossings.by_age():
            assert rows["tous", line.label] == line.cell.words
        assert len(set(map(tuple, tables["csv"]))) == len(tables["csv"]), "a cell is there once"


async def test_a_file_has_the_doors_of_its_page(
    structures: list[Structure], new_person: OpenAccount, sign_in: SignIn
) -> None:
    here, elsewhere = (f"/chiffres/{structure.id}/chiffres-2026-09.csv" for structure in structures)
    paul, nadia = await new_person(role=AccountRole.PROFESSIONAL), await new_person(role=AccountRole.COORDINATOR)
    await Membership.create(user_id=paul.id, structure_id=structures[0].id)
    await Coordination.create(user_id=nadia.id, territory_id=ORLEANS)
    local = f"/chiffres/{ORLEANS}/chiffres-2026-T3.xlsx"
    for who, opened in ((paul, {here}), (nadia, {here, local}), (await new_person(), set[str]())):
        visitor = await sign_in(who)
        for address in (
            here,
            elsewhere,
            local,
            "/chiffres/SPRO-18/chiffres-2026-T3.ods",
            "/chiffres/R24/chiffres-2026-T3.ods",
        ):
            assert (await visitor.get(address)).status_code == (200 if address in opened else 403), (who.role, address)
    visitor = await observer(new_person, sign_in)
    for wrong in ("2026-13.csv", "2026-09.pdf", "2024.csv", "tout.csv", "2026-09.", "2026-08.csv"):
        assert (await visitor.get(f"/chiffres/R24/chiffres-{wrong}")).status_code == 404, wrong
    assert (await visitor.get("/chiffres/inconnu/chiffres-2026-09.csv")).status_code == 404


async def test_open_data_is_for_anybody_and_tells_less(structures: list[Structure], visitor: Visitor) -> None:
    page = await visitor.get("/chiffres/donnees")
    assert page.status_code == 200
    assert "Licence Ouverte 2.0" in page.text
    numbers = list(scanning.in_a_page(page.text))
    assert numbers
    assert all(number % 5 == 0 and number >= 15 for number in numbers)
    table, _ = scanning.of_csv((await visitor.get("/chiffres/donnees/2026-T3.csv")).content)
    answer = await visitor.get("/chiffres/donnees/2026-T3.json")
    same, said = scanning.of_json(answer.content)
    assert [[str(cell) for cell in row] for row in same] == table
    assert {"licence", "colonnes", "publie_le", "a_lire"} <= said.keys()
    assert said["seuil"] == 15
    assert {row[2] for row in table[1:]} == {"région", "territoire"}
    given = list(scanning.in_a_table(same))
    assert given
    assert all(number % 5 == 0 and number >= 15 for number in given)
    assert {row[PEOPLE] for row in same[1:] if isinstance(row[PEOPLE], str)} == {"moins de 15", "trop peu"}
    [led] = [row[9:13] for row in same if row[MEASURE] == LED[0]]
    assert led in ([*TERRITORIES, people, "personnes"] for people in (30, 35)), "31 there, and 9 who are too few"
    sorts = {row[PEOPLE + 1] for row in same[1:]}
    assert sorts == {"personnes", "gestes", "objets"}
    few = {row[2] for row in same if row[MEASURE] == "relais-arrives" and row[PEOPLE] == "moins de 15"}
    assert few == {"territoire"}, "what is few of a total is not given, nor its lines"
    for row in same[1:]:
        if row[PEOPLE + 1] != "personnes" or row[MEASURE] == LED[0]:
            continue
        [people] = [other[PEOPLE] for other in same if other[1:6] == row[1:6] and other[7:9] == ["tous", "tous"]]
        assert row[7:9] == ["tous", "tous"] or people != "moins de 15", "a detail tells that its total is not far"
    assert (
        await visitor.get("/chiffres/donnees/2026-T3.csv", headers={"if-none-match": answer.headers["etag"]})
    ).status_code == 200
    again = await visitor.get("/chiffres/donnees/2026-T3.json", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    for hidden in ("2026-09.csv", "2026-09.json", "2026-T2.csv", "2026-T4.json", "tout.csv"):
        assert (await visitor.get(f"/chiffres/donnees/{hidden}")).status_code == 404, hidden


async def test_open_data_before_the_first_quarter(store: BlobStore, visitor: Visitor) -> None:
    page = await visitor.get("/chiffres/donnees")
    assert page.status_code == 200
    assert "Pas encore de chiffres" in page.text


def test_a_workbook_holds_any_text_as_a_text() -> None:
    texts = [
        "=1+1",
        "+1",
        "-1",
        "@A1",
        "\t=1",
        "a\x00b\x0bc",
        "<b>&amp;</b>",
        "é ☃ 𝓐",
        "  deux  blancs",
        "2026-09",
        "007",
    ]
    rows: list[Sequence[str | int]] = [("Texte", "Nombre"), *((text, rank * 5) for rank, text in enumerate(texts))]
    book = [WorkbookTable("Première", rows)]
    book.append(WorkbookTable("À lire", [["Rien"]]))
    clean = [text.replace("\x00", "").replace("\x0b", "") for text in texts]
    for write, read in ((xlsx, scanning.of_xlsx), (ods, scanning.of_ods)):
        table, _ = read(write(book))
        assert [row[0].strip() for row in table[1:]] == [text.strip() for text in clean]
        assert [row[1] or 0 for row in table[1:]] == [rank * 5 for rank in range(len(texts))]

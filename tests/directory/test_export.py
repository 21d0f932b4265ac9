"""What leaves comes back: import, export, import changes nothing, whatever the sheets say."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from data_inclusion.schema.v1 import Service as SchemaService
from data_inclusion.schema.v1 import Structure as SchemaStructure
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from starlette.applications import Starlette

from boite.accounts.models import AccountRole
from boite.database.connection import fetch, opened
from boite.directory.demo import load_demo
from boite.directory.exchange.exports import communes_json
from boite.directory.exchange.imports import import_file
from boite.directory.exchange.report import ImportReport
from boite.directory.exchange.structure_table import HEADERS, table
from boite.directory.maintenance import service_editing, structure_editing
from boite.directory.models import Ending, EndKind, Network, Service, Structure, Territory
from boite.directory.sheet import vocabulary
from boite.directory.sheet.languages import LANGUAGES
from boite.directory.sheet.publics import LABELS
from boite.settings import Settings
from tests.conftest import OpenAccount
from tests.directory.data_files import (
    DEMO,
    enter,
    enter_demo,
    exported,
    official,
    outcomes,
    service,
    structure,
    written,
)

TABLES = ("structure", "point", "service", "revision", "network", "commune", "postal_code", "territory")


async def everything() -> dict[str, Any]:
    """Every row that an import may write, but the traces of imports."""
    return {name: await fetch(f"SELECT * FROM directory_{name}") for name in TABLES}


def validated(content: bytes) -> tuple[int, int]:
    """The package accepts every object, strictly. Returns how many."""
    told = json.loads(content)
    for each in told["structures"]:
        SchemaStructure.model_validate_json(json.dumps(each), strict=True)
    for each in told["services"]:
        SchemaService.model_validate_json(json.dumps(each), strict=True)
    return len(told["structures"]), len(told["services"])


async def test_the_demonstration_goes_round(app: Starlette) -> None:
    await load_demo(DEMO)
    content, before = await exported(), await everything()
    assert validated(content) == (await Structure.all().count(), await Service.all().count())
    report = await import_file("retour.json", content)
    assert outcomes(report) == {"unchanged": report.total}
    assert (await everything(), await exported()) == (before, content)


async def test_the_official_structures_go_round(app: Starlette) -> None:
    await import_file("territoires.csv", official("spro_territoires_hypothese.csv"))
    await import_file("communes.csv", official("communes_centre_val_de_loire_2026.csv"))
    await import_file("structures.json", official("structures_cvl_reelles_data_inclusion_v1.json"))
    content, before = await exported(), await everything()
    assert validated(content) == (55, 0)
    assert outcomes(await import_file("retour.json", content)) == {"unchanged": 55}
    assert await everything() == before


async def test_what_was_written_by_hand_goes_round(new_person: OpenAccount) -> None:
    """Even what the schema refuses: a short text, an address of mail in a domain that does not exist."""
    await enter_demo()
    by = await new_person("Nadia", role=AccountRole.COORDINATOR)
    territory = await Territory.get(code="SPRO-18")
    row = await structure_editing.create(
        {"name": "Le Lieu", "description": "Ici", "email": "a@lieu.test"}, territory, by=by
    )
    await service_editing.add(row, {"name": "Écoute", "description": ""}, by=by)
    content, before = await exported(), await everything()
    assert validated(content) == (1, 1)
    told = json.loads(content)["structures"][0]
    assert (told["id"], told["source"]) == ("ma-boite-spro--le-lieu", "ma-boite-spro")
    assert json.loads(content)["services"][0]["description"] == "Sans description."
    assert told["spro_autres"] == {"description": "Ici", "courriel": "a@lieu.test"}
    assert outcomes(await import_file("retour.json", content)) == {"unchanged": 2}
    assert await everything() == before


async def test_another_service_says_the_same_sheets(app: Starlette) -> None:
    """Taken to an empty directory and back: the same bytes, the same addresses."""
    await load_demo(DEMO)
    await Structure.filter(source_id="demo--cio-tours").update(source="", source_id=None, slug="cio-37-du-centre")
    content = await exported()
    await Structure.all().delete()
    report = await import_file("ailleurs.json", content)
    assert outcomes(report) == {"created": report.total}
    assert await exported() == content
    assert await Structure.exists(slug="cio-37-du-centre")


async def test_a_person_s_edit_is_dated_in_the_export(app: Starlette) -> None:
    await enter(structure())
    await Structure.all().update(edited_at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    assert json.loads(await exported())["structures"][0]["date_maj"] == "2026-07-01", "the day in France"


async def test_a_structure_that_ended_does_not_leave(app: Starlette) -> None:
    await enter(structure(), structure("dora--2"), services=[service()])
    row = await Structure.get(source_id="dora--1")
    await Ending.create(structure_id=row.id, kind=EndKind.CLOSED)
    told = json.loads(await exported())
    assert ([each["id"] for each in told["structures"]], told["services"]) == (["dora--2"], [])


async def test_an_empty_directory_is_a_valid_file(app: Starlette) -> None:
    assert json.loads(await exported()) == {"structures": [], "services": []}


async def test_batches_join_well(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boite.directory.exchange.exports.BATCH", 2)
    of = ["dora--1", "dora--4", "dora--4"]
    services = [service(f"dora--s{number}", of=each) for number, each in enumerate(of)]
    await enter(*(structure(f"dora--{number}") for number in range(5)), services=services)
    assert validated(await exported()) == (5, 3)


async def test_communes_go_round(app: Starlette) -> None:
    await enter_demo()
    content = b"".join([piece async for piece in communes_json()])
    report = await import_file("communes.json", content)
    assert report.kind == "communes"
    assert outcomes(report) == {"unchanged": 63}


async def test_the_table_opens_in_a_french_spreadsheet(app: Starlette) -> None:
    await enter_demo()
    await enter(
        structure(
            nom="=HYPERLINK(1)",
            adresse="+1 rue",
            commune=None,
            code_postal=None,
            latitude=47.2,
            longitude=-0.5,
            description="Deux\nlignes ; et un « point-virgule »",
            spro_points=[{"nom": "@lieu", "telephone": "3949"}],
        )
    )
    content = b"".join([piece async for piece in table(lambda slug: f"https://exemple.fr/{slug}")])
    assert content.startswith(b"\xef\xbb\xbfNom;R")
    assert b"\r\n" in content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert tuple(rows[0]) == HEADERS
    assert [row["Lieu"] for row in rows] == ["", "'@lieu"]
    first = rows[0]
    assert (first["Nom"], first["Adresse"]) == ("'=HYPERLINK(1)", "'+1 rue")
    assert (first["Latitude"], first["Longitude"]) == ("47,2", "-0,5"), "numbers stay numbers"
    assert (first["Téléphone"], rows[1]["Téléphone"]) == ("02 48 00 00 00", "39 49")
    assert first["Présentation"] == "Deux\nlignes ; et un « point-virgule »"
    assert first["Fiche"] == "https://exemple.fr/hyperlink-1"


# ── whatever the sheets say ───────────────────────────────────────────────────

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
LONG = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200)
PHONES = st.sampled_from(["0248000000", "+33 2 48 00 00 00", "39 49", "3949", "02 48 et 06", "", "+4412345678"])
HOURS = st.sampled_from(["Mo-Fr 09:00-12:00; PH off", "24/7", "le lundi", "", "Mo 09:00-12:00"])
TOWNS = st.sampled_from([("18279", "18100", "Vierzon"), ("18033", "18000", "Bourges"), ("99999", "", "Ailleurs")])
SITES = st.sampled_from(["https://exemple.fr", "http://exemple.fr/É?a=1", "https://métiers.fr/"])
CODES = sorted(vocabulary.thematics())


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value, null, or nothing at all (an ellipsis, taken away afterwards)."""
    return st.one_of(st.just(...), st.none(), strategy)


@st.composite
def places(draw: st.DrawFn) -> dict[str, Any]:
    """The keys of a place."""
    code, postal, town = draw(TOWNS)
    here = {"code_insee": code, "commune": town} | ({"code_postal": postal} if postal else {})
    located = draw(st.sampled_from([{}, {"latitude": 47.2, "longitude": 2.1}, {"latitude": 43.3, "longitude": 5.4}]))
    told = {
        "adresse": maybe(WORDS),
        "complement_adresse": maybe(WORDS),
        "horaires_accueil": maybe(HOURS),
        "accessibilite_lieu": maybe(SITES),
        "spro_rdv": maybe(st.sampled_from(["sans", "possible", "obligatoire", ""])),
        "spro_horaires_precisions": maybe(WORDS),
        "spro_accessibilite": maybe(st.fixed_dictionaries({"fauteuil": st.sampled_from(["oui", "non"])})),
        "spro_ancienne_adresse": maybe(WORDS),
        "spro_demenagement_le": maybe(st.just("2026-02-03")),
    }
    return {**here, **located, **draw(st.fixed_dictionaries(told))}


@st.composite
def structures(draw: st.DrawFn) -> dict[str, Any]:
    """A structure as somebody may send it."""
    point = st.builds(lambda place, named: {**place, **named}, places(), st.fixed_dictionaries({"nom": maybe(WORDS)}))
    told = {
        "nom": st.builds(lambda words: f"Lieu {words}"[:150], WORDS),
        "description": maybe(LONG.map(lambda text: f"Voici {text}")),
        "telephone": maybe(PHONES),
        "courriel": maybe(st.sampled_from(["a@exemple.fr", "Été@Exemple.fr"])),
        "site_web": maybe(SITES),
        "lien_source": maybe(SITES),
        "siret": maybe(st.just("13003013300016")),
        "reseaux_porteurs": maybe(st.lists(st.sampled_from(["caf", "mission-locale", "chambres-consulaires"]))),
        "spro_reseaux": maybe(st.lists(st.sampled_from(["cio", "cci", "mission-locale", "caf"]))),
        "spro_territoire": maybe(st.sampled_from(["SPRO-18", "SPRO-37"])),
        "spro_langues": maybe(st.lists(st.sampled_from(sorted(LANGUAGES)))),
        "spro_points": maybe(st.lists(point, max_size=4)),
        "spro_verifiee_le": maybe(st.just("2026-03-03")),
        "spro_prochaine_verification": maybe(st.just("2026-12-03")),
        "spro_accueil": maybe(st.fixed_dictionaries({"nom": WORDS, "telephone": PHONES})),
    }
    return {**draw(places()), **draw(st.fixed_dictionaries(told))}


SERVICES = st.fixed_dictionaries(
    {
        "nom": st.builds(lambda words: f"Aide {words}"[:150], WORDS),
        "description": LONG.map(lambda text: f"Voici {text}"),
        "thematiques": maybe(st.lists(st.sampled_from(CODES), max_size=3)),
        "publics": maybe(st.sampled_from([["jeunes", "femmes"], ["tous-publics"]])),
        "spro_publics": maybe(st.lists(st.sampled_from(sorted(LABELS)), max_size=3)),
        "frais": maybe(st.sampled_from(["gratuit", "payant"])),
        "frais_precisions": maybe(LONG),
        "zone_eligibilite": maybe(st.just(["18", "18279"])),
        "volume_horaire_hebdomadaire": maybe(st.sampled_from([0, 1.5, 35])),
        "adresse": maybe(WORDS),
        "latitude": maybe(st.sampled_from([47, 0.5])),
        "horaires_accueil": maybe(HOURS),
        "telephone": maybe(PHONES),
        "spro_point": maybe(WORDS),
    }
)


def whole(told: dict[str, Any]) -> dict[str, Any]:
    """Without the keys that were not drawn."""
    return {key: whole(each) if isinstance(each, dict) else each for key, each in told.items() if each is not ...}


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """One loop for every example."""
    made = asyncio.new_event_loop()
    yield made
    made.close()


def test_whatever_enters_goes_round(settings: Settings, loop: asyncio.AbstractEventLoop) -> None:
    async def round_trip(told: list[dict[str, Any]], offers: list[dict[str, Any]]) -> None:
        lines = [structure(f"dora--{number}", **whole(each)) for number, each in enumerate(told)]
        for line in lines:
            if isinstance(line.get("spro_points"), list):
                line["spro_points"] = [whole(each) for each in line["spro_points"]]
        services = [service(f"dora--s{number}", of="dora--0", **whole(each)) for number, each in enumerate(offers)]
        async with opened(settings):
            await Structure.all().delete()
            await Network.filter(rank__gte=200).delete()
            await check(written(lines, services))

    async def check(content: bytes) -> None:
        first = await import_file("aller.json", content)
        assert outcomes(first) == {"created": first.total}, first.lines
        again = await import_file("aller.json", content)
        assert outcomes(again) == {"unchanged": first.total}, told_of(again)
        out, before = await exported(), await everything()
        assert sum(validated(out)) == first.total
        back = await import_file("retour.json", out)
        assert outcomes(back) == {"unchanged": first.total}, told_of(back)
        assert (await everything(), await exported()) == (before, out)
        await Structure.all().delete()
        await import_file("ailleurs.json", out)
        assert await exported() == out

    async def prepared() -> None:
        async with opened(settings):
            await enter_demo()

    def told_of(report: ImportReport) -> list[tuple[list[str], str]]:
        return [(line.fields, line.why) for line in report.lines]

    @profile(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(structures(), min_size=1, max_size=3), st.lists(SERVICES, max_size=3))
    def example(told: list[dict[str, Any]], offers: list[dict[str, Any]]) -> None:
        loop.run_until_complete(round_trip(told, offers))

    loop.run_until_complete(prepared())
    example()

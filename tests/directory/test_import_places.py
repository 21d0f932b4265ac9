"""Territories, communes and outlines: the files of the State, ours, and those that are wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from boite.directory.exchange.imports import import_file
from boite.directory.models import REGION, Commune, PostalCode, Scale, Territory
from tests.directory.data_files import enter_demo, outcomes, whys

pytestmark = pytest.mark.usefixtures("app")


def commune(**values: Any) -> dict[str, Any]:
    """A commune as geo.api.gouv.fr writes it; a value of None takes the key away."""
    told = {
        "nom": "Joué-lès-Tours",
        "code": "37122",
        "codesPostaux": ["37300"],
        "centre": {"type": "Point", "coordinates": [0.6528, 47.3353]},
        "codeDepartement": "37",
        "codeRegion": "24",
        "population": 38423,
        "siren": "213701220",
        **values,
    }
    return {key: value for key, value in told.items() if value is not None}


async def enter(*rows: Any) -> Any:
    return await import_file("lignes.json", json.dumps(rows).encode())


async def test_a_commune_of_the_api_enters() -> None:
    assert outcomes(await enter(commune())) == {"created": 1}
    row = await Commune.get(code="37122")
    assert (row.name_key, row.department, row.population) == ("joue les tours", "37", 38423)
    assert (row.latitude, row.longitude) == (47.3353, 0.6528)


async def test_a_commune_that_changes_says_what() -> None:
    await enter(commune())
    report = await enter(commune(population=38500, codesPostaux=["37300", "37301"]))
    assert report.lines[0].fields == ["population", "codes postaux"]
    await enter(commune(codesPostaux=["37301"]))
    assert [row.code for row in await PostalCode.filter(commune_id="37122")] == ["37301"]


async def test_a_file_without_territories_leaves_those_given_by_hand() -> None:
    await enter_demo()
    await enter(commune(nom="Joué"))
    assert (await Commune.get(code="37122")).territory_id == "SPRO-37"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("texte", "Il faut un objet."),
        (commune(code="3712"), "code : ce code de commune est mal écrit. Ici : « 3712 »."),
        (commune(code=37122), "code : ce code de commune est mal écrit."),
        (commune(nom=""), "nom : il faut de 1 à 120 signes."),
        (commune(nom="x" * 1_000_000), "nom : C'est trop long"),
        (commune(nom=None), "nom : il faut de 1 à 120 signes."),
        (commune(centre=None), "Les coordonnées du centre manquent."),
        (commune(centre={"coordinates": ["0", "47"]}), "Les coordonnées du centre manquent."),
        (commune(centre={"coordinates": [47.3, 0.6]}), "Ces coordonnées sont hors de France : 0.6, 47.3."),
        (commune(codesPostaux="37300"), "codesPostaux : il faut une liste de codes postaux"),
        (commune(codesPostaux=["3730"]), "codesPostaux : il faut une liste de codes postaux"),
        (commune(population=-3), "population : il faut un nombre entier. Ici : « -3 »."),
        (commune(population="beaucoup"), "population : il faut un nombre entier."),
        (commune(spro="SPRO-99"), "Ce territoire est inconnu : importez d'abord les territoires. Ici : « SPRO-99 »."),
        (commune(spro=["SPRO-18"]), "spro : il faut un texte."),
    ],
)
async def test_a_bad_commune_is_refused(row: Any, why: str) -> None:
    report = await enter(commune(code="37261", nom="Tours"), row)
    assert outcomes(report) == {"created": 1, "refused": 1}
    assert whys(report)[0].startswith(why)


async def test_overseas_communes_are_in_france_too() -> None:
    row = commune(nom="Saint-Denis", code="97411", centre={"coordinates": [55.4481, -20.8789]}, codesPostaux=["97400"])
    assert outcomes(await enter(row)) == {"created": 1}
    assert (await Commune.get(code="97411")).department == "974"


async def test_one_commune_twice_is_once() -> None:
    report = await enter(commune(), commune(nom="Joué"))
    assert outcomes(report) == {"created": 1, "refused": 1}
    assert whys(report) == ["Ce code est déjà à la ligne 1."]


async def test_a_table_of_communes_with_semicolons_enters() -> None:
    lines = [
        "code_insee;nom;population;codes_postaux;latitude;longitude",
        "37122;Joué-lès-Tours;38423;37300;47,3353;0,6528",
        "37261;Tours;139300;37000|37100;47.39;0.69",
        "37262;Half",
        "37263;Loin;1;37000;4;5",
    ]
    report = await import_file("communes.csv", "\r\n".join(lines).encode())
    assert outcomes(report) == {"created": 2, "refused": 2}
    assert [line.number for line in report.lines if line.why] == [4, 5]
    assert await PostalCode.filter(commune_id="37261").count() == 2


async def test_a_megabyte_in_a_cell_is_the_fault_of_its_line() -> None:
    lines = ["code_insee,nom,latitude,longitude", f"37122,{'x' * 1_000_000},47.3,0.6", "37261,Tours,47.39,0.69"]
    report = await import_file("communes.csv", "\n".join(lines).encode())
    assert outcomes(report) == {"created": 1, "refused": 1}


# ── territories ───────────────────────────────────────────────────────────────


def group(code: str = "SPRO-99", **values: Any) -> dict[str, Any]:
    return {"code": code, "nom": "Un groupe", "parent": REGION, **values}


async def test_a_territory_brings_its_region() -> None:
    report = await enter(group(telephone="02 48 00 00 00", horaires="Mo-Fr 09:00-12:00"))
    assert outcomes(report) == {"created": 1}
    assert report.notes == ["Le territoire de la région (R24) est ajouté."]
    row = await Territory.get(code="SPRO-99")
    assert (row.scale, row.help_phone, row.help_hours) == (Scale.LOCAL, "+33248000000", "Mo-Fr 09:00-12:00")


async def test_a_file_that_does_not_give_the_phone_leaves_it() -> None:
    await enter(group(telephone="3949"))
    report = await import_file("t.csv", b"spro_code,spro_nom\nSPRO-99,Un autre nom\n")
    assert (outcomes(report), report.lines[0].fields) == ({"changed": 1}, ["nom"])
    assert (await Territory.get(code="SPRO-99")).help_phone == "3949"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([], "Il faut un objet."),
        (group(""), "Le code manque."),
        (group(nom=" "), "Le nom manque."),
        (group(nom=3), "nom : il faut un texte."),
        (group(parent="SPRO-1"), "Le territoire SPRO-1 n'est pas une région connue."),
        (group(parent="SPRO-99"), "Le territoire qui le contient est mal écrit."),
        (group(parent=["R24"]), "Le territoire qui le contient est mal écrit."),
        (group(telephone="appelez"), "Écrivez un seul numéro"),
        (group(horaires="le lundi"), "Ces horaires ne se lisent pas."),
        (group("x" * 41), "C'est trop long : 40 signes au plus."),
    ],
)
async def test_a_bad_territory_is_refused(row: Any, why: str) -> None:
    report = await enter(group("SPRO-1"), row)
    assert outcomes(report) == {"created": 1, "refused": 1}
    assert whys(report)[0].startswith(why)


# ── outlines ──────────────────────────────────────────────────────────────────

SQUARE = [[[1.0, 47.0], [2.0, 47.0], [2.0, 48.0], [1.0, 48.0], [1.0, 47.0]]]


def feature(code: str = "SPRO-18", geometry: Any = None) -> dict[str, Any]:
    shape = geometry or {"type": "Polygon", "coordinates": SQUARE}
    return {"type": "Feature", "properties": {"code": code, "nom": "Cher"}, "geometry": shape}


async def draw(*features: Any) -> Any:
    return await import_file("c.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode())


async def test_an_outline_loses_what_the_eye_does_not_see() -> None:
    await enter_demo()
    ring = [[1.0, 47.0], [1.3, 47.001], [1.5, 47.002], [2.0, 47.0], [2.0, 48.00001], [1.0, 48.0], [1.0, 47.0]]
    report = await draw(feature(geometry={"type": "MultiPolygon", "coordinates": [[ring], SQUARE]}))
    assert outcomes(report) == {"created": 1}
    assert (await Territory.get(code="SPRO-18")).outline == [*SQUARE, *SQUARE]


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": [[[1, 47], [2, 47]]]},
        {"type": "Polygon", "coordinates": [[[1, 47], [2, 47], [2, 48], [1, 48]]]},
        {"type": "Polygon", "coordinates": [[[1, 47], ["2", 47], [2, 48], [1, 47]]]},
        {"type": "Polygon", "coordinates": [[[1e9, 47], [2, 47], [2, 48], [1e9, 47]]]},
        {"type": "MultiPolygon", "coordinates": [3]},
        "carré",
    ],
)
async def test_a_bad_outline_is_refused(geometry: Any) -> None:
    await enter_demo()
    assert outcomes(await draw(feature(geometry=geometry), feature("SPRO-37"))) == {"created": 1, "refused": 1}


async def test_an_outline_of_nothing_known_is_refused() -> None:
    await enter_demo()
    report = await draw(feature("0056"), "contour", None)
    assert outcomes(report) == {"refused": 3}
    assert whys(report)[0] == "Ce territoire n'est pas dans l'annuaire."

"""Rows of data·inclusion as their publishers write them, among the communes of the region: all of them enter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import pytest

from boite.database.connection import opened
from boite.directory.exchange.imports import import_file
from boite.directory.exchange.report import ImportReport
from boite.directory.models import ReceptionPoint
from boite.directory.places.lookup import find_place
from boite.settings import Settings
from tests.directory.data_files import DEMO, enter, official, outcomes, structure
from tests.directory.searched import names


class Row(NamedTuple):
    """What is given, where it is then, what it says, and how each doubt begins."""

    given: dict[str, Any]
    commune: str | None
    kept: dict[str, Any] = {}  # noqa: RUF012  # never changed
    told: tuple[str, ...] = ()


FRENCH_HOURS = "Le lundi de 8h30 à 12h, le reste de la semaine sur appel"
ROWS = {
    "spaces at the end": Row(
        {"nom": " Espace emploi ", "code_postal": "36000 ", "commune": "CHATEAUROUX ", "courriel": "a@exemple.fr "},
        "36044",
        {"structure__name": "Espace emploi", "structure__email": "a@exemple.fr"},
    ),
    "a site with a space": Row(
        {"code_postal": "45000", "commune": "ORLEANS", "site_web": " https://exemple.fr/a "},
        "45234",
        {"structure__website": "https://exemple.fr/a"},
    ),
    "a site without https": Row(
        {"code_postal": "41000", "commune": "blois", "site_web": "www.exemple.fr/blois"},
        "41018",
        {"structure__website": "https://www.exemple.fr/blois"},
        ("site_web : « https:// » est ajouté",),
    ),
    "a site that is none": Row(
        {"code_postal": "28000", "commune": "Chartres", "site_web": "voir notre page"},
        "28085",
        {"structure__website": ""},
        ("site_web laissé de côté",),
    ),
    "hours in French": Row(
        {"code_postal": "18100", "commune": "VIERZON", "horaires_accueil": FRENCH_HOURS},
        "18279",
        {"opening_hours": "", "hours_note": FRENCH_HOURS},
        ("Les horaires ne suivent pas",),
    ),
    "a phone that is none": Row(
        {"code_postal": "18000", "commune": "Bourges", "telephone": "+33"},
        "18033",
        {"structure__phone": ""},
        ("telephone laissé de côté",),
    ),
    "a phone with a zero between brackets": Row(
        {"code_postal": "37000", "commune": "TOURS", "telephone": "+33 (0)2 47 00 00 00"},
        "37261",
        {"structure__phone": "+33247000000"},
    ),
    "a CEDEX code": Row({"code_postal": "45040", "commune": "ORLEANS"}, "45234", told=("Le code postal 45040",)),
    "CEDEX in the name": Row({"code_postal": "36020", "commune": "Châteauroux Cedex 9"}, "36044", told=("Le code",)),
    "a former commune": Row({"code_postal": "41700", "commune": "Contres"}, "41059", told=("« Contres » fait",)),
    "another former one": Row(
        {"code_postal": "28220", "commune": "Cloyes sur le Loir"}, "28103", told=("« Cloyes sur le Loir » fait",)
    ),
    "ST for Saint": Row({"code_postal": "37540", "commune": "ST CYR SUR LOIRE"}, "37214"),
    "STE for Sainte": Row({"code_postal": "37800", "commune": "STE-MAURE-DE-TOURAINE"}, "37226"),
    "a name without its article": Row({"code_postal": "36400", "commune": "CHATRE"}, "36046"),
    "a name cut short": Row(
        {"code_postal": "41200", "commune": "ROMORANTIN"}, "41194", told=("« ROMORANTIN » est compris comme",)
    ),
    "a hamlet with its coordinates": Row(
        {"code_postal": "18000", "commune": "Le Petit Hameau", "latitude": 47.085, "longitude": 2.4},
        "18033",
        told=("« Le Petit Hameau » n'est pas une commune connue : les coordonnées disent Bourges",),
    ),
    "out of the region": Row(
        {"code_postal": "33600", "commune": "Pessac"}, None, {"latitude": None}, ("La commune « Pessac » n'est pas",)
    ),
}


@pytest.fixture(scope="module")
async def report(demonstration_settings: Settings) -> AsyncIterator[ImportReport]:
    """The report of the file that holds them all, each in a network and at an address of its own."""
    async with opened(demonstration_settings):
        await import_file("territories.json", (DEMO / "territories.json").read_bytes())
        await import_file("communes.csv", official("communes_centre_val_de_loire_2026.csv"))
        rows = [
            structure(f"e--{number}", **{"nom": f"Essai {number}", "adresse": f"{number} rue Neuve", **row.given})
            for number, row in enumerate(ROWS.values())
        ]
        yield await enter(*rows)


async def test_all_of_them_enter(report: ImportReport) -> None:
    assert outcomes(report) == {"created": len(ROWS)}


@pytest.mark.parametrize("called", ROWS)
async def test_a_row_is_kept_as_it_should(called: str, report: ImportReport) -> None:
    row, identifier = ROWS[called], f"e--{list(ROWS).index(called)}"
    point = await ReceptionPoint.filter(structure__source_id=identifier).get().values("commune_id", *row.kept)
    assert point == {"commune_id": row.commune, **row.kept}
    warnings = next(line.warnings for line in report.lines if line.identifier == identifier)
    assert len(warnings) == len(row.told), warnings
    assert all(any(said.startswith(start) for said in warnings) for start in row.told), warnings


async def test_what_is_nowhere_is_near_nothing(report: ImportReport) -> None:
    number = list(ROWS).index("out of the region")
    assert f"Essai {number}" not in await names(place=await find_place("Tours"), radius=100)

"""The commune of an address as people and files write it: found, said where it was guessed, never another's."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from boite.directory.exchange.imports import import_file
from boite.directory.models import Commune, ReceptionPoint, Structure
from boite.directory.places.address_commune import Address, address_key, resolve
from boite.directory.places.former_communes import JOINED
from tests.directory.data_files import DEMO, enter, official, outcomes, structure
from tests.directory.searched import names
from tests.directory.sheets import make_commune, make_territory


@pytest.fixture
async def communes(app: Starlette) -> None:
    """A few communes of the region, two of one name, two of one postal code."""
    await make_territory("SPRO-37", "Indre-et-Loire")
    for name, code, postal, latitude, longitude in (
        ("Bourges", "18033", ["18000"], 47.08, 2.40),
        ("Contres", "18071", ["18130"], 46.90, 2.48),
        ("Saint-Amand-Montrond", "18197", ["18200"], 46.72, 2.51),
        ("Cloyes-les-Trois-Rivières", "28103", ["28220"], 47.99, 1.23),
        ("Le Controis-en-Sologne", "41059", ["41700", "41120"], 47.42, 1.43),
        ("Cheverny", "41050", ["41700"], 47.50, 1.46),
        ("Tours", "37261", ["37000", "37100", "37200"], 47.39, 0.69),
        ("Saint-Pierre-des-Corps", "37233", ["37700"], 47.39, 0.73),
        ("Le Blanc", "36018", ["36300"], 46.63, 1.06),
        ("Sainte-Maure-de-Touraine", "37226", ["37800"], 47.11, 0.62),
        ("Villeneuve", "41900", ["41290"], 47.90, 1.30),
        ("Villeneuve", "45900", ["45310"], 47.95, 1.60),
    ):
        await make_commune(name, code, postal, latitude, longitude, territory="SPRO-37" if code[:2] == "37" else None)


FOUND = [
    ("18000", "Bourges", "18033", ""),
    ("18000", "BOURGES", "18033", ""),
    ("18020", "BOURGES CEDEX", "18033", "Le code postal 18020 n'est pas celui de Bourges"),
    ("18020", "Bourges Cedex 9", "18033", "Le code postal"),
    ("37926", "TOURS", "37261", "Le code postal 37926"),
    ("37000", "Tours Cedex 1", "37261", ""),
    ("41700", "CONTRES", "41059", "« CONTRES » fait aujourd'hui partie du Controis-en-Sologne."),
    ("28220", "CLOYES-SUR-LE-LOIR", "28103", "« CLOYES-SUR-LE-LOIR » fait aujourd'hui partie"),
    ("18200", "ST AMAND MONTROND", "18197", ""),
    ("18200", "St-Amand-Montrond", "18197", ""),
    ("37700", "ST PIERRE DES CORPS", "37233", ""),
    ("37800", "STE MAURE DE TOURAINE", "37226", ""),
    ("36300", "BLANC", "36018", ""),
    ("36300", "LE  BLANC", "36018", ""),
    ("41700", "Controis", "41059", "« Controis » est compris comme Le Controis-en-Sologne."),
    ("36300", "", "36018", ""),
    ("", "Tours", "37261", ""),
]
NOWHERE = [("41700", ""), ("", "Villeneuve"), ("75001", "Paris"), ("", ""), ("37000", "Contres"), ("99999", "")]
"""A postal code of two communes, a name of two, what the directory does not know: nothing, rather than another."""


@pytest.mark.parametrize(("postal_code", "city", "code", "how"), FOUND)
async def test_found(postal_code: str, city: str, code: str, how: str, communes: None) -> None:
    found = await resolve(Address(postal_code, city))
    assert found.town
    assert found.town.code == code
    assert found.how.startswith(how)
    assert bool(found.how) == bool(how)


@pytest.mark.parametrize(("postal_code", "city"), NOWHERE)
async def test_not_found(postal_code: str, city: str, communes: None) -> None:
    found = await resolve(Address(postal_code, city))
    assert found.town is None
    assert ("n'est pas connue" in found.how) == bool(postal_code or city)


async def test_the_ground_decides_where_the_name_is_unknown(communes: None) -> None:
    found = await resolve(Address("18000", "Le Moulon", 47.09, 2.41))
    assert found.town
    assert (found.town.code, "les coordonnées disent Bourges" in found.how) == ("18033", True)
    assert (await resolve(Address("29000", "Quimper", 48.0, -4.1))).town is None


def test_former_communes_are_told_once() -> None:
    every = [(code[:2], address_key(name)) for code, names in JOINED.items() for name in names]
    assert len(every) == len(set(every))


async def test_former_communes_lead_to_those_of_the_official_list(app: Starlette) -> None:
    await import_file("communes.csv", official("communes_centre_val_de_loire_2026.csv"))
    assert await Commune.filter(code__in=list(JOINED)).count() == len(JOINED)
    living = {(row.department, row.name_key) for row in await Commune.all()}
    assert not {(code[:2], address_key(name)) for code, names in JOINED.items() for name in names} & living


# ── files ─────────────────────────────────────────────────────────────────────


async def test_a_file_says_how_each_place_was_found(communes: None) -> None:
    report = await enter(
        structure("a--1", code_postal="18020", commune="BOURGES CEDEX"),
        structure("a--2", code_postal="29000", commune="Quimper"),
        structure("a--3", code_postal="37700", commune="ST PIERRE DES CORPS"),
    )
    warnings = [line.warnings for line in sorted(report.lines, key=lambda line: line.number)]
    assert [bool(each) for each in warnings] == [True, True, False]
    assert "ne sera près de nulle part" in warnings[1][0]
    assert (await Structure.get(source_id="a--3")).territory_id == "SPRO-37"


async def test_communes_that_come_after_structures_attach(app: Starlette) -> None:
    report = await enter(structure(), structure("dora--2", commune="BOURGES", code_postal="18020"))
    assert all(line.warnings for line in report.lines)
    for name in ("territories.json", "communes.json"):
        report = await import_file(name, (DEMO / name).read_bytes())
    assert [note.replace("\u202f", " ") for note in report.notes] == ["2 lieux ont maintenant leur commune."]
    assert {row.commune_id for row in await ReceptionPoint.all()} == {"18279", "18033"}
    assert {row.territory_id for row in await Structure.all()} == {"SPRO-18"}
    assert await names("mission cher") == ["Mission locale de Vierzon", "Mission locale de Vierzon"]
    assert not (await import_file("communes.json", (DEMO / "communes.json").read_bytes())).notes


async def test_twins_at_one_address_are_told(communes: None) -> None:
    here = {"code_postal": "18000", "commune": "Bourges", "reseaux_porteurs": ["mission-locale"]}
    report = await enter(
        structure("a--1", nom="Mission locale", adresse="1 rue de l'Exemple", **here),
        structure("a--2", nom="ML, antenne", adresse="1, RUE DE L'EXEMPLE", **here),
        structure("a--3", nom="Ailleurs", adresse="2 rue de l'Exemple", **here),
    )
    assert outcomes(report) == {"created": 3}
    said = {line.identifier: line.warnings for line in report.lines}
    assert said == {
        "a--1": [],
        "a--2": ["Même réseau et même adresse que « a--1 » : est-ce la même structure ?"],
        "a--3": [],
    }
    again = await enter(structure("b--1", nom="Encore", adresse="2 rue de l'Exemple", **here))
    assert again.lines[0].warnings == ["Même réseau et même adresse que « Ailleurs » : est-ce la même structure ?"]


@pytest.mark.parametrize(
    ("given", "kept", "told"),
    [
        ({"site_web": "https://exemple.fr "}, "https://exemple.fr", False),
        ({"site_web": "www.exemple.fr"}, "https://www.exemple.fr", True),
        ({"site_web": "Facebook : nous"}, "", True),
        ({"telephone": "+687", "site_web": None}, "", True),
        ({"courriel": "accueil@exemple.fr ", "nom": " Une structure  "}, "", False),
    ],
)
async def test_spaces_and_sites_are_put_right(given: dict[str, str], kept: str, told: bool, communes: None) -> None:
    report = await enter(structure(**{"code_postal": "18000", "commune": "Bourges", **given}))
    assert outcomes(report) == {"created": 1}
    assert bool(report.lines[0].warnings) == told
    row = await Structure.get()
    assert row.website == kept
    assert row.name == row.name.strip()

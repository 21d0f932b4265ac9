"""Open data and the programs' interface: public, whole, kept by caches, and never about a person."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.directory.exchange.extension_reading import SERVICE_KEYS, STRUCTURE_KEYS
from boite.directory.exchange.extension_words import EXTENSION
from boite.directory.maintenance import closure, structure_editing
from boite.directory.models import EndKind, Structure
from tests.directory.data_files import ROOT, enter, enter_demo, service, structure
from tests.directory.sheets import make_structure
from tests.visitors import Visitor

FILES = ("structures_json", "structures_csv", "communes_json")


@pytest.fixture
async def filled(app: Starlette) -> None:
    """Two structures of Vierzon and Bourges."""
    await enter_demo()
    await enter(
        structure(code_insee="18279", horaires_accueil="24/7", spro_reseaux=["mission-locale"], spro_langues=["fr"]),
        structure("dora--2", nom="CIO de Bourges", commune="Bourges", code_postal="18000", spro_reseaux=["cio"]),
        services=[service(thematiques=["numerique--acquerir-un-equipement"])],
    )


def test_the_extension_is_told_whole() -> None:
    """The same keys are read, shown on the page, and documented."""
    named = {key.name for key in EXTENSION}
    assert named == STRUCTURE_KEYS | SERVICE_KEYS
    documented = (ROOT / "docs" / "donnees.md").read_text(encoding="utf-8")
    for key in EXTENSION:
        assert f"| `{key.name}` | {key.on} | {key.meaning} | `{key.example}` |" in documented
        json.loads(key.example)


async def test_the_page_tells_everything(client: Visitor, filled: None) -> None:
    answer = await client.get(client.address("directory:open_data"))
    assert answer.status_code == 200
    for said in ("Licence Ouverte 2.0", "spro_points", "reseaux_porteurs", "/annuaire/api/structures?mots="):
        assert said in answer.text
    for name in FILES:
        assert client.address(f"directory:{name}") in answer.text


async def test_the_page_of_an_empty_directory_opens(client: Visitor) -> None:
    answer = await client.get(client.address("directory:open_data"))
    assert "pour l&#39;instant" in answer.text


@pytest.mark.parametrize("name", FILES)
async def test_files_are_open_and_kept_by_caches(client: Visitor, filled: None, name: str) -> None:
    address = client.address(f"directory:{name}")
    answer = await client.get(address)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, max-age=600"
    assert "set-cookie" not in answer.headers
    again = await client.get(address, headers={"if-none-match": f'"other", W/{answer.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]
    assert (await client.head(address)).headers["etag"] == answer.headers["etag"]


async def test_a_change_gives_another_tag(client: Visitor, filled: None, coordinator: User) -> None:
    address = client.address("directory:structures_json")
    tag = (await client.get(address)).headers["etag"]
    await structure_editing.change(await Structure.get(source_id="dora--1"), {"phone": "3949"}, by=coordinator)
    answer = await client.get(address, headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert answer.json()["structures"][0]["id"] == "dora--2"
    assert answer.json()["structures"][1]["telephone"] == "3949"


async def test_the_table_gives_whole_addresses(client: Visitor, filled: None) -> None:
    answer = await client.get(client.address("directory:structures_csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row["Fiche"] for row in rows] == [
        "http://testserver/annuaire/structures/cio-de-bourges",
        "http://testserver/annuaire/structures/mission-locale-de-vierzon",
    ]
    assert rows[1]["Langues"] == "français"


async def test_nothing_of_a_person_leaves(client: Visitor, filled: None, coordinator: User) -> None:
    row = await Structure.get(source_id="dora--1")
    await structure_editing.change(row, {"phone": "3949"}, by=coordinator)
    await Structure.filter(id=row.id).update(checked_by_id=coordinator.id)
    for name in (*FILES, "api_search"):
        told = (await client.get(client.address(f"directory:{name}"))).text
        assert coordinator.handle not in told
        assert str(coordinator.id) not in told


# ── the interface ─────────────────────────────────────────────────────────────


async def test_a_search_answers_as_the_page(client: Visitor, filled: None) -> None:
    answer = await client.get(client.address("directory:api_search"), params={"mots": "mission locale", "ou": "18100"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    assert (told["total"], told["suite"], told["lieu"]) == (1, None, "Vierzon (18100)")
    [found] = told["resultats"]
    assert found["fiche"] == "http://testserver/annuaire/structures/mission-locale-de-vierzon"
    assert found["donnees"] == "http://testserver/annuaire/api/structures/mission-locale-de-vierzon"
    assert (found["reseaux"], found["lieu"]["commune"], found["lieu"]["rdv"]) == (["mission-locale"], "Vierzon", None)
    assert isinstance(found["lieu"]["latitude"], float)
    again = await client.get(answer.request.url, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"reseau": "cio"}, ["CIO de Bourges"]),
        ({"besoin": "numerique"}, ["Mission locale de Vierzon"]),
        ({"ouvert": "oui"}, ["Mission locale de Vierzon"]),
        ({"ou": "Bourges", "rayon": "10"}, ["CIO de Bourges"]),
        ({"territoire": "SPRO-37"}, []),
        ({"mots": '"=; DROP 🚀 (' * 800}, []),
    ],
)
async def test_it_takes_the_names_of_the_page(
    client: Visitor, filled: None, query: dict[str, str], names: list[str]
) -> None:
    answer = await client.get(client.address("directory:api_search"), params=query)
    assert [each["nom"] for each in answer.json()["resultats"]] == names


async def test_what_has_no_place_stands_apart_for_programs_too(client: Visitor, filled: None) -> None:
    await make_structure("Mission locale des Graves", city="Talence", postal_code="33400")
    query = {"mots": "mission locale", "ou": "18100"}
    told = (await client.get(client.address("directory:api_search"), params=query)).json()
    assert [each["nom"] for each in told["resultats"]] == ["Mission locale de Vierzon"]
    assert [(each["nom"], each["distance_km"]) for each in told["lieu_inconnu"]] == [
        ("Mission locale des Graves", None)
    ]
    assert told["total"] == 1


async def test_results_follow_from_page_to_page(client: Visitor, app: Starlette) -> None:
    await enter(*(structure(f"dora--{number}", nom=f"Atelier numéro {number}") for number in range(25)))
    first = (await client.get(client.address("directory:api_search"), params={"mots": "atelier"})).json()
    assert (len(first["resultats"]), first["total"]) == (20, 25)
    second = (await client.get(first["suite"])).json()
    assert (len(second["resultats"]), second["suite"]) == (5, None)
    names = {each["nom"] for each in first["resultats"] + second["resultats"]}
    assert len(names) == 25


@pytest.mark.parametrize(
    "query", [{"reseau": "sncf"}, {"rayon": "mille"}, {"page": "0"}, {"ou": "Nulle-Part-lès-Bains"}]
)
async def test_what_makes_no_sense_is_refused_in_json(client: Visitor, filled: None, query: dict[str, str]) -> None:
    answer = await client.get(client.address("directory:api_search"), params=query)
    assert answer.status_code == 422
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    assert told["erreur"]
    assert list(told["champs"]) == list(query)


async def test_a_structure_answers_in_the_schema(client: Visitor, filled: None) -> None:
    answer = await client.get(client.address("directory:api_structure", slug="mission-locale-de-vierzon"))
    told = answer.json()
    assert (told["structure"]["id"], told["fin"]) == ("dora--1", None)
    assert [each["id"] for each in told["services"]] == ["dora--s1"]


async def test_a_structure_that_ended_says_which_follows(client: Visitor, filled: None, coordinator: User) -> None:
    former, follows = await Structure.get(source_id="dora--1"), await Structure.get(source_id="dora--2")
    await closure.end(former, EndKind.MERGED, successor=follows.slug, by=coordinator)
    told = (await client.get(client.address("directory:api_structure", slug=former.slug))).json()
    assert told["fin"]["sorte"] == "merged"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["fin"]["depuis"])
    assert told["fin"]["suite"] == "http://testserver/annuaire/api/structures/cio-de-bourges"


@pytest.mark.parametrize("slug", ["nulle-part", "é", "0", "x" * 300])
async def test_an_unknown_structure_is_not_found_in_json(client: Visitor, filled: None, slug: str) -> None:
    answer = await client.get(client.address("directory:api_structure", slug=slug))
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json")


@pytest.mark.parametrize("name", [*FILES, "open_data", "api_search"])
async def test_only_reading_is_possible(client: Visitor, name: str) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert (await client.request(method, client.address(f"directory:{name}"))).status_code == 405

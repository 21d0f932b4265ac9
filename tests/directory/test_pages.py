"""The search page: shareable addresses, cards, what was understood, the ways out of an empty answer."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from boite import clock
from boite.accounts.models import User
from boite.directory.models import REGION, Ending, EndKind, MissedSearch, Territory
from tests.conftest import SignIn
from tests.directory.sheets import make_commune, make_structure, make_territory
from tests.visitors import FIREFOX, Visitor

OPEN = "24/7"
NASTY = '<script>alert(1)</script> « L\'"École" » 🌻'


@pytest.fixture
async def region(client: Visitor) -> None:
    """Two communes of one territory, three structures."""
    await make_territory()
    await make_commune("Orléans", territory="SPRO-45-ORLEANS", population=116_000)
    await make_commune("Pithiviers", "45252", ["45300"], 48.17, 2.25, population=9_000)
    near: dict[str, Any] = {"latitude": 47.9, "longitude": 1.9, "territory": "SPRO-45-ORLEANS", "postal_code": "45000"}
    await make_structure("Mission locale d'Orléans", hours=OPEN, phone="0238000001", appointment="possible", **near)
    await make_structure("CIO d'Orléans", ["cio"], hours="off", services=["Entretien sur la mission locale"], **near)
    far: dict[str, Any] = {"latitude": 48.17, "longitude": 2.25, "city": "Pithiviers", "postal_code": "45300"}
    await make_structure("Mission locale du Pithiverais", **far)


async def read(visitor: Visitor, **query: str) -> str:
    answer = await visitor.get(visitor.address("directory:search"), params=query)
    assert answer.status_code == 200
    return plain(answer.text)


def plain(page: str) -> str:
    """The text of a page as one reads it: signs unescaped, thin and fixed spaces made plain."""
    return unescape(page).replace("\u202f", " ").replace("\u00a0", " ")


def names(page: str) -> list[str]:
    return re.findall(r'class="structure-name"><a href="[^"]*">([^<]*)</a>', page)


async def test_before_any_search_one_chooses_a_network_or_a_territory(client: Visitor) -> None:
    await make_territory()
    page = await read(client)
    assert "?reseau=mission-locale" in page
    assert client.address("directory:territory", code="SPRO-45-ORLEANS") in page
    assert client.address("orientation:home") in page
    assert page.count("button-primary") == 1
    assert names(page) == []


@pytest.mark.usefixtures("region")
async def test_a_card_says_where_when_how_far_and_which_number(client: Visitor) -> None:
    page = await read(client, mots="mission locale", ou="orleans")
    assert names(page)[0] == "Mission locale d'Orléans"
    assert "à 2,4 km" in page
    assert "Ouvert jour et nuit" in page
    assert 'href="tel:+33238000001"' in page
    assert "02 38 00 00 01" in page
    assert "Avec ou sans rendez-vous" in page
    assert '<span class="badge badge-accent"><span>Mission locale</span></span>' in page
    assert 'id="resultat-1"' in page
    assert "map-drawing" not in page, "two places need no map"
    assert "https://www.openstreetmap.org/?mlat=47.9" in page
    assert "sur OpenStreetMap, un autre site" in page


@pytest.mark.usefixtures("region")
async def test_three_places_are_on_a_map_and_need_no_other_plan(client: Visitor) -> None:
    await make_structure("Mission locale de Tours", latitude=47.39, longitude=0.69)
    page = await read(client, mots="mission")
    assert 'href="#resultat-1"' in page
    assert "map-drawing" in page
    assert "openstreetmap" not in page


@pytest.mark.usefixtures("region")
async def test_those_that_only_speak_of_it_come_after_under_their_own_heading(client: Visitor) -> None:
    page = await read(client, mots="mission locale")
    assert names(page)[-1] == "CIO d'Orléans"
    assert page.index("Elles en parlent aussi") < page.index("CIO d'Orléans")
    assert page.index("Elles en parlent aussi") > page.index("Mission locale du Pithiverais")


@pytest.mark.usefixtures("region")
async def test_what_was_put_right_is_said(client: Visitor) -> None:
    page = await read(client, mots="misson locale")
    assert "Nous avons cherché « mission »" in page
    assert "Mission locale d'Orléans" in names(page)


@pytest.mark.usefixtures("region")
async def test_the_address_holds_the_whole_search(client: Visitor) -> None:
    query = {"mots": "mission", "ou": "Orléans", "rayon": "10", "public": "scolaire", "besoin": "se-former"}
    page = await read(client, **query, reseau="cio", territoire="SPRO-45-ORLEANS", ouvert="oui")
    for value in ('value="mission"', 'value="Orléans"', 'value="SPRO-45-ORLEANS"', 'value="oui" checked'):
        assert value in page
    for chosen in ("10", "scolaire", "se-former", "cio"):
        assert f'value="{chosen}" selected' in page
    assert 'filters-number">6<' in page, "it says how many are on"
    usual = await read(client, mots="mission", ou="", rayon="30", public="", besoin="", reseau="")
    assert "filters-number" not in usual


@pytest.mark.usefixtures("region")
async def test_what_narrows_the_search_is_taken_away_in_one_tap(client: Visitor) -> None:
    page = await read(client, mots="mission", reseau="mission-locale", ouvert="oui")
    assert "?mots=mission&reseau=mission-locale" in page
    assert "?mots=mission&ouvert=oui" in page
    assert names(page) == ["Mission locale d'Orléans"]


@pytest.mark.usefixtures("region")
async def test_nothing_found_leads_further_and_to_somebody(client: Visitor) -> None:
    await Territory.filter(code="SPRO-45-ORLEANS").update(help_phone="0238111111", help_hours=OPEN)
    page = await read(client, mots="plongée", ou="Orléans", rayon="20", reseau="cio")
    assert "Aucune structure trouvée" in page
    assert "Chercher jusqu'à 30 km" in page
    assert "rayon=30" in page
    assert "Chercher sans « CIO »" in page
    assert 'href="tel:+33238111111"' in page
    assert "Ouvert jour et nuit" in page


@pytest.mark.usefixtures("region")
async def test_the_widest_circle_gives_way_to_the_region(client: Visitor) -> None:
    page = await read(client, mots="plongée", ou="Orléans", rayon="100")
    assert "Chercher dans toute la région" in page
    assert 'href="tel:+33200000000"' in page  # the territory has no number of its own: the region's


@pytest.mark.usefixtures("region")
async def test_a_search_that_found_nothing_is_kept_without_identity(client: Visitor, visitor: Visitor) -> None:
    await read(client, mots="plongée", ou="Orléans")  # a program: `python-httpx2/…`
    for reader in (client, visitor):
        reader.headers.update(FIREFOX)
        await read(reader, mots="plongée", ou="Orléans")
    await read(client, mots="plongée", ou="Orléans", page="2")
    await client.app.state.tally.write()
    [row] = await MissedSearch.all()
    assert (row.words, row.territory_id, row.place, row.times) == ("plongee", "SPRO-45-ORLEANS", "directory", 2)


async def test_a_search_that_is_still_being_typed_is_not_kept(client: Visitor) -> None:
    client.headers.update(FIREFOX)
    address = client.address("directory:search")
    typing = {"hx-request": "true", "hx-trigger-name": "mots"}
    answer = await client.get(address, params={"mots": "plongé"}, headers=typing)
    assert "<html" not in answer.text
    assert not client.app.state.tally
    await client.get(address, params={"mots": "plongée"}, headers={"hx-request": "true"})
    assert client.app.state.tally


@pytest.mark.usefixtures("region")
async def test_a_structure_without_a_known_place_stands_under_its_own_heading(client: Visitor) -> None:
    await make_structure("Mission locale des Graves", city="Talence", postal_code="33400")
    page = await read(client, mots="mission locale", ou="Pithiviers", rayon="10")
    near, apart = page.split('<h2 id="lieu-inconnu">Lieu inconnu</h2>')
    assert "1 structure autour de Pithiviers" in near
    assert (names(near), names(apart)) == (["Mission locale du Pithiverais"], ["Mission locale des Graves"])
    assert "structure-number" not in apart
    alone = await read(client, mots="graves", ou="Pithiviers")
    assert alone.index("Aucune structure trouvée autour de Pithiviers") < alone.index("Lieu inconnu")
    await client.app.state.tally.write()
    assert not await MissedSearch.exists()
    assert "Lieu inconnu" not in await read(client, mots="graves")


@pytest.mark.usefixtures("region")
async def test_a_place_that_is_not_one_is_said_and_others_proposed(client: Visitor) -> None:
    page = await read(client, mots="mission", ou="Orlaens")
    assert "Nous ne trouvons pas la commune « Orlaens »." in page or "autour d'Orléans" in page
    page = await read(client, mots="mission", ou="Urléans")
    assert "Vouliez-vous dire" in page
    assert "ou=Orl%C3%A9ans" in page
    page = await read(client, mots="mission", ou="zzzz")
    assert "Nous ne trouvons pas la commune « zzzz »." in page
    assert "Mission locale d'Orléans" in names(page)


@pytest.mark.usefixtures("region")
async def test_the_commune_of_the_person_is_proposed_not_forced(sign_in: SignIn, person: User) -> None:
    await User.filter(id=person.id).update(commune="Pithiviers (45300)", commune_code="45252")
    page = await read(await sign_in(person), mots="mission")
    assert re.search(r"</svg>\s*Près de Pithiviers</a>", page)
    assert "?mots=mission&ou=Pithiviers" in page
    assert len(names(page)) == 3


async def test_a_structure_that_ended_says_so_and_leads_to_its_old_sheet(client: Visitor) -> None:
    gone = await make_structure("Fongecif Centre", ["transitions-pro"])
    await Ending.create(structure_id=gone.id, kind=EndKind.MERGED)
    page = await read(client, mots="fongecif")
    if "Fongecif Centre" in names(page):
        assert "Réunie à une autre" in page
        assert client.address("directory:sheet", slug=gone.slug) + "?fiche=1" in page


@pytest.mark.parametrize(
    "words", [NASTY, '"', "'; DROP TABLE directory_structure --", "* OR NEAR( -", "🙂", "\x00", "a b " * 2_500, "%_"]
)
async def test_any_words_are_answered_calmly_and_given_back_as_text(client: Visitor, words: str) -> None:
    answer = await client.get(client.address("directory:search"), params={"mots": words, "ou": words})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


@pytest.mark.usefixtures("region")
async def test_names_are_text(client: Visitor) -> None:
    await make_structure(NASTY, address=NASTY, city=NASTY[:100], points=[{"name": NASTY, "city": "Blois"}])
    for query in ("alert", "école"):
        answer = await client.get(client.address("directory:search"), params={"mots": query})
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;alert" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "x"},
        {"page": "9" * 30},
        {"rayon": "x"},
        {"public": "x"},
        {"besoin": "x"},
        {"reseau": "x"},
        {"territoire": "x"},
    ],
)
async def test_nonsense_in_the_address_is_told(client: Visitor, query: dict[str, str]) -> None:
    assert (await client.get(client.address("directory:search"), params=query)).status_code == 422


async def test_pages_follow_one_another_with_their_numbers(client: Visitor) -> None:
    for number in range(23):
        await make_structure(f"Mission locale {number}", latitude=47.5 + number / 50, longitude=1.5)
    page = await read(client, mots="mission")
    assert "?mots=mission&page=2" in page
    second = await read(client, mots="mission", page="2")
    assert 'id="resultat-21"' in second
    assert 'id="resultat-1"' not in second
    assert len(names(page)) + len(names(second)) == 23


@pytest.mark.usefixtures("region")
async def test_communes_are_proposed_as_one_types(client: Visitor) -> None:
    address = client.address("directory:communes")
    assert (await client.get(address, params={"debut": "pith"})).json() == ["Pithiviers (45300)"]
    assert (await client.get(address, params={"debut": ""})).json() == []
    assert (await client.get(address)).json() == []
    assert (await client.get(address, params={"debut": NASTY * 100})).json() == []


async def test_a_network_tells_its_names_through_time(client: Visitor) -> None:
    await make_structure("France Travail Vierzon", ["france-travail"], latitude=47.2, longitude=2.1)
    answer = await client.get(client.address("directory:network", code="france-travail"))
    page = plain(answer.text)
    assert "Pôle emploi, jusqu'au 31 décembre 2023" in page
    assert page.index("Pôle emploi") < page.index("ANPE")
    assert names(page) == ["France Travail Vierzon"]
    assert client.address("directory:search") + "?reseau=france-travail" in page


@pytest.mark.usefixtures("region")
async def test_a_territory_tells_whom_to_call_and_shows_a_map_of_three_places(client: Visitor) -> None:
    page = plain((await client.get(client.address("directory:territory", code="SPRO-45-ORLEANS"))).text)
    assert "Besoin de parler à quelqu'un ?" in page
    assert sorted(names(page)) == ["CIO d'Orléans", "Mission locale d'Orléans"]
    assert "?territoire=SPRO-45-ORLEANS&reseau=cio" in page
    assert "Voir le" in page
    assert "map-drawing" not in page, "two places need no map"
    await make_structure("Mission locale de Tours", latitude=47.39, longitude=0.69)
    whole = plain((await client.get(client.address("directory:territory", code=REGION))).text)
    assert len(names(whole)) == 4
    assert "map-drawing" in whole


@pytest.mark.parametrize("name", ["directory:network", "directory:territory"])
async def test_what_is_unknown_is_not_found(client: Visitor, name: str) -> None:
    for code in ("x", "é", "a" * 300):
        assert (await client.get(client.address(name, code=code))).status_code == 404


async def test_pages_are_read_and_never_sent_to(client: Visitor) -> None:
    for name, values in (
        ("directory:search", {}),
        ("directory:communes", {}),
        ("directory:network", {"code": "cio"}),
        ("directory:territory", {"code": REGION}),
    ):
        assert (await client.submit(client.address(name, **values))).status_code == 405


async def test_twenty_results_and_their_map_weigh_little(client: Visitor) -> None:
    clock.reset()
    for number in range(20):
        await make_structure(
            f"Mission locale du Pays numéro {number}",
            latitude=46.6 + number / 10,
            longitude=0.4 + number % 9 / 4,
            hours="Mo-Fr 09:00-12:00,13:30-17:00; PH off",
            phone="0238000000",
            appointment="obligatoire",
        )
    answer = await client.get(client.address("directory:search"), params={"mots": "mission"})
    assert len(names(answer.text)) == 20
    assert len(answer.content) < 60_000

"""The sheet of a structure: everything it knows, said plainly; and where one is led once it is over."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest

from boite import clock
from boite.accounts.models import AccountRole, User
from boite.directory.maintenance import checks, closure
from boite.directory.models import (
    Coordination,
    Ending,
    EndKind,
    Membership,
    ReceptionPoint,
    Service,
    Structure,
    Territory,
)
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure, make_territory
from tests.files.test_query_counts import counted
from tests.visitors import Visitor

HOURS = "Mo-Th 09:00-12:00,13:30-17:00; Fr 09:00-12:00; PH off; SH Mo-Fr 09:00-12:00"
NASTY = '</script><script>alert(1)</script> & « L\'"École" » 🌻'


@pytest.fixture
async def structure(client: Visitor) -> Structure:
    """A sheet where everything is filled in."""
    await make_territory()
    return await make_structure(
        "France Travail Orléans",
        ["france-travail"],
        slug="france-travail-orleans",
        hours=HOURS,
        territory="SPRO-45-ORLEANS",
        description="Vous cherchez un travail.",
        website="https://www.exemple.fr/orleans",
        online="https://www.exemple.fr/espace",
        email="accueil@exemple.fr",
        phone="+33238000001",
        languages=["fr", "ar", "xx"],
        address="12 rue du Test",
        complement="Bâtiment B",
        postal_code="45000",
        latitude=47.9,
        longitude=1.9,
        hours_note="Fermé le premier lundi du mois.",
        appointment="obligatoire",
        wheelchair="partiel",
        accessibility="Une marche à l'entrée.",
        accessibility_url="https://acceslibre.exemple.fr/1",
        moved_on=date(2026, 3, 1),
        former_address="3 rue d'Avant, Orléans",
        services=[
            {
                "name": "Inscription",
                "description": "On vous inscrit.",
                "kind": "accompagnement",
                "needs": ["trouver-un-emploi--s-inscrire", "se-former--trouver-sa-formation"],
                "publics": ["demandeur-emploi", "jeunes"],
                "publics_details": "Dès 16 ans",
                "conditions": "Habiter la région",
                "fees": "gratuit",
                "reception_modes": ["en-presentiel"],
                "mobilisation_modes": ["telephoner"],
                "mobilisable_by": ["usagers"],
                "link": "https://www.exemple.fr/inscription",
            }
        ],
        points=[{"name": "Antenne de Gien", "city": "Gien", "postal_code": "45500", "phone": "02 38 00 00 02"}],
    )


async def read(visitor: Visitor, structure: Structure, **query: str) -> str:
    answer = await visitor.get(visitor.address("directory:sheet", slug=structure.slug), params=query)
    assert answer.status_code == 200
    return plain(answer.text)


def plain(page: str) -> str:
    return unescape(page).replace("\u202f", " ").replace("\u00a0", " ")


async def test_everything_is_said(client: Visitor, structure: Structure) -> None:
    page = await read(client, structure)
    for words in (
        *(
            "France Travail Orléans",
            "anciennement Pôle emploi, jusqu'au 31 décembre 2023 ; ANPE",
            "Vous cherchez un travail.",
        ),
        *("12 rue du Test", "Bâtiment B", "45000 Orléans", "02 38 00 00 01", "accueil@exemple.fr"),
        *("Lundi au jeudi", "De 9 h à 12 h et de 13 h 30 à 17 h", "Samedi et dimanche"),
        *("Pendant les vacances scolaires : du lundi au vendredi, de 9 h à 12 h.", "Fermé le premier lundi du mois."),
        *("Sur rendez-vous seulement", "En partie accessible en fauteuil roulant", "Une marche à l'entrée."),
        *("Nouvelle adresse depuis le 1er mars 2026. Avant : 3 rue d'Avant, Orléans", "français, arabe, xx"),
        *("Inscription", "On vous inscrit.", "En recherche d'emploi, Jeunes", "Dès 16 ans", "Habiter la région"),
        *("Gratuit", "Sur place", "Téléphoner", "Trouver un emploi", "Se former", "Accompagnement"),
        *("Antenne de Gien", "45500 Gien", "02 38 00 00 02", "n'a pas encore été vérifiée"),
    ):
        assert words in page, words
    for href in (
        *('href="tel:+33238000001"', 'href="tel:+33238000002"', 'href="mailto:accueil@exemple.fr"'),
        *('href="https://www.exemple.fr/orleans"', "directions?to=47.90000%2C1.90000"),
        *('href="https://www.exemple.fr/inscription"', 'href="https://acceslibre.exemple.fr/1"'),
        client.address("directory:territory", code="SPRO-45-ORLEANS"),
        client.address("directory:network", code="france-travail"),
        client.address("directory:suggest", slug=structure.slug),
        client.address("directory:history", slug=structure.slug),
        client.address("directory:vcard", slug=structure.slug),
        client.address("directory:qr", slug=structure.slug),
    ):
        assert href in page, href
    for outside in re.findall(r'<a [^>]*href="https:[^>]*>', page):
        assert 'rel="noopener noreferrer"' in outside


async def test_it_says_whether_it_is_open_now(client: Visitor, structure: Structure) -> None:
    tuesday = date(2031, 3, 4)
    clock.advance(timedelta(days=(tuesday - clock.today()).days))
    for hour, words in ((10, "Ouvert maintenant, jusqu'à 12 h"), (12, "Fermé, ouvre à 13 h 30")):
        clock.advance(timedelta(hours=hour - clock.now().astimezone(clock.PARIS).hour))
        assert words in await read(client, structure)


async def test_whoever_checked_it_is_said_without_a_name(
    client: Visitor, structure: Structure, new_person: OpenAccount
) -> None:
    agent = await new_person("Paul", AccountRole.PROFESSIONAL)
    await Membership.create(user=agent, structure=structure)
    await checks.confirm(structure, by=agent, months=6)
    page = await read(client, structure)
    assert re.search(r"Vérifiée le \d+(er)? \w+ \d{4} par un agent de la structure\.", page)
    assert "Paul" not in page


async def test_a_bare_sheet_has_no_empty_line(client: Visitor) -> None:
    bare = await make_structure("Point nu", [], place=False)
    page = await read(client, bare)
    for words in ("Où et quand", "Ce qu'elle fait", "À savoir", "map-drawing", "Y aller", "None", "tel:"):
        assert words not in page, words


async def test_unsafe_addresses_are_no_links(client: Visitor) -> None:
    bad = await make_structure(
        website="javascript:alert(1)", online="data:text/html,x", services=[{"name": "S", "link": "//x"}]
    )
    page = (await client.get(client.address("directory:sheet", slug=bad.slug))).text
    assert "javascript:" not in page
    assert "data:text" not in page


async def test_names_are_text_in_the_page_and_in_its_data(client: Visitor) -> None:
    made = await make_structure(
        NASTY,
        description=NASTY,
        address=NASTY,
        services=[{"name": NASTY}],
        points=[{"name": NASTY, "city": NASTY[:99]}],
    )
    answer = await client.get(client.address("directory:sheet", slug=made.slug))
    assert "<script>alert" not in answer.text
    assert data_of(answer.text)["name"] == NASTY


def data_of(page: str) -> dict[str, Any]:
    """The block of data of a page, read as a search engine does."""
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    read: dict[str, Any] = json.loads(block)
    return read


async def test_search_engines_get_schema_org(client: Visitor, structure: Structure) -> None:
    answer = await client.get(client.address("directory:sheet", slug=structure.slug))
    data = data_of(answer.text)
    address = "http://testserver/annuaire/structures/france-travail-orleans"
    assert data["@context"] == "https://schema.org"
    assert (data["@id"], data["telephone"], data["url"]) == (address, "+33238000001", "https://www.exemple.fr/orleans")
    main, other = data["location"]
    assert main["address"]["postalCode"] == "45000"
    assert main["geo"] == {"@type": "GeoCoordinates", "latitude": 47.9, "longitude": 1.9}
    assert other["telephone"] == "02 38 00 00 02"
    assert f'<link rel="canonical" href="{address}">' in answer.text
    assert f'<meta property="og:url" content="{address}">' in answer.text
    assert '<meta name="description" content="Vous cherchez un travail.">' in answer.text


async def test_regular_hours_are_told_to_search_engines_and_others_are_not(client: Visitor) -> None:
    regular = await make_structure(hours="Mo 09:00-12:00,14:00-17:00; PH off")
    data = data_of((await client.get(client.address("directory:sheet", slug=regular.slug))).text)
    assert data["location"][0]["openingHoursSpecification"] == [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": "Monday", "opens": "09:00", "closes": "12:00"},
        {"@type": "OpeningHoursSpecification", "dayOfWeek": "Monday", "opens": "14:00", "closes": "17:00"},
    ]
    odd = await make_structure(hours="week 1-53/2 Mo 09:00-12:00")
    assert "openingHours" not in (await client.get(client.address("directory:sheet", slug=odd.slug))).text


async def test_only_who_may_change_it_is_offered_to(
    structure: Structure, client: Visitor, visitor: Visitor, new_person: OpenAccount, sign_in: SignIn
) -> None:
    agent = await new_person("Paul", AccountRole.PROFESSIONAL)
    coordinator = await new_person("Nadia", AccountRole.COORDINATOR)
    await Membership.create(user=agent, structure=structure)
    await Coordination.create(user=coordinator, territory=await Territory.get(code="SPRO-45-ORLEANS"))
    edit = client.address("directory:edit", slug=structure.slug)
    for reader in (client, visitor):
        assert edit not in await read(reader, structure)
    for user in (agent, coordinator):
        assert edit in await read(await sign_in(user), structure)


# ── when it is over ───────────────────────────────────────────────────────────


async def over(kind: EndKind, successor: Structure | None, name: str = "Fongecif Centre", **values: Any) -> Structure:
    gone = await make_structure(name, ["transitions-pro"], slug=name.lower().replace(" ", "-"), **values)
    await Ending.create(
        structure=gone, kind=kind, successor=successor, since=date(2026, 1, 1), note="Merci à l'équipe."
    )
    return gone


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (EndKind.MERGED, "« Fongecif Centre » a rejoint cette structure depuis le 1er janvier 2026."),
        (EndKind.CLOSED, "Cette structure remplace « Fongecif Centre » depuis le 1er janvier 2026."),
        (EndKind.MOVED, "« Fongecif Centre » est devenue cette structure depuis le 1er janvier 2026."),
    ],
)
async def test_an_old_address_leads_to_the_one_that_follows(
    client: Visitor, structure: Structure, kind: EndKind, words: str
) -> None:
    gone = await over(kind, structure)
    answer = await client.get(client.address("directory:sheet", slug=gone.slug))
    assert answer.status_code == 301
    here = client.address("directory:sheet", slug=structure.slug)
    assert answer.headers["location"] == f"{here}?depuis={gone.slug}"
    page = plain((await client.get(answer.headers["location"])).text)
    assert page.count(words) == 2  # said to who was led here, and kept at the foot of the sheet
    assert f"{client.address('directory:sheet', slug=gone.slug)}?fiche=1" in page
    assert words in await read(client, structure)


async def test_an_old_address_leads_to_the_end_of_the_chain(client: Visitor, structure: Structure) -> None:
    middle = await over(EndKind.MERGED, structure, "Milieu")
    first = await over(EndKind.MERGED, middle, "Premier")
    answer = await client.get(client.address("directory:sheet", slug=first.slug))
    assert answer.headers["location"].startswith(client.address("directory:sheet", slug=structure.slug))
    assert (await closure.heir(first)).id == structure.id


async def test_the_old_sheet_stays_and_says_why(client: Visitor, structure: Structure) -> None:
    gone = await over(EndKind.MERGED, structure, hours="24/7", phone="0238000009")
    page = await read(client, gone, fiche="1")
    assert "« Fongecif Centre » est réunie à une autre structure depuis le 1er janvier 2026." in page
    assert "Merci à l'équipe." in page
    assert client.address("directory:sheet", slug=structure.slug) in page
    assert "Ouvert" not in page
    assert "tel:+33238000009" not in page


async def test_closed_without_any_that_follows_it_shows_the_nearest_of_its_network(client: Visitor) -> None:
    gone = await over(EndKind.CLOSED, None, latitude=47.9, longitude=1.9)
    await make_structure("Transitions Pro Blois", ["transitions-pro"], latitude=47.58, longitude=1.33)
    await make_structure("Transitions Pro Orléans", ["transitions-pro"], latitude=47.91, longitude=1.91)
    page = await read(client, gone)
    assert "« Fongecif Centre » n'existe plus depuis le 1er janvier 2026." in page
    shown = page[page.index("Les plus proches du même réseau") :]
    assert shown.index("Transitions Pro Orléans") < shown.index("Transitions Pro Blois")
    assert "Fongecif Centre" not in shown


async def test_a_false_provenance_says_nothing(client: Visitor, structure: Structure) -> None:
    other = await make_structure("Autre")
    await Ending.create(structure=other, kind=EndKind.CLOSED)
    for slug in (other.slug, "inconnue", structure.slug, "x" * 500, NASTY):
        page = await read(client, structure, depuis=slug)
        assert "Cette structure remplace" not in page


@pytest.mark.parametrize("name", ["directory:sheet", "directory:vcard", "directory:qr"])
async def test_what_is_unknown_is_not_found(client: Visitor, name: str) -> None:
    for slug in ("inconnue", "é", "a" * 300):
        assert (await client.get(client.address(name, slug=slug))).status_code == 404
    assert (await client.submit(client.address(name, slug="inconnue"))).status_code == 405


async def test_the_number_of_queries_does_not_grow(client: Visitor, structure: Structure) -> None:
    counts = []
    for count in (1, 15):
        for number in range(count):
            await ReceptionPoint.create(structure=structure, rank=number + 2, city="Gien", latitude=47.7, longitude=2.6)
            await Service.create(structure=structure, rank=number + 2, name=f"Service {number}", needs=["se-former--x"])
        with counted() as seen:
            await read(client, structure)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 14


async def test_the_search_asks_no_more_for_twenty_results(client: Visitor) -> None:
    counts = []
    for few, many in ((0, 6), (6, 20)):  # six are on a map
        for number in range(few, many):
            await make_structure(f"Mission locale {number}", latitude=47.5 + number / 50, longitude=1.5)
        with counted() as seen:
            answer = await client.get(client.address("directory:search"), params={"mots": "mission"})
        assert answer.text.count('class="structure-name"') == many
        counts.append(len(seen))
    assert counts[0] == counts[1]


async def test_a_person_signed_in_reads_the_same_sheet(visitor: Visitor, structure: Structure, person: User) -> None:
    page = await read(visitor, structure)
    assert f'action="{visitor.address("directory:keep", slug=structure.slug)}"' in page
    assert person.handle not in page

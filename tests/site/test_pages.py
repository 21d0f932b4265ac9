"""The home page and the notices that the law asks for."""

from __future__ import annotations

import re
from typing import Any

import pytest

from boite.accounts.models import User
from storage.store import BlobStore
from tests.agenda.events import make_coordinator
from tests.boxes.papers import put
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_commune, make_structure
from tests.visitors import Visitor

NOTICES = ("/aide", "/mentions-legales", "/donnees-personnelles", "/accessibilite")


async def test_a_visitor_sees_what_it_is_and_one_thing_to_press(client: Visitor) -> None:
    page = (await client.get("/")).text
    assert 'href="/boite/nouvelle"' in page
    assert 'href="/compte/connexion"' in page
    assert page.count("button-primary") == 1


async def test_nothing_of_somebody_else_shows(sign_in: SignIn, person: User, stranger: User, store: BlobStore) -> None:
    await put(person, store, "Mon CV.pdf", b"x")
    assert "Mon CV.pdf" not in (await (await sign_in(stranger)).get("/")).text


@pytest.mark.parametrize("url", NOTICES)
async def test_notices_are_for_everybody(client: Visitor, visitor: Visitor, url: str) -> None:
    for reader in (client, visitor):
        page = await reader.get(url)
        assert page.status_code == 200
        assert "coffre" not in page.text


async def test_every_page_links_to_the_notices_and_says_not_compliant(client: Visitor) -> None:
    page = (await client.get("/compte/connexion")).text
    assert "Accessibilité : non conforme" in page.replace("\u00a0", " ")
    for url in NOTICES:
        assert f'href="{url}"' in page


async def test_the_declaration_follows_the_model_of_the_rgaa(client: Visitor) -> None:
    page = (await client.get("/accessibilite")).text
    for heading in (
        *("État de conformité", "Résultats des tests", "Contenus non accessibles", "Non-conformités"),
        *("Dérogations pour charge disproportionnée", "Établissement de cette déclaration"),
        *("Technologies utilisées", "Environnement de test", "Retour d'information et contact", "Voies de recours"),
    ):
        assert heading in page


async def test_an_unknown_address_leaves_a_professional_at_their_desk(new_person: OpenAccount, sign_in: SignIn) -> None:
    """Their own box looks like everybody's, also where a paper is not found."""
    desk = await sign_in(await make_coordinator(new_person))
    lost, own = await desk.get("/annuaire-perdu"), await desk.get("/espace/papiers/perdu")
    assert (lost.status_code, own.status_code) == (404, 404)
    assert ['class="lid lid-desk' in page.text for page in (lost, own)] == [True, False]
    assert "regardez dans la corbeille" not in lost.text
    assert "regardez dans la corbeille" in own.text


async def test_an_unknown_address_is_told_in_french(client: Visitor) -> None:
    answer = await client.get("/nulle-part")
    assert answer.status_code == 404
    assert "n'existe pas" in answer.text.replace("&#39;", "'")


async def test_a_keeper_of_passwords_finds_the_form(client: Visitor, visitor: Visitor) -> None:
    for reader in (client, visitor):
        answer = await reader.get("/.well-known/change-password")
        assert (answer.status_code, answer.headers["location"]) == (303, "/compte/phrase-secrete")
    assert (await visitor.get("/compte/phrase-secrete")).status_code == 200


async def test_search_engines_are_told_where_nothing_is_for_them(client: Visitor) -> None:
    told = (await client.get("/robots.txt")).text.splitlines()
    assert told[0] == "User-agent: *"
    for line in told[1:]:
        address = line.removeprefix("Disallow: ")
        assert (await client.get(address)).status_code in {303, 404, 405}


async def test_urgent_needs_have_their_own_page_in_the_order_of_the_field(client: Visitor) -> None:
    page = (await client.get("/urgence")).text
    dialled = re.findall(r'href="(?:tel|sms):(\d+)"', page)
    assert dialled[:6] == ["112", "114", "115", "3919", "119", "3114"]
    assert 'href="sms:114"' in page
    assert "ouvert=oui" in page
    assert 'href="/urgence"' in (await client.get("/")).text


async def test_urgent_needs_see_who_is_open_near(client: Visitor) -> None:
    """After the numbers: for a roof, then for food, then whoever is near; never somebody closed."""
    await make_commune()
    here: dict[str, Any] = {"latitude": 47.89, "longitude": 1.91, "hours": "24/7"}
    for name, need, more in (
        ("Point info", "", here),
        ("Repas chauds", "equipement-et-alimentation--alimentation", here),
        ("Accueil de nuit", "logement-hebergement--mal-loges-sans-logis", here),
        ("Portes closes", "logement-hebergement--mal-loges-sans-logis", here | {"hours": "off"}),
    ):
        services = [{"name": name, "needs": [need]}] if need else []
        await make_structure(name, [], services=services, **more)
    page = (await client.get("/urgence?ou=Orl%C3%A9ans")).text
    names = re.findall(r'class="line-title"[^>]*>([^<]+)<', page)
    assert names == ["Accueil de nuit", "Repas chauds", "Point info"]
    assert page.index('href="tel:3114"') < page.index("Accueil de nuit")
    unknown = (await client.get("/urgence?ou=Atlantide")).text
    assert "Nous ne connaissons pas cette commune" in unknown


async def test_the_title_of_a_refused_form_says_so_first(person: User, sign_in: SignIn, client: Visitor) -> None:
    """The title is the first thing that a screen reader says of a page (WCAG, H88; GOV.UK does so)."""
    browser = await sign_in(person)
    refused = {
        "/compte/connexion": await client.submit("/compte/connexion", handle="personne-000", passphrase="rien"),
        "/compte/profil": await browser.submit("/compte/profil", birth_year="1"),
        "/boite/fermeture": await browser.submit("/boite/fermeture", passphrase="rien"),
    }
    for path, answer in refused.items():
        assert re.search(r"<title>\s*Erreur\s:\s", answer.text), path
        assert "Erreur" not in (await (client if "connexion" in path else browser).get(path)).text.split("</title>")[0]

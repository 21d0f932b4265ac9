"""Who publishes, who directs, who hosts: named by the settings, and honestly said to lack where they are not."""

from __future__ import annotations

from dataclasses import fields, replace
from html import unescape

import pytest
from starlette.applications import Starlette

from boite.settings import Settings
from tests.visitors import Visitor

LACKING = "Pas encore indiqué"
PUBLISHER = {
    "contact": "bonjour@orientation.example",
    "publisher": "GIP Alfa Centre <& associés>",
    "publisher_address": "10 rue Saint-Étienne, 45000 Orléans",
    "publisher_phone": "02 38 77 04 77",
    "publisher_registration": "SIREN 184 500 123",
    "publication_director": "Nadia Benali, directrice",
    "hosting": "Région Centre-Val de Loire, direction du numérique",
    "hosting_address": "9 rue Saint-Pierre-Lentin, 45041 Orléans",
    "hosting_phone": "02 38 70 30 30",
    "data_protection_contact": "dpo@orientation.example",
    "security_contact": "alerte@orientation.example",
}
LEGAL = set(PUBLISHER) - {"data_protection_contact", "security_contact"}


@pytest.fixture
def named(app: Starlette) -> None:
    """The installer gave every name."""
    app.state.settings = replace(app.state.settings, **PUBLISHER)


async def read(client: Visitor, url: str) -> str:
    """The page as a person reads it."""
    answer = await client.get(url)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_nobody_is_named_by_default() -> None:
    """A name or an address that we would invent would be a lie on somebody's site."""
    defaults = {item.name: item.default for item in fields(Settings)}
    assert {defaults[name] for name in PUBLISHER} == {""}


@pytest.mark.usefixtures("named")
async def test_the_legal_notice_names_everybody(client: Visitor) -> None:
    page = await read(client, "/mentions-legales")
    for name in LEGAL:
        assert PUBLISHER[name] in page, name
    assert LACKING not in page
    assert "<& associés>" not in (await client.get("/mentions-legales")).text


@pytest.mark.usefixtures("named")
async def test_personal_data_have_somebody_who_answers_for_them(client: Visitor) -> None:
    page = await read(client, "/donnees-personnelles")
    for name in ("publisher", "publisher_address", "data_protection_contact", "hosting"):
        assert PUBLISHER[name] in page, name
    assert LACKING not in page


@pytest.mark.usefixtures("named")
async def test_the_declaration_of_accessibility_says_whose_it_is(client: Visitor) -> None:
    page = await read(client, "/accessibilite")
    assert f"{PUBLISHER['publisher']} s'engage" in page
    assert "mailto:bonjour@orientation.example" in page


@pytest.mark.usefixtures("named")
async def test_weaknesses_are_told_to_who_mends_them(client: Visitor) -> None:
    lines = (await client.get("/.well-known/security.txt")).text.splitlines()
    assert lines[0] == "Contact: mailto:alerte@orientation.example"
    assert "alerte@orientation.example" in await read(client, "/mentions-legales")


async def test_weaknesses_are_told_to_the_contact_by_default(app: Starlette, client: Visitor) -> None:
    app.state.settings = replace(app.state.settings, contact="bonjour@orientation.example")
    assert "Contact: mailto:bonjour@orientation.example\n" in (await client.get("/.well-known/security.txt")).text
    assert "bonjour@orientation.example" in await read(client, "/donnees-personnelles")


async def test_without_a_name_the_pages_say_who_has_to_give_it(client: Visitor) -> None:
    for url in ("/mentions-legales", "/donnees-personnelles", "/accessibilite", "/aide"):
        page = await read(client, url)
        assert LACKING in page, url
        assert "mailto:" not in page, url
    page = await read(client, "/mentions-legales")
    assert "La structure qui installe ce service" in page
    assert page.count(LACKING) == 8


async def test_without_an_address_the_file_leads_to_the_notice(client: Visitor) -> None:
    """RFC 9116 demands a contact; an address that nobody reads would be worse than a page."""
    text = (await client.get("/.well-known/security.txt")).text
    assert "Contact: http://testserver/mentions-legales\n" in text
    assert "mailto:" not in text


async def test_the_file_follows_its_standard(client: Visitor) -> None:
    answer = await client.get("/.well-known/security.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    names = [line.split(":")[0] for line in answer.text.splitlines() if not line.startswith("#")]
    assert names == ["Contact", "Expires", "Preferred-Languages", "Canonical"]


async def test_the_law_is_told_whole_about_personal_data(client: Visitor) -> None:
    """RGPD, article 13: who, why, on what ground, for whom, how long, which rights, which complaint."""
    page = await read(client, "/donnees-personnelles")
    for told in (
        *(
            "Qui répond de vos données",
            "délégué à la protection des données",
            "Sur quelle base",
            "Qui voit vos papiers",
        ),
        *("hors de l'Union européenne", "Vos droits", "3 place de Fontenoy", "Aucune décision"),
    ):
        assert told in page, told

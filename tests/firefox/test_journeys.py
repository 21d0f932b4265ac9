"""The person's way and the reception's, in Firefox, on phones of 320 and 390 px, with scripts and without any."""

from __future__ import annotations

from pathlib import Path

import pytest

from boite.accounts.models import AccountRole
from boite.database.connection import opened
from boite.directory.models import Structure
from tests.firefox.conftest import NewPhone
from tests.firefox.phone import Phone
from tests.live import Server
from tests.orientation.guide_rows import agent
from tests.people import PASSPHRASE
from tests.pictures import png

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]
PAPER = "Attestation de stage à Pithiviers"


def sign_in(phone: Phone, handle: str, passphrase: str, first_name: str) -> None:
    """From the first page, by its head."""
    phone.open("/")
    phone.press("Se connecter")
    phone.write("Votre identifiant", handle)
    phone.write("Votre phrase secrète", passphrase)
    phone.press("Me connecter")
    phone.reads(f"Bonjour {first_name}")


def sign_out(phone: Phone) -> None:
    """By the button that every page carries."""
    phone.press("Quitter")
    phone.reads("Votre boîte est fermée sur cet appareil.")


def open_a_box(phone: Phone) -> tuple[str, str]:
    """From the first page to the card, then home. Returns the two lines that a person notes."""
    phone.open("/")
    phone.press("Ouvrir ma boîte")
    phone.write("Votre prénom", "Inès")
    phone.press("Ouvrir ma boîte")
    phone.reads("Votre boîte est ouverte")
    if phone.scripts:
        phone.press("Enregistrer l'image")
        phone.reads("L'image est sur ce téléphone.")
    handle, passphrase = phone.text(".passphrase"), phone.text(".passphrase ~ .passphrase")
    phone.press("J'ai noté")
    phone.reads("Bonjour Inès")
    return handle.removeprefix("Votre identifiant "), passphrase.removeprefix("Votre phrase secrète ")


def add_a_paper(phone: Phone, folder: Path) -> None:
    """By the page that sends, or by its plain form."""
    path = folder / f"{PAPER}.png"
    path.write_bytes(png(120, 160))
    phone.press("Ajouter")
    phone.reads("Ajouter un papier")
    phone.bring("Vos papiers", path)
    if not phone.scripts:
        phone.press("Ajouter à ma boîte")
    phone.reads("Rangé dans votre boîte" if phone.scripts else "est rangé dans votre boîte")


def find_it_again(phone: Phone) -> None:
    """By one of its words, from home, as it is typed on a phone."""
    phone.open("/")
    phone.write("Chercher dans mes papiers", "pitHIV")
    phone.press("Chercher")
    phone.press(PAPER)
    phone.reads("Télécharger")


def ask_who_can_help(phone: Phone) -> None:
    """With one's own words; where, then who. The answer says whom to call."""
    phone.press("Menu")
    phone.press("Qui peut m'aider ?")
    phone.write("Dites-le avec vos mots", "j'ai arreté l'ecole")
    phone.press("Chercher")
    phone.press("J'ai arrêté l'école, qui peut")
    phone.write("Votre commune ou votre code postal", "tours")
    phone.press("Continuer")
    phone.press("Sans école ni travail")
    phone.reads("Mission locale de Tours")
    phone.reads("02 61 91 00 25")


@pytest.mark.parametrize(("width", "scripts"), [(320, True), (320, False), (390, True), (390, False)])
async def test_ines_on_her_phone(new_phone: NewPhone, tmp_path: Path, width: int, scripts: bool) -> None:
    phone = new_phone(width, scripts)
    card = open_a_box(phone)
    sign_out(phone)
    sign_in(phone, *card, "Inès")
    add_a_paper(phone, tmp_path)
    find_it_again(phone)
    ask_who_can_help(phone)
    phone.press("C'est urgent")
    phone.reads("115")
    sign_out(phone)


@pytest.mark.parametrize(("width", "scripts"), [(320, False), (390, True)])
async def test_paul_answers_at_the_reception(server: Server, new_phone: NewPhone, width: int, scripts: bool) -> None:
    paul = await server.person("Paul", AccountRole.PROFESSIONAL)
    async with opened(server.settings):
        await agent(paul, await Structure.get(slug="info-jeunes-tours"))
    phone = new_phone(width, scripts)
    sign_in(phone, paul.handle, PASSPHRASE, "Paul")
    phone.press("Répondre")
    phone.write("La question, avec ses mots", "permis")
    phone.press("Comment payer le permis" if scripts else "Afficher")
    phone.reads("Appeler le 02 61 91")
    phone.press("Autre question")
    phone.reads("Comment payer le permis")
    sign_out(phone)

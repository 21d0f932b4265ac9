"""The middle of the keyboard's story, the same with scripts and without: from a paper's page to its place, and back."""

from __future__ import annotations

from playwright.async_api import expect

from boite.files import names
from boite.files.models import NodeKind
from tests.journeys.keyboard import Keyboard
from tests.journeys.watch import Watch

FOLDER = "Mes stages"


async def file_away(keys: Keyboard, watch: Watch, name: str) -> None:
    """Give the paper shown this name, put it in a new folder, then in the trash, and take it back."""
    await keys.press("Autres actions")
    await keys.go("Renommer", "Renommer")
    name = names.title(name, NodeKind.FILE)
    await keys.write("Nouveau nom", name)
    await keys.go("Renommer", name)

    await keys.page.goto("/espace/")
    await keys.go(name, name)
    await keys.press("Autres actions")
    await keys.go("Déplacer", "Déplacer")
    await keys.write("Nom du nouveau dossier (facultatif)", FOLDER)
    await keys.go("Déplacer", FOLDER)
    await watch.look()
    await keys.go(name, name)
    await keys.press("Autres actions")
    await keys.go("Mettre à la corbeille", FOLDER)
    await watch.look()
    await keys.go("Annuler", FOLDER)
    await expect(keys.page.get_by_label("Dans ce dossier").get_by_role("link")).to_have_text(name)

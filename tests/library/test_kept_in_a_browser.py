"""« Mes ressources » without a mouse nor a script: a list put in order, a line read, a copy that the box has."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from boite.accounts.models import AccountRole, User
from boite.database.connection import opened
from boite.library.models import ResourceKind
from storage import open_store
from tests.conftest import OpenPage
from tests.journeys.keyboard import Keyboard
from tests.journeys.watch import Watch
from tests.library.resources import make_resource, put
from tests.live import Server
from tests.news.desks import coordinator
from tests.people import open_account

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(200)]


async def test_kept_ordered_and_read(new_page: OpenPage, live_server: Server) -> None:
    async def person(first_name: str = "Inès", role: AccountRole = AccountRole.PERSON) -> User:
        return await open_account(live_server.settings, first_name, role)

    store = open_store(live_server.settings.storage_url)
    async with opened(live_server.settings):
        ines, nadia = await person(), await coordinator(person)
        node = await put(store, "Mon CV.pdf", b"%PDF-1.7 cv")
        await make_resource(nadia, store, kind=ResourceKind.DOCUMENT, title="Mon CV", link="", node=node.id)
        await make_resource(nadia, store, title="Le site des métiers")
    await store.close()
    page = await new_page(width=320, height=700, token=await live_server.session(ines), javascript=False)
    watch, keys = Watch(page, live_server.url, scripts=False), await Keyboard.of(page)
    await watch.begin()
    for slug in ("mon-cv", "le-site-des-metiers"):
        await page.goto(f"/ressources/{slug}")
        await keys.reach("À lire plus tard")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("est dans votre liste à lire")).to_be_visible()
    await page.goto("/ressources/mon-cv")
    await keys.reach("Ajouter à ma boîte (11 octets)")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Une copie est dans votre boîte.")).to_be_visible()
    await keys.go("Voir mes ressources", "Mes ressources")
    names = page.locator(".kept-name > a")
    await expect(names).to_have_text(["Mon CV", "Le site des métiers"])
    await keys.reach("Monter Le site des métiers")
    await page.keyboard.press("Enter")
    await expect(names).to_have_text(["Le site des métiers", "Mon CV"])
    await keys.reach("C'est lu : Mon CV")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Lu (1)")).to_be_visible()
    await watch.look()
    await page.goto("/ressources/?theme=emploi")
    await expect(page.get_by_role("heading", name="Emporter")).to_be_visible()
    await keys.go("La clé USB numérique", "Clé USB numérique")

    seen = await new_page(width=320, height=700, token=await live_server.session(ines))
    watch = Watch(seen, live_server.url)
    await watch.begin()
    for address in ("/ressources/mes-ressources", "/ressources/mon-cv", "/ressources/cle-usb?theme=emploi"):
        await seen.goto(address)
        await watch.look()

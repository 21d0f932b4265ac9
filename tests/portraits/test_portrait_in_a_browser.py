"""A portrait in a real browser: written without a mouse, read on a small phone in the dark, printed on A4."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # published without types, and no stubs exist
import pytest
from playwright.async_api import expect

import boite
from boite.accounts.models import AccountRole
from boite.database.connection import opened
from boite.directory.models import Coordination
from boite.portraits.demo import load_demo_portraits
from tests.conftest import OpenPage
from tests.directory.data_files import enter_demo
from tests.journeys.keyboard import Keyboard
from tests.journeys.watch import Watch
from tests.live import Server
from tests.people import open_account

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(200)]
A4 = (595, 842)
"""In points."""


async def test_written_read_and_printed(new_page: OpenPage, live_server: Server) -> None:
    async with opened(live_server.settings):
        await enter_demo()
        nadia = await open_account(live_server.settings, "Nadia", AccountRole.COORDINATOR)
        await Coordination.create(user_id=nadia.id, territory_id="SPRO-37")
        await load_demo_portraits(Path(boite.__file__).parent / "demo" / "data" / "portraits")
    page = await new_page(token=await live_server.session(nadia), javascript=False)
    watch, keys = Watch(page, live_server.url, scripts=False), await Keyboard.of(page)
    await watch.begin()
    await page.goto("/portraits/spro-37")
    await keys.go("Écrire un texte : Combien sommes-nous ?", "Combien sommes-nous ?")
    await keys.write("Le mot du groupe (facultatif)", "Une ville **étudiante**.")
    await keys.reach("Voir l'aperçu")
    await page.keyboard.press("Enter")
    await expect(page.locator("#apercu strong")).to_have_text("étudiante")
    await keys.reach("Enregistrer")
    await page.keyboard.press("Enter")
    await expect(page.locator(".portrait-words strong").last).to_have_text("étudiante")
    await watch.look()

    visitor = await new_page(width=320, height=700)
    await visitor.emulate_media(color_scheme="dark")
    watch = Watch(visitor, live_server.url)
    await watch.begin()
    for address, heading in (
        ("/portraits/", "Portraits de territoire"),
        ("/portraits/spro-37", "Portrait : Indre-et-L"),
    ):
        await visitor.goto(address)
        await expect(visitor.get_by_role("heading", level=1, name=heading)).to_be_visible()
        await watch.look()
    row = visitor.get_by_role("row", name=re.compile("^Taux de chômage 2018"))
    await expect(row.get_by_role("cell")).to_have_count(3)
    await expect(row.get_by_role("img", name="Taux de chômage Indre-et-Loire :")).to_be_visible()
    sheets = pypdfium2.PdfDocument(await visitor.pdf(prefer_css_page_size=True))
    assert 3 <= len(sheets) <= 6
    assert {tuple(map(round, sheet.get_size())) for sheet in sheets} == {A4}
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in sheets)
    assert text.count("Source :") >= 8
    assert "Télécharger" not in text

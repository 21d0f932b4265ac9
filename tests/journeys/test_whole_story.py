"""Inès's whole story on a phone of 320 px, with scripts, then without any."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.conftest import OpenPage
from tests.journeys import cutting, depositing, entering, filing, leaving
from tests.journeys.watch import Watch
from tests.live import Server

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]


@pytest.mark.each_engine
async def test_ines_on_her_phone(new_page: OpenPage, live_server: Server, tmp_path: Path) -> None:
    photo, heavy = depositing.photo(tmp_path), depositing.heavy(tmp_path)
    page = await new_page(width=320, height=640)
    watch = Watch(page, live_server.url)
    await watch.begin()

    card = await entering.sign_up(page, watch)
    await entering.sign_out(page, watch)
    await entering.sign_in(page, watch, card)

    await depositing.open_add(page, watch)
    await depositing.stored(await depositing.choose(page, photo))
    await watch.look()

    resumptions = cutting.Resumptions(page)
    line = await cutting.slow(page, 1_500_000)
    row = await depositing.choose(page, heavy)
    await cutting.sent_at_least(row, 40)
    with watch.cut_expected():
        live_server.restart()
        await cutting.set_line(line, offline=False)
        await depositing.stored(row)
    assert resumptions.offsets[0] == 0
    assert resumptions.offsets[1] > 0, "the deposit began again from its first byte"
    await watch.look()
    await row.get_by_role("link", name=depositing.title(heavy)).click()
    received = await depositing.download(page, "Télécharger", tmp_path / "recu.zip")
    assert depositing.sha256(received) == depositing.sha256(heavy)

    await filing.open_search(page, watch)
    await page.get_by_label("Un mot du papier").press_sequentially("pitHIV stage a")
    await filing.open_found(page, watch, photo.name)
    await filing.seen(page, photo.name, script=True)
    await watch.look()

    await filing.discard(page, watch)
    await filing.undo(page, watch)
    await page.get_by_role("main").get_by_role("link", name=depositing.title(photo)).first.click()
    await filing.discard(page, watch)
    await filing.put_back(page, watch, photo.name)

    taken = await leaving.take_away(page, watch, tmp_path / "boite.zip")
    assert any(name.endswith(photo.name) and content == photo.read_bytes() for name, content in taken.items())
    assert any(name.endswith(heavy.name) and content == heavy.read_bytes() for name, content in taken.items())
    await leaving.close_then_keep(page, watch, card)

    await page.goto("/journal/")
    await expect(page.get_by_role("heading", name="Journal de ma boîte")).to_be_visible()
    await watch.look()


async def test_ines_without_any_script(new_page: OpenPage, live_server: Server, tmp_path: Path) -> None:
    photo = depositing.photo(tmp_path)
    page = await new_page(width=320, height=640, javascript=False)
    watch = Watch(page, live_server.url, scripts=False)
    await watch.begin()

    card = await entering.sign_up(page, watch)
    await entering.sign_out(page, watch)
    await entering.sign_in(page, watch, card)

    await depositing.open_add(page, watch)
    await depositing.send_form(page, photo)
    await expect(page.locator("#messages")).to_contain_text("est rangé dans votre boîte")
    await watch.look()

    await filing.open_search(page, watch)
    await page.get_by_label("Un mot du papier").fill("pitHIV stage a")
    await page.get_by_role("button", name="Chercher").click()
    await filing.open_found(page, watch, photo.name)
    await filing.seen(page, photo.name, script=False)
    await watch.look()
    received = await depositing.download(page, "Télécharger", tmp_path / "recu.png")
    assert depositing.sha256(received) == depositing.sha256(photo)

    await filing.discard(page, watch)
    await filing.undo(page, watch)
    await page.get_by_role("main").get_by_role("link", name=depositing.title(photo)).first.click()
    await filing.discard(page, watch)
    await filing.put_back(page, watch, photo.name)

    taken = await leaving.take_away(page, watch, tmp_path / "boite.zip")
    assert any(name.endswith(photo.name) and content == photo.read_bytes() for name, content in taken.items())
    await leaving.close_then_keep(page, watch, card)

"""The page that adds papers in a real Chromium: by tus, through cuts, and without any script."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, Route, expect

from boite.database.connection import opened
from boite.files import uploads
from boite.files.models import Node, Space, Upload
from boite.files.uploads import UploadRequest
from storage import open_store
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.journeys.cutting import set_line, slow
from tests.live import Server
from tests.tus.arrivals import digest, file_of, kept, received

LONG = 24_000_000
"""Bytes: more than one piece of a deposit (16 MiB). A shorter file may wait whole in the machine's own buffers when
its tab closes, and arrive all the same."""
PATIENCE = 30_000
"""Milliseconds given to a resumption: tus-js-client waits longer after each failure."""


async def adding(server: Server, new_page: OpenPage, *, shared: bool = False, javascript: bool = True) -> Page:
    """Somebody new on the page that adds papers."""
    token = await server.session(await server.person(), shared=shared)
    page = await new_page(token=token, javascript=javascript)
    await page.goto("/espace/ajouter")
    return page


async def choose(page: Page, *paths: Path, button: str = "Choisir des papiers") -> None:
    """Press a button and pick files."""
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name=button).click()
    await (await chooser.value).set_files([str(path) for path in paths])


async def test_several_papers_in_three_gestures(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    page = await adding(live_server, new_page)
    await page.goto("/espace/ajouter?type=cv")
    paths = [file_of(tmp_path, 200_000 + number, f"papier {number}.pdf") for number in range(5)]
    await choose(page, *paths)
    await expect(page.locator(".upload-done")).to_have_count(5)
    assert await kept(live_server) == [(path.name, digest(path)) for path in paths]
    async with opened(live_server.settings):
        assert await Node.filter(document_type="cv").count() == 5
    await page.get_by_role("link", name="papier 1").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("papier 1")


SHIFTS = """() => new Promise((done) => new PerformanceObserver((list) =>
  done(list.getEntries().reduce((sum, each) => sum + each.value, 0))).observe({type: "layout-shift", buffered: true})
  || setTimeout(() => done(0), 300))"""
"""How much of the page moved by itself (Web Vitals: 0.1 is the most that a good page does)."""


async def test_nothing_moves_when_the_script_comes_late(live_server: Server, new_page: OpenPage) -> None:
    token = await live_server.session(await live_server.person())
    page = await new_page(width=412, height=823, token=token)
    comes = asyncio.Event()

    async def late(route: Route) -> None:
        await comes.wait()
        await route.continue_()

    await page.route("**/upload.js*", late)
    await page.goto("/espace/ajouter", wait_until="commit")
    button = page.get_by_role("button", name="Choisir des papiers")
    await expect(button).to_be_visible()
    before = await button.bounding_box()
    await expect(page.get_by_label("Quel papier ?")).to_be_visible(timeout=PATIENCE)  # four seconds without a script
    await expect(button).to_be_hidden()
    comes.set()
    await expect(page.get_by_label("Quel papier ?")).to_be_hidden()
    assert await button.bounding_box() == before
    await page.unroute("**/upload.js*")
    await page.goto("/espace/ajouter")
    await expect(page.get_by_label("Quel papier ?")).to_be_hidden()
    assert await page.evaluate(SHIFTS) < 0.05


async def test_a_server_killed_in_the_middle(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    page, path = await adding(live_server, new_page), file_of(tmp_path, 12_000_001)
    line = await slow(page)
    await choose(page, path)
    await received(live_server, 500_000)
    live_server.kill()
    live_server.start()
    await set_line(line, offline=False)
    await expect(page.locator(".upload-done")).to_have_count(1, timeout=PATIENCE)
    assert await kept(live_server) == [(path.name, digest(path))]


async def test_a_line_cut_in_the_middle(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    page, path = await adding(live_server, new_page), file_of(tmp_path, 12_000_001)
    line = await slow(page)
    await choose(page, path)
    await received(live_server, 500_000)
    await set_line(line, offline=True)
    await page.wait_for_timeout(3000)
    await set_line(line, offline=False)
    await expect(page.locator(".upload-done")).to_have_count(1, timeout=PATIENCE)
    assert await kept(live_server) == [(path.name, digest(path))]


async def test_pause_then_go_on(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    page, path = await adding(live_server, new_page), file_of(tmp_path, 6_000_000)
    line = await slow(page)
    await choose(page, path)
    await received(live_server, 500_000)
    await page.get_by_role("button", name="Mettre en pause").click()
    await expect(page.locator(".upload-paused")).to_contain_text("En pause")
    await expect(page.get_by_role("button", name="Reprendre")).to_be_focused()
    await assert_accessible(page)
    await set_line(line, offline=False)
    await page.get_by_role("button", name="Reprendre").click()
    await expect(page.locator(".upload-done")).to_have_count(1)
    assert await kept(live_server) == [(path.name, digest(path))]


async def test_cancelling_gives_the_room_back(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    page, path = await adding(live_server, new_page), file_of(tmp_path, 6_000_000)
    await slow(page)
    await choose(page, path)
    await received(live_server, 300_000)
    await page.get_by_role("button", name="Annuler").click()
    await expect(page.locator(".upload")).to_have_count(0)
    await expect(page.get_by_role("status").filter(has_text="envoi annulé")).to_have_count(1)
    async with opened(live_server.settings):
        assert not await Upload.exists()
        assert (await Space.get()).reserved_bytes == 0


async def test_the_same_file_resumes_after_the_tab_was_closed(
    live_server: Server, new_page: OpenPage, tmp_path: Path
) -> None:
    page, path = await adding(live_server, new_page), file_of(tmp_path, LONG)
    await slow(page)
    await choose(page, path)
    begun = await received(live_server, 500_000)
    again = await page.context.new_page()
    await page.close()
    await again.goto("/espace/ajouter")
    await choose(again, path)
    await expect(again.locator(".upload-done")).to_have_count(1, timeout=PATIENCE)
    assert await kept(live_server) == [(path.name, digest(path))]
    async with opened(live_server.settings):
        assert str((await Upload.get()).id) == begun


async def test_another_device_finishes_the_deposit(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    user, path = await live_server.person(), file_of(tmp_path, LONG)
    first = await new_page(token=await live_server.session(user))
    await first.goto("/espace/ajouter")
    await slow(first)
    await choose(first, path)
    begun = await received(live_server, 500_000)
    await first.close()
    second = await new_page(token=await live_server.session(user), width=320)
    await second.goto("/espace/depots")
    await assert_accessible(second)
    other = file_of(tmp_path, 10, "autre.pdf")
    await choose(second, other, button=f"Reprendre {path.name}")
    await expect(second.get_by_text("Ce n'est pas le même papier").first).to_be_visible()
    await choose(second, path, button=f"Reprendre {path.name}")
    await expect(second.locator(".upload-done")).to_have_count(1, timeout=PATIENCE)
    assert await kept(live_server) == [(path.name, digest(path))]
    async with opened(live_server.settings):
        assert str((await Upload.get()).id) == begun


@pytest.mark.parametrize("shared", [False, True])
async def test_a_shared_computer_keeps_no_trace(
    live_server: Server, new_page: OpenPage, tmp_path: Path, shared: bool
) -> None:
    page, path = await adding(live_server, new_page, shared=shared), file_of(tmp_path, 3_000_000)
    await slow(page)
    await choose(page, path)
    await received(live_server, 200_000)
    assert await page.evaluate("localStorage.length") == (0 if shared else 1)


async def test_a_lack_of_room_is_told_with_what_weighs_most(
    live_server: Server, new_page: OpenPage, tmp_path: Path
) -> None:
    page, path = await adding(live_server, new_page), file_of(tmp_path, 3000)
    async with opened(live_server.settings):
        await Space.all().update(quota_bytes=2000)
    await choose(page, path)
    await expect(page.locator(".upload-failed")).to_contain_text("Il manque 1\u202fko dans votre boîte")
    await page.get_by_role("link", name="Voir ce qui prend le plus de place").click()
    await expect(page.get_by_role("heading", name="Ce qui prend le plus de place")).to_be_visible()
    await assert_accessible(page)


async def test_files_may_be_dropped(live_server: Server, new_page: OpenPage) -> None:
    page = await adding(live_server, new_page)
    data = await page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['abc'], 'glissé.txt')); return data; }"
    )
    await page.dispatch_event("[data-part=quick]", "drop", {"dataTransfer": data})
    await expect(page.locator(".upload-done")).to_contain_text("glissé")


@pytest.mark.parametrize("width", [320, 1280])
async def test_the_page_is_accessible(live_server: Server, new_page: OpenPage, width: int) -> None:
    for javascript in (True, False):
        token = await live_server.session(await live_server.person())
        page = await new_page(token=token, width=width, javascript=javascript)
        await page.goto("/espace/ajouter")
        if javascript:
            await assert_accessible(page)
            await assert_fits(page)
        else:
            await expect(page.get_by_label("Vos papiers")).to_be_visible()
            await expect(page.get_by_label("Ou une photo")).to_be_visible(visible=width == 320)


async def test_without_any_script(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    page = await adding(live_server, new_page, javascript=False)
    paths = [file_of(tmp_path, 3_000_000 + number, f"papier {number} é.bin") for number in range(3)]
    await page.get_by_label("Vos papiers").set_input_files([str(path) for path in paths])
    await page.get_by_role("button", name="Ajouter à ma boîte").click()
    await expect(page.get_by_text("papiers sont rangés")).to_be_visible()
    assert await kept(live_server) == [(path.name, digest(path)) for path in paths]


async def test_without_any_script_nor_room(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    page, path = await adding(live_server, new_page, javascript=False), file_of(tmp_path, 30_000_000)
    async with opened(live_server.settings):
        await Space.all().update(quota_bytes=20_000_000)
    await page.get_by_label("Vos papiers").set_input_files(str(path))
    await page.get_by_role("button", name="Ajouter à ma boîte").click()
    await expect(page.get_by_text("Il manque 10\u202fMo")).to_be_visible()
    assert await kept(live_server) == []


def the(page: Page, title: str) -> Locator:
    """The line of a paper."""
    link = page.get_by_role("link", name=title, exact=True)
    return page.get_by_label("Vos envois").get_by_role("listitem").filter(has=link)


async def told(page: Page, words: str) -> None:
    """Until the page says aloud what it keeps."""
    await expect(page.get_by_role("status").filter(has_text=words)).to_have_count(1)


async def test_each_paper_has_its_own_type_after_it_is_sent(
    live_server: Server, new_page: OpenPage, tmp_path: Path
) -> None:
    page = await adding(live_server, new_page)
    await choose(page, file_of(tmp_path, 2000, "un.pdf"), file_of(tmp_path, 2000, "deux.pdf"))
    await expect(page.locator(".upload-done")).to_have_count(2)
    await the(page, "deux").get_by_label("Diplôme", exact=True).check()
    await told(page, "deux : Diplôme.")
    one = the(page, "un")
    await one.get_by_text("Autre…").click()
    await one.get_by_label("Permis", exact=True).check()
    await told(page, "un : Permis.")
    await one.get_by_label("Valable jusqu'au").fill("2031-03-04")
    await one.get_by_label("Valable jusqu'au").blur()
    await told(page, "un : Permis.")
    async with opened(live_server.settings):
        await kept_as(("un.pdf", "permis", date(2031, 3, 4)), ("deux.pdf", "diplome", None))
    await expect(the(page, "deux").get_by_label("Valable jusqu'au")).to_be_hidden()
    await assert_accessible(page)
    await assert_fits(page)


async def kept_as(*expected: tuple[str, str, date | None]) -> None:
    """The papers, their types and their dates, once the last word has come."""
    wanted = set(expected)
    for _ in range(100):
        found = {(node.name, node.document_type, node.valid_until) for node in await Node.filter(rank=1)}
        if found == wanted:
            return
        await asyncio.sleep(0.05)
    assert found == wanted


@pytest.mark.parametrize("when", ["before", "during", "after"])
async def test_what_is_said_is_kept_by_itself(
    live_server: Server, new_page: OpenPage, tmp_path: Path, when: str
) -> None:
    """The title and the type, while the paper waits for a line, is on its way, or has arrived."""
    page = await adding(live_server, new_page)
    line = await slow(page)
    if when == "before":
        await set_line(line, offline=True)
    await choose(page, file_of(tmp_path, 3_000_000, "IMG_0042.pdf"))
    if when == "during":
        await received(live_server, 300_000)
    if when == "after":
        await set_line(line, offline=False)
        await expect(page.locator(".upload-done")).to_have_count(1, timeout=PATIENCE)
    await page.get_by_label("Nom du papier").fill("Mon CV")
    await page.get_by_label("CV", exact=True).check()
    await set_line(line, offline=False)
    await expect(page.locator(".upload-done")).to_have_count(1, timeout=PATIENCE)
    async with opened(live_server.settings):
        await kept_as(("Mon CV.pdf", "cv", None))
    await expect(page.get_by_role("link", name="Mon CV", exact=True)).to_be_visible()
    await page.get_by_label("Nom du papier").fill("CV de Paul")
    await page.get_by_role("link", name="J'ai fini").click()
    await expect(page.get_by_role("heading", level=1, name="Mes papiers")).to_be_visible()
    async with opened(live_server.settings):
        assert await Node.exists(name="CV de Paul.pdf"), "the last word is told before one leaves"


async def test_what_cannot_be_kept_yet_is_said_and_told_again(
    live_server: Server, new_page: OpenPage, tmp_path: Path
) -> None:
    page = await adding(live_server, new_page)
    await choose(page, file_of(tmp_path, 2000, "un.pdf"))
    await expect(page.locator(".upload-done")).to_have_count(1)
    await page.route("**/nom", lambda route: route.abort())
    await page.get_by_label("Nom du papier").fill("Mon CV")
    await expect(page.get_by_text("Pas encore gardé.")).to_be_visible()
    await page.unroute("**/nom")
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await told(page, "Mon CV : gardé.")
    await expect(page.get_by_text("Pas encore gardé.")).to_be_hidden()
    async with opened(live_server.settings):
        await Node.filter(rank=1).update(name="Ailleurs.pdf", name_key="ailleurs.pdf")
    await page.get_by_label("Nom du papier").fill("Mon autre CV")
    await expect(page.get_by_text("n'a pas pu se garder")).to_be_visible()


@pytest.mark.parametrize("answer", ["Nouvelle version", "Garder les deux"])
@pytest.mark.parametrize("when", ["during", "after"])
async def test_the_same_name_is_asked_about(
    live_server: Server, new_page: OpenPage, tmp_path: Path, answer: str, when: str
) -> None:
    page, path = await adding(live_server, new_page), file_of(tmp_path, 3_000_000, "CV.pdf")
    await choose(page, path)
    await expect(page.locator(".upload-done")).to_have_count(1)
    await expect(page.get_by_text("Vous aviez déjà ce papier")).to_be_hidden()
    await page.goto("/espace/ajouter")
    again = file_of(tmp_path, 3_000_001, "CV.pdf")
    line = await slow(page)
    await choose(page, again)
    await expect(page.get_by_text("Vous aviez déjà ce papier")).to_be_visible()
    await assert_accessible(page)
    if when == "after":
        await set_line(line, offline=False)
        await expect(page.locator(".upload-done")).to_have_count(1, timeout=PATIENCE)
    await page.get_by_role("button", name=answer).click()
    await set_line(line, offline=False)
    await expect(page.locator(".upload-done")).to_have_count(1, timeout=PATIENCE)
    version = answer == "Nouvelle version"
    await expect(page.get_by_role("link", name="CV" if version else "CV (2)", exact=True)).to_be_visible()
    async with opened(live_server.settings):
        found = sorted([(node.name, node.number) for node in await Node.filter(rank=1)])
        space = await Space.get()
    assert found == ([("CV.pdf", 2)] if version else [("CV (2).pdf", 1), ("CV.pdf", 1)])
    assert space.used_bytes == 6_000_001


async def test_the_page_says_the_name_that_was_kept(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    page, path = await adding(live_server, new_page), file_of(tmp_path, 2000, "CV.pdf")
    for name in ("CV", "CV (2)"):
        await choose(page, path)
        await expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
        await told(page, f"{name} est rangé")


@pytest.mark.parametrize(
    "name", ["Bail  d\u2019été 10.30\u202fAM.pdf", "\u200fCV.pdf", "a\\b.", "De\u0301claration.pdf"]
)
async def test_a_name_that_was_cleaned_is_taken_up(
    live_server: Server, new_page: OpenPage, tmp_path: Path, name: str
) -> None:
    user, path = await live_server.person(), file_of(tmp_path, 2000, name)
    async with opened(live_server.settings):
        root = await Node.get(parent_id=None, space__owner_id=user.id)
        wish = UploadRequest(name=name, size=2000)
        store = open_store(live_server.settings.storage_url)
        await uploads.declare(root, wish, store, by=user.id, days=7)
        await store.close()
    page = await new_page(token=await live_server.session(user))
    await page.goto("/espace/depots")
    async with page.expect_file_chooser() as chooser:
        await page.locator('[data-do="pick"]').click()
    await (await chooser.value).set_files(str(path))
    await expect(page.locator(".upload-done")).to_have_count(1, timeout=PATIENCE)
    assert [content for _, content in await kept(live_server)] == [digest(path)]

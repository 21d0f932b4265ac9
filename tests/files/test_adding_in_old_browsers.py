"""Adding papers where the browser is old, or where a script does not come: a paper arrives all the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests import browsers, old_browser
from tests.conftest import OpenPage
from tests.files.test_adding_in_a_browser import choose
from tests.live import Server
from tests.tus.arrivals import digest, file_of, kept

pytestmark = pytest.mark.timeout(300)
REAL = pytest.mark.skipif(not old_browser.runs_here(), reason="the Chromium of 2020 is a binary of Linux on x86-64")
SIZES = [0, 1_000, 200_000, 5_000_000]


@pytest.fixture
async def chromium_83(live_server: Server) -> AsyncIterator[Browser]:
    """Chromium of May 2020: no replaceChildren, no `:is()`, no `gap` between flexible boxes."""
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(
            executable_path=str(old_browser.executable()), args=list(browsers.FLAGS)
        )
        yield found
        await found.close()


async def phone(browser: Browser, server: Server) -> tuple[Page, list[str]]:
    """A page signed in, and the errors of its scripts: here they do not fail the test by themselves."""
    context = await browser.new_context(base_url=server.url, viewport={"width": 390, "height": 800})
    token = await server.session(await server.person())
    await context.add_cookies([{"name": "boite", "value": token, "url": server.url}])
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    return page, faults


def papers(folder: Path) -> list[Path]:
    """Several files, the empty one and one of several answers included."""
    return [file_of(folder, size, f"papier {number} é.pdf") for number, size in enumerate(SIZES)]


async def arrived(server: Server, paths: list[Path]) -> None:
    """Every paper is in the box, to the byte."""
    assert await kept(server) == [(path.name, digest(path)) for path in paths]


@REAL
async def test_several_papers_from_a_phone_of_2020(live_server: Server, chromium_83: Browser, tmp_path: Path) -> None:
    page, faults = await phone(chromium_83, live_server)
    await page.goto("/espace/ajouter")
    assert not await page.evaluate("'replaceChildren' in Element.prototype"), "this browser is not old"
    paths = papers(tmp_path)
    # Playwright's own locators ask for more than this browser has: its first words are enough.
    assert await page.evaluate("document.querySelector('[data-part=plain]').hidden")
    await page.set_input_files("input[name=papers]", [str(path) for path in paths])
    async with asyncio.timeout(60):
        for _ in range(300):
            if await page.evaluate("document.querySelectorAll('.upload-done').length") == len(paths):
                break
            await asyncio.sleep(0.2)
    await arrived(live_server, paths)
    assert faults == []


@pytest.mark.parametrize("several", [False, True])
async def test_several_papers_with_what_every_supported_browser_has(
    live_server: Server, new_page: OpenPage, tmp_path: Path, several: bool
) -> None:
    token = await live_server.session(await live_server.person())
    page = await new_page(token=token, width=390)
    await page.add_init_script(old_browser.without_newer())
    await page.goto("/espace/ajouter")
    for name in ("Element.prototype.replaceChildren", "HTMLFormElement.prototype.requestSubmit", "Array.prototype.at"):
        assert await page.evaluate(f"typeof {name}") == "undefined", name
    paths = papers(tmp_path) if several else papers(tmp_path)[1:2]
    await choose(page, *paths)
    await expect(page.locator(".upload-done")).to_have_count(len(paths))
    await arrived(live_server, paths)


async def plainly(page: Page, server: Server, paths: list[Path]) -> None:
    """Send the form as it stands."""
    await expect(page.get_by_label("Vos papiers")).to_be_visible()
    await expect(page.locator("[data-part=quick]")).to_be_hidden()
    await page.get_by_label("Vos papiers").set_input_files([str(path) for path in paths])
    await page.get_by_role("button", name="Ajouter à ma boîte").click()
    await expect(page.get_by_text("papiers sont rangés")).to_be_visible()
    await arrived(server, paths)


async def without(page: Page, missing: str, how: str) -> None:
    """The page of adding, where this script does not come: blocked by a filter, gone from the server, or altered."""
    sent: dict[str, dict[str, Any]] = {
        "404": {"status": 404},
        "rubbish": {"status": 200, "content_type": "text/javascript", "body": ";"},
    }
    await page.route(f"**/{missing}*", lambda route: route.abort() if how == "abort" else route.fulfill(**sent[how]))
    await page.goto("/espace/ajouter")


HOW = ["abort", "404", "rubbish"]


@pytest.mark.parametrize("how", HOW)
async def test_a_script_that_does_not_come_leaves_the_form(
    live_server: Server, new_page: OpenPage, tmp_path: Path, how: str
) -> None:
    page = await new_page(token=await live_server.session(await live_server.person()))
    await without(page, "upload.js", how)
    await plainly(page, live_server, papers(tmp_path)[1:])


@pytest.mark.parametrize("how", HOW)
async def test_without_tus_the_form_sends_what_was_chosen(
    live_server: Server, new_page: OpenPage, tmp_path: Path, how: str
) -> None:
    """It is asked for with the first gesture. Where it does not come, the papers are already in the form's field."""
    page = await new_page(token=await live_server.session(await live_server.person()))
    await without(page, "tus.min.js", how)
    paths = papers(tmp_path)[1:]
    await choose(page, *paths)
    await expect(page.locator("[data-part=sorry]")).to_be_visible()
    await expect(page.locator(".upload-list > li")).to_have_count(0)
    await page.get_by_role("button", name="Ajouter à ma boîte").click()
    await expect(page.get_by_text("papiers sont rangés")).to_be_visible()
    await arrived(live_server, paths)


async def test_a_line_cut_before_tus_came(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    """What was chosen waits for the line, and goes by itself when it is back."""
    page = await new_page(token=await live_server.session(await live_server.person()))
    await page.goto("/espace/ajouter")
    await page.context.set_offline(True)
    path = papers(tmp_path)[1]
    await choose(page, path)
    await expect(page.locator(".upload-failed")).to_contain_text("connexion")
    await page.context.set_offline(False)
    await expect(page.locator(".upload-done")).to_have_count(1)
    await arrived(live_server, [path])


async def tus_came(page: Page) -> None:
    """Asked from outside: what waits inside the page is evaluated there, and our policy refuses that."""
    for _ in range(200):
        if await page.evaluate("typeof tus !== 'undefined'"):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("tus did not come")


async def test_who_only_reads_the_page_does_not_wait_for_tus(live_server: Server, new_page: OpenPage) -> None:
    page = await new_page(token=await live_server.session(await live_server.person()))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto("/espace/ajouter")
    await expect(page.locator("[data-part=quick]")).to_be_visible()
    assert not [url for url in asked if "tus.min" in url]
    await page.locator("[data-choose=papers]").hover()
    await tus_came(page)


BREAKS = {
    "the first row": "Node.prototype.cloneNode = () => { throw new TypeError('broken'); }",
    "what tus does": "tus.Upload.prototype.start = () => { throw new TypeError('broken'); }",
    "an answer": "Element.prototype.append = () => { throw new TypeError('broken'); }",
    "the state of a row": "Element.prototype.querySelectorAll = () => { throw new TypeError('broken'); }",
}


@pytest.mark.parametrize("broken", BREAKS)
async def test_a_script_that_fails_gives_the_form_back(
    live_server: Server, browser: Browser, tmp_path: Path, broken: str
) -> None:
    """Whatever fails and whenever: the form comes back with its words, and sends."""
    page, faults = await phone(browser, live_server)
    await page.goto("/espace/ajouter")
    await page.locator("[data-choose=papers]").hover()
    await tus_came(page)
    await page.evaluate(f"void ({BREAKS[broken]})")
    await choose(page, *papers(tmp_path)[1:3])
    await expect(page.locator("[data-part=sorry]")).to_contain_text("L'envoi s'est arrêté")
    await expect(page.locator("[data-part=sorry]")).to_be_visible()
    await plainly(page, live_server, papers(tmp_path)[1:])
    assert faults, "the error is still told to whoever looks"
    await page.context.close()

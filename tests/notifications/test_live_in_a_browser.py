"""Messages that come by themselves, in the tabs of one real browser."""

from __future__ import annotations

import asyncio

from playwright.async_api import BrowserContext, Page, expect

from boite.accounts.models import User
from boite.agenda import journal_kinds as kinds
from boite.database.connection import opened
from boite.journal.record import tell
from tests.conftest import OpenPage
from tests.live import Server

TABS = 8
"""More than the six connections that a browser opens to one site over HTTP/1.1."""

SIGHT = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


async def told(server: Server, person: User, title: str) -> None:
    """Another process says it to this person."""
    async with opened(server.settings):
        await tell(kinds.TakenOff(title=title, slug=title.lower()), to=[person.id], by=None)


async def tab(context: BrowserContext, address: str, lines: list[str]) -> Page:
    """One more tab, at this address. `lines` notes each line that it opens."""
    page = await context.new_page()
    page.on("request", lambda request: lines.append(request.url) if "en-direct" in request.url else None)
    await page.goto(address)
    return page


async def test_tabs_follow_each_other(new_page: OpenPage, live_server: Server) -> None:
    ines = await live_server.person("Inès")
    first = await new_page(token=await live_server.session(ines))
    lines = list[str]()
    listing = await tab(first.context, "/messages/", lines)
    others = [await tab(first.context, "/journal/", lines) for _ in range(TABS - 2)]
    reading = await tab(first.context, "/", lines)
    async with asyncio.timeout(10):
        while not lines:
            await reading.wait_for_timeout(50)
    await told(live_server, ines, "Atelier CV")
    for page in (listing, *others, reading):
        await expect(page.get_by_role("link", name="Mes messages 1")).to_be_visible()
    assert len(lines) == 1
    await expect(listing.get_by_text("1 nouveau")).to_be_visible()
    await expect(listing.get_by_text("Atelier CV")).to_be_visible()
    await expect(reading.locator("[data-live]")).to_have_text("Nouveaux messages : 1")

    # The list does not move under the keyboard.
    quiet = listing.get_by_role("button", name="Ne plus me le dire")
    await quiet.focus()
    await told(live_server, ines, "Forum")
    await expect(listing.get_by_role("link", name="Mes messages 2")).to_be_visible()
    await expect(quiet).to_be_focused()
    await expect(listing.get_by_text("Forum")).to_have_count(0)
    await quiet.evaluate("button => button.blur()")
    await expect(listing.get_by_text("Forum")).to_be_visible()

    # Read in one tab, it is new in none.
    await reading.goto("/messages/")
    await reading.get_by_role("button", name="C'est vu").click()
    await expect(listing.get_by_text("Rien de nouveau")).to_be_visible()
    await expect(others[0].locator(".lid-bell .count")).to_have_count(0)

    # Signed out in one, no tab says anything of anybody.
    await told(live_server, ines, "Visite")
    await expect(others[0].get_by_role("link", name="Mes messages 1")).to_be_visible()
    await reading.get_by_role("button", name="Quitter").first.click()
    for page in (listing, *others):
        await expect(page.locator(".lid-bell .count")).to_have_count(0)


async def test_a_tab_out_of_sight_lets_the_line_go_and_takes_it_again(new_page: OpenPage, live_server: Server) -> None:
    ines = await live_server.person("Inès")
    page = await new_page(token=await live_server.session(ines))
    await page.clock.install()
    lines, left = list[str](), asyncio.Event()
    page.on("request", lambda request: lines.append(request.url) if "en-direct" in request.url else None)
    page.on("requestfailed", lambda request: left.set() if "en-direct" in request.url else None)
    page.on("requestfinished", lambda request: left.set() if "en-direct" in request.url else None)
    await page.goto("/journal/")
    await page.clock.run_for(1500)
    async with asyncio.timeout(10):
        while not lines:
            await page.clock.run_for(100)
    await page.evaluate(SIGHT, True)
    await page.clock.run_for(29_000)
    assert not left.is_set()
    await page.clock.run_for(2000)
    async with asyncio.timeout(10):
        await left.wait()
    await told(live_server, ines, "Atelier CV")
    await expect(page.locator(".lid-bell .count")).to_have_count(0)
    await page.evaluate(SIGHT, False)
    await expect(page.get_by_role("link", name="Mes messages 1")).to_be_visible()
    assert len(lines) == 2

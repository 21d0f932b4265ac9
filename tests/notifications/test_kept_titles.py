"""What the installed application keeps for the page without a line: no longer than its session, nor than a week."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.async_api import Page, expect

from boite.accounts.models import Session
from boite.agenda import journal_kinds as kinds
from boite.clock import now
from boite.database.connection import opened
from boite.journal.record import tell
from tests.conftest import OpenPage
from tests.live import Server

INSTALLED = 'Object.defineProperty(navigator, "standalone", { get: () => true })'
KEPT = """
  async () => {
    const kept = await caches.match("/messages/derniers");
    const said = kept && (await kept.json());
    return said ? said.until - said.from : null;
  }
"""
NONE_KEPT = "caches.has('boite-liste').then((kept) => !kept)"
# A promise is true before it is kept: `wait_for_function` does not wait for one.
UNTIL = """
  async (read) => {
    for (;;) {
      const said = await read();
      if (said) return said;
      await new Promise((next) => setTimeout(next, 20));
    }
  }
"""
WEEK = 7 * 24 * 3600 * 1000


async def kept(page: Page) -> int:
    """For how long, in milliseconds, once the list is read and kept."""
    await page.goto("/messages/")
    return int(await until(page, KEPT))


async def until(page: Page, read: str) -> Any:
    """What this promises in the page, as soon as it is something; the test's own time is the limit."""
    return await page.evaluate(f"({UNTIL})({read})")


async def without_a_line(page: Page, later: timedelta, shown: int) -> None:
    """So much later, with no line: the titles show, or not one."""
    await page.clock.set_fixed_time(now() + later)
    await page.context.set_offline(True)
    await page.goto("/journal/")
    await expect(page.get_by_role("heading", name="Pas d'internet pour l'instant")).to_be_visible()
    if not shown:
        await until(page, f"() => {NONE_KEPT}")
    await expect(page.locator("#derniers li")).to_have_count(shown)
    await page.context.set_offline(False)
    # The page reloads itself, at the same address: what it says tells that it is back.
    await expect(page.get_by_role("heading", name="Pas d'internet pour l'instant")).to_have_count(0)
    await page.wait_for_load_state()


async def test_titles_go_with_the_session_that_kept_them(new_page: OpenPage, live_server: Server) -> None:
    ines = await live_server.person("Inès")
    async with opened(live_server.settings):
        await tell(kinds.TakenOff(title="Forum", slug="forum"), to=[ines.id], by=None)
    page = await new_page(width=390, token=await live_server.session(ines))
    await page.add_init_script(INSTALLED)
    assert await kept(page) == WEEK, "a session of a month keeps nothing more than a week"
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await without_a_line(page, timedelta(days=6), 1)
    await without_a_line(page, timedelta(days=8), 0)

    # A session that ends in an hour.
    await page.clock.set_fixed_time(now())
    async with opened(live_server.settings):
        ends = now() + timedelta(hours=1)
        await Session.filter(user_id=ines.id).update(expires_at=ends, seen_at=now())
    assert await kept(page) <= 3600 * 1000
    await without_a_line(page, timedelta(hours=2), 0)

    # Closed from another device: the first page that this phone asks for knows nobody.
    await page.clock.set_fixed_time(now())
    await kept(page)
    async with opened(live_server.settings):
        await Session.filter(user_id=ines.id).delete()
    await page.goto("/annuaire/")
    await until(page, f"() => {NONE_KEPT}")

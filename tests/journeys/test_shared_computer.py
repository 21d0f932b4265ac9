"""The computer of a reception hall: one person after another, and nothing of the first left for the second."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, Response, expect

from boite.accounts.models import Session, User
from boite.clock import now
from boite.database import opened
from tests.accessibility import assert_accessible
from tests.conftest import OpenPage
from tests.journeys import depositing, entering, filing
from tests.journeys.entering import Card
from tests.journeys.watch import Watch
from tests.live import Server
from tests.people import PASSPHRASE

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]

SCREENS = pytest.mark.parametrize(("width", "height"), [(1280, 900), (320, 640)])
OTHER_PAGES = (
    *("/espace/", "/espace/corbeille", "/journal/", "/compte/profil", "/compte/phrase-secrete", "/compte/appareils"),
    *("/boite/emporter", "/boite/fermeture", "/compte/pause", "/aide"),
)
ON_TOP = """button => {
  const { x, y, width, height } = button.getBoundingClientRect();
  return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""
TYPED = "() => [...document.querySelectorAll('input, textarea')].map(field => field.value).join(' ')"
KEPT = """async () => ({
  local: Object.keys(localStorage),
  tab: Object.keys(sessionStorage),
  caches: await caches.keys(),
  databases: (await indexedDB.databases()).map(found => found.name),
})"""
NOTHING: dict[str, list[str]] = {"local": [], "tab": [], "caches": [], "databases": []}


@dataclass
class Answers:
    """What the server said to one page of a browser, its static files aside."""

    page: Page
    heard: list[Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("response", self._hear)

    def _hear(self, response: Response) -> None:
        if urlsplit(response.url).scheme == "http" and not urlsplit(response.url).path.startswith("/static/"):
            self.heard.append(response)

    def of(self, path: str) -> Response:
        """The last answer of an address."""
        return next(answer for answer in reversed(self.heard) if urlsplit(answer.url).path == path)

    async def are_not_stored(self) -> None:
        """Fail with each answer that a browser may keep."""
        headers = {answer.url: await answer.header_value("cache-control") for answer in self.heard}
        assert {url: said for url, said in headers.items() if said != "no-store"} == {}


async def way_out_seen(page: Page) -> None:
    """« Quitter », whole and uncovered: as the page opens, and at its foot."""
    button = page.get_by_role("button", name="Quitter")
    for place in ("0", "document.documentElement.scrollHeight"):
        await page.evaluate(f"scrollTo(0, {place})")
        await expect(button).to_be_in_viewport(ratio=1)
        assert await button.evaluate(ON_TOP), f"{page.url}: something covers the way out"
    await page.evaluate("scrollTo(0, 0)")


async def shows_none_of(page: Page, secrets: list[str]) -> None:
    """Neither in the page, nor in its title, nor in what its fields hold."""
    await page.wait_for_load_state("networkidle")
    shown = f"{await page.content()} {await page.title()} {await page.evaluate(TYPED)}"
    assert [secret for secret in secrets if secret in shown] == [], page.url
    await expect(page.get_by_role("button", name="Quitter")).to_have_count(0)


@SCREENS
async def test_leaving_leaves_nothing(
    new_page: OpenPage, live_server: Server, tmp_path: Path, width: int, height: int
) -> None:
    ines, marc = await live_server.person("Inès"), await live_server.person("Marc")
    photo = depositing.photo(tmp_path)
    page = await new_page(width=width, height=height)
    watch, answers = Watch(page, live_server.url), Answers(page)
    await watch.begin(cache=True)

    await entering.sign_in(page, watch, Card(ines.handle, PASSPHRASE), shared=True)
    await way_out_seen(page)
    await depositing.open_add(page, watch)
    await way_out_seen(page)
    row = await depositing.choose(page, photo)
    await depositing.stored(row)
    await way_out_seen(page)
    await row.get_by_role("link", name=photo.name).click()
    await filing.seen(page, photo.name, script=True)
    await way_out_seen(page)
    await filing.open_search(page, watch)
    await page.get_by_label("Un mot du papier").press_sequentially("pithiv")
    await expect(page.get_by_label("Papiers trouvés").get_by_role("link", name=photo.name)).to_be_visible()
    await way_out_seen(page)
    for address in OTHER_PAGES:
        await page.goto(address)
        await way_out_seen(page)
    await page.goto("/")

    token = next(cookie["value"] for cookie in await page.context.cookies() if cookie["name"] == "boite")
    await page.evaluate("localStorage.witness = sessionStorage.witness = 'left by a page'")
    await entering.sign_out(page, watch)
    await answers.are_not_stored()
    said = await answers.of("/compte/deconnexion").header_value("clear-site-data")
    assert said == '"cache", "cookies", "storage"'
    assert await page.evaluate(KEPT) == NOTHING
    assert token not in str(await page.context.cookies())
    assert "boite" not in {cookie["name"] for cookie in await page.context.cookies()}

    hers = ["Inès", ines.handle, PASSPHRASE, photo.name, photo.stem]
    for _ in range(await page.evaluate("history.length")):
        await page.go_back()
        if page.url == "about:blank":
            break
        await shows_none_of(page, hers)
    for _ in range(4):
        await page.go_forward()
        await shows_none_of(page, hers)

    await entering.sign_in(page, watch, Card(marc.handle, PASSPHRASE), shared=True)
    await expect(page.get_by_role("heading", name="Bonjour Marc")).to_be_visible()

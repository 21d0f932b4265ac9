"""The computer of a reception hall: one person after another, and nothing of the first left for the second."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, Response, expect

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


async def is_left(page: Page, secrets: list[str]) -> None:
    """Nobody is signed in here, and nothing tells who was."""
    await shows_none_of(page, secrets)
    await expect(page.get_by_role("button", name="Quitter")).to_have_count(0)


async def retrace(page: Page, secrets: list[str]) -> None:
    """Back to the very first page, then forward to the last: none of them shows any of this."""
    steps = 0
    while await page.go_back() and page.url != "about:blank":
        await shows_none_of(page, secrets)
        steps += 1
    assert steps >= 2
    while await page.go_forward():
        await shows_none_of(page, secrets)


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
    await row.get_by_role("link", name=photo.stem).click()
    await filing.seen(page, photo.name, script=True)
    await way_out_seen(page)
    paper = page.url
    await filing.open_search(page, watch)
    await page.get_by_label("Un mot du papier").press_sequentially("pithiv")
    await expect(page.get_by_label("Papiers trouvés").get_by_role("link", name=photo.stem)).to_be_visible()
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
    cookies = await page.context.cookies()
    assert "boite" not in {cookie["name"] for cookie in cookies}
    assert token not in {cookie["value"] for cookie in cookies}
    hers = ["Inès", ines.handle, PASSPHRASE, photo.name, photo.stem]
    await retrace(page, hers)

    # The next person finds the page that asks for the paper of the one before, and comes in from there.
    await page.goto(paper)
    await entering.write_card(page, Card(marc.handle, PASSPHRASE), shared=True)
    await expect(page.get_by_role("heading", name="Bonjour Marc")).to_be_visible()
    for address in ("/", "/espace/", "/espace/recherche?mots=pithiv", "/espace/corbeille", "/journal/", paper):
        await page.goto(address)
        shown = await page.content()
        assert [secret for secret in hers if secret in shown] == [], address
    await expect(page.get_by_role("heading", name="Nous ne trouvons pas cette page")).to_be_visible()


async def test_a_box_opened_there_leaves_neither_name_nor_phrase(new_page: OpenPage, live_server: Server) -> None:
    page = await new_page(width=320, height=640)
    watch = Watch(page, live_server.url)
    await watch.begin(cache=True)
    card = await entering.sign_up(page, watch, "Inès", shared=True)
    await way_out_seen(page)
    await entering.sign_out(page, watch)
    await retrace(page, ["Inès", card.handle, card.passphrase])

"""Find a paper, look at it, throw it away, think again."""

from __future__ import annotations

from time import monotonic

from playwright.async_api import Page, expect

from boite.files import names
from boite.files.models import NodeKind
from tests.journeys.depositing import PATIENCE
from tests.journeys.watch import Watch


async def open_search(page: Page, watch: Watch) -> None:
    """The page that searches, from the papers."""
    await page.goto("/espace/")
    await page.get_by_label("Chercher dans mes papiers").fill("papier")
    await page.get_by_role("main").get_by_role("button", name="Chercher").click()
    await expect(page.get_by_role("heading", name="Chercher")).to_be_visible()
    await page.get_by_label("Un mot du papier").fill("")
    await watch.look()


async def open_found(page: Page, watch: Watch, name: str) -> None:
    """The paper, among what was found."""
    results, name = page.get_by_label("Papiers trouvés"), names.title(name, NodeKind.FILE)
    await expect(results.get_by_role("link", name=name)).to_be_visible()
    await watch.look()
    await results.get_by_role("link", name=name).click()
    await expect(page.get_by_role("heading", name=name)).to_be_visible()
    await watch.look()


async def seen(page: Page, name: str, *, script: bool) -> None:
    """Until the paper shows itself, large: by itself with scripts, by the link of the page without."""
    picture = page.get_by_role("main").get_by_role("img", name=names.title(name, NodeKind.FILE))
    limit = monotonic() + PATIENCE / 1000
    while not script and not await picture.count() and monotonic() < limit:
        await page.get_by_role("link", name="Regarder s'il est prêt").click()
    await expect(picture).to_be_visible(timeout=PATIENCE)
    drawn = await picture.evaluate("async image => { await image.decode(); return image.naturalWidth; }")
    assert drawn >= 600, f"{name} is shown {drawn} px wide"


async def discard(page: Page, watch: Watch) -> None:
    """From the page of a paper."""
    await page.locator("summary", has_text="Autres actions").click()
    await watch.look()
    await page.get_by_role("main").get_by_role("button", name="Mettre à la corbeille").click()
    await expect(page.locator("#messages")).to_contain_text("corbeille")
    await watch.look()


async def undo(page: Page, watch: Watch) -> None:
    """« Annuler », in the message that follows a gesture."""
    await page.locator("#messages").get_by_role("button", name="Annuler").click()
    await expect(page.locator("#messages")).not_to_contain_text("Annuler")
    await watch.look()


async def put_back(page: Page, watch: Watch, name: str) -> None:
    """From the trash, by the page of the papers."""
    await page.goto("/espace/")
    await page.get_by_role("main").get_by_role("link", name="Corbeille").click()
    await watch.look()
    name = names.title(name, NodeKind.FILE)
    await page.get_by_role("button", name=f"Remettre {name}").click()
    await expect(page.get_by_role("button", name=f"Remettre {name}")).to_have_count(0)
    await watch.look()

"""Open a box, come in, go out: the gestures that every story begins or ends with."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Page, expect

from tests.journeys.watch import Watch


@dataclass(frozen=True, slots=True)
class Card:
    """What a person notes on a paper."""

    handle: str
    passphrase: str


async def sign_up(page: Page, watch: Watch, first_name: str = "Inès", *, shared: bool = False) -> Card:
    """From the first page to the card, then home. Looks at each page on the way."""
    await page.goto("/")
    await watch.look()
    await page.get_by_role("main").get_by_role("link", name="Ouvrir ma boîte").click()
    await watch.look()
    await page.get_by_label("Votre prénom").fill(first_name)
    if shared:
        await page.get_by_label("Ordinateur partagé").check()
    await page.get_by_role("button", name="Ouvrir ma boîte").click()
    await expect(page.get_by_role("heading", name="Votre boîte est ouverte")).to_be_visible()
    await watch.look()
    card = Card(await _words(page, "Votre identifiant"), await _words(page, "Votre phrase secrète"))
    await page.get_by_role("button", name="J'ai noté").click()
    await expect(page.get_by_role("heading", name=f"Bonjour {first_name}")).to_be_visible()
    await watch.look()
    return card


async def sign_in(page: Page, watch: Watch, card: Card, *, shared: bool = False) -> None:
    """From the first page to one's own."""
    await page.goto("/")
    await page.get_by_role("banner").get_by_role("link", name="Se connecter").click()
    await watch.look()
    await write_card(page, card, shared=shared)
    await expect(page.get_by_role("heading", name="Bonjour")).to_be_visible()
    await watch.look()


async def write_card(page: Page, card: Card, *, shared: bool = False) -> None:
    """What the card says, on the page that asks for it."""
    await page.get_by_label("Votre identifiant").fill(card.handle)
    await page.get_by_label("Votre phrase secrète").fill(card.passphrase)
    if shared:
        await page.get_by_label("Ordinateur partagé").check()
    await page.get_by_role("button", name="Me connecter").click()


async def sign_out(page: Page, watch: Watch) -> None:
    """By the button that every page carries."""
    await page.get_by_role("button", name="Quitter").click()
    await expect(page.get_by_text("Votre boîte est fermée sur cet appareil.")).to_be_visible()
    await watch.look()


async def _words(page: Page, label: str) -> str:
    frame = page.locator(".passphrase", has_text=label)
    return " ".join((await frame.locator(".passphrase-words").inner_text()).split())

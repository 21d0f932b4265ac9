"""The person's own colours (Windows contrast themes): nothing that one needs is told by our colours alone."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.conftest import OpenPage
from tests.live import Server

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]

PAGES = ("/", "/espace/", "/espace/ajouter", "/messages/reglages", "/compte/profil", "/atelier/champs")
FAULTS = """() => {
  const faults = [], page = getComputedStyle(document.body).backgroundColor;
  const seen = (one) => one.getClientRects().length && getComputedStyle(one).visibility === "visible";
  const named = (one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}`;
  for (const one of document.querySelectorAll(".button, .input, .chip, .chip-choice span, .tab, summary.button")) {
    const style = getComputedStyle(one);
    if (!seen(one) || one.closest(".visually-hidden")) continue;
    if (style.borderTopStyle === "none" || parseFloat(style.borderTopWidth) < 1 || style.borderTopColor === page) {
      faults.push(`no edge: ${named(one)}`);
    }
  }
  for (const one of document.querySelectorAll("svg.icon")) {
    const style = getComputedStyle(one);
    const ground = getComputedStyle(one.closest("a, button, summary, .line-label, p, li, div") ?? document.body);
    if (seen(one) && style.color === ground.backgroundColor) faults.push(`icon not seen: ${named(one.parentElement)}`);
  }
  for (const found of document.querySelectorAll(":checked + span, .tab[aria-current], .menu-link[aria-current]")) {
    const one = found.closest(".choice") ?? found;
    const style = getComputedStyle(one);
    if (seen(one) && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)) {
      faults.push(`chosen, and not told: ${named(one)}`);
    }
  }
  return faults;
}"""
"""What has no edge, what cannot be seen on its ground, what is chosen and not told, in the colours forced on it."""
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [one.tagName !== "BODY" && ringed, `${one.tagName} ${one.textContent.trim().slice(0, 30)}`];
}"""


async def _forced(page: Page, path: str) -> list[str]:
    await page.goto(path)
    assert await page.evaluate("matchMedia('(forced-colors: active)').matches")
    faults: list[str] = await page.evaluate(FAULTS)
    for _ in range(8):
        await page.keyboard.press("Tab")
        ringed, name = await page.evaluate(FOCUSED)
        if not ringed:
            faults.append(f"focus not seen: {name}")
    return [f"{path}: {fault}" for fault in faults]


async def test_nothing_needed_disappears(new_page: OpenPage, live_server: Server) -> None:
    page = await new_page(width=390, token=await live_server.session(await live_server.person()))
    await page.emulate_media(forced_colors="active")
    faults = [fault for path in PAGES for fault in await _forced(page, path)]
    assert not faults, "\n".join(faults)


async def test_nor_for_a_visitor(new_page: OpenPage) -> None:
    page = await new_page(width=390)
    await page.emulate_media(forced_colors="active")
    paths = ("/", "/qui-peut-m-aider/", "/urgence", "/agenda/", "/compte/connexion")
    faults = [fault for path in paths for fault in await _forced(page, path)]
    assert not faults, "\n".join(faults)

"""The languages in a browser: right to left, accessible; « Écouter » keeps secrets."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage

SPEAKER = """() => {
  window.spoken = [];
  const voice = { lang: "fr-FR", localService: true, name: "Une voix" };
  const engine = { getVoices: () => [voice], cancel: () => {}, addEventListener: () => {},
    speak: (said) => { window.spoken.push(said.text); setTimeout(() => said.onend(), 0); } };
  Object.defineProperty(window, "speechSynthesis", { value: engine });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


@pytest.mark.parametrize("width", [320, 1280])
async def test_arabic_is_accessible_and_fits(new_page: OpenPage, width: int) -> None:
    page = await new_page()
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto("/aide")
    await page.get_by_role("button", name="العربية").click()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url.endswith("/aide")
    for path in ("/aide", "/", "/compte/connexion"):
        await page.goto(path)
        await assert_fits(page)
        await assert_accessible(page)


async def test_reading_aloud_never_says_a_passphrase(new_page: OpenPage) -> None:
    page = await new_page()
    await page.add_init_script(f"({SPEAKER})()")
    await page.goto("/boite/nouvelle")
    secret = (await page.locator(".passphrase-words").inner_text()).split()
    await page.get_by_role("button", name="Écouter").click()
    await page.wait_for_function("() => window.spoken.join(' ').includes('Ce que nous gardons')")
    said = " ".join(await page.evaluate("window.spoken"))
    assert "Elle remplace le mot de passe." in said
    assert " ".join(secret) not in said

"""The visitor's home on a phone: every promise before the second scroll, the languages and « Écouter » on one line."""

from __future__ import annotations

from boite.languages.offered import offered
from tests.accessibility import assert_fits
from tests.conftest import OpenPage
from tests.languages.test_in_a_browser import SPEAKER

SEVEN = (
    "1\u202fGo, gratuit",
    "De partout",
    "Des rappels",
    "Toutes les structures",
    "Actualités",
    "Ressources",
    "Chiffres",
)
"""The benefits that the group of Orléans was promised, as the page names them; the first is « 1 Go, gratuit »."""
ROWS = "(names) => new Set(names.map((e) => Math.round(e.getBoundingClientRect().top))).size"


async def test_every_promise_is_seen_without_scrolling_twice(new_page: OpenPage) -> None:
    page = await new_page(width=390, height=844)
    await page.goto("/")
    bar = await page.locator(".menu-bar").bounding_box()
    promises = page.locator(".assurances li")
    last = await promises.last.bounding_box()
    assert bar
    assert last
    # One screen of what is above the bar, then one more: what a thumb brings with one scroll.
    assert last["y"] + last["height"] < 2 * bar["y"]
    seen = await promises.all_inner_texts()
    for name in SEVEN:
        assert any(text.startswith(name) for text in seen), name


async def test_the_languages_and_reading_aloud_hold_on_one_line(new_page: OpenPage) -> None:
    page = await new_page(width=320, height=640)
    await page.add_init_script(f"({SPEAKER})()")
    for language in offered():
        await page.goto("/aide")
        if await page.locator("html").get_attribute("lang") != language.tag:
            await page.locator(f".ease button[value={language.code}]").click()
        await page.locator(".listen:visible").wait_for()
        held = ".ease .language:visible" if language.right_to_left else ".ease .language:visible, .ease .listen"
        assert await page.locator(held).evaluate_all(ROWS) == 1, language.code
        await assert_fits(page)

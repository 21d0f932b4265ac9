"""`python -m tests.icons`: the pictures of the installed application, from our own drawing (`static/img/logo.svg`)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from tests import browsers

FOLDER = Path(__file__).resolve().parent.parent / "boite" / "static" / "img"
PAPER = "#fffcf6"
SILHOUETTE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="#fff">
<path d="M9 15V9.5A1.5 1.5 0 0 1 10.5 8h9l2.5 3h15.5a1.5 1.5 0 0 1 1.5 1.5V15z"/>
<path d="M4 18h40v20a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4z"/></svg>"""
"""The box in one colour: Android keeps the shape alone, in the bar at the top."""


@dataclass(frozen=True, slots=True)
class IconShape:
    """One picture: its size, and how much of it the drawing takes. A mask may cut a fifth of each side."""

    name: str
    size: int
    share: int
    background: str = PAPER
    silhouette: bool = False


SHAPES = (
    IconShape("icon-192", 192, 84),
    IconShape("icon-512", 512, 84),
    IconShape("icon-maskable-512", 512, 56),
    IconShape("icon-apple-180", 180, 76),
    IconShape("icon-badge", 96, 92, background="transparent", silhouette=True),
)


async def draw(browser: Browser, shape: IconShape) -> None:
    """One of them, written where the site serves it."""
    page = await browser.new_page(viewport={"width": shape.size, "height": shape.size})
    drawing = SILHOUETTE if shape.silhouette else (FOLDER / "logo.svg").read_text(encoding="utf-8")
    style = f"body{{margin:0;display:grid;place-items:center;height:100vh;background:{shape.background}}}"
    await page.set_content(f"<style>{style}svg{{width:{shape.share}%}}</style>{drawing}")
    await page.screenshot(path=FOLDER / f"{shape.name}.png", omit_background=True)
    await page.close()


async def main() -> None:
    """All of them."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=browsers.executable(), args=list(browsers.FLAGS))
        for shape in SHAPES:
            await draw(chromium, shape)
        await chromium.close()


if __name__ == "__main__":
    asyncio.run(main())

"""On a page: no violation that axe-core sees of WCAG 2.2 A and AA, and nothing that scrolls sideways (1.4.10)."""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / ".outils" / "node_modules" / "axe-core" / "axe.min.js"
WIDE = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
RUN = "() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"


@lru_cache(maxsize=1)
def axe_source() -> str:
    """axe-core's script, fetched by the project's own hook where it is not there yet."""
    subprocess.run([sys.executable, "hatch_build.py"], cwd=ROOT, check=True)
    return AXE.read_text(encoding="utf-8")


async def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page as it is now: one line each, empty when all is well."""
    # Evaluated by the browser's own debugger, so that the site's strict policy need not be relaxed.
    await page.evaluate(axe_source())
    found: list[dict[str, Any]] = await page.evaluate(RUN)
    return [
        f"{rule['id']}: {rule['help']} | " + " ; ".join(node["html"][:160] for node in rule["nodes"][:5])
        for rule in found
    ]


async def assert_fits(page: Page) -> None:
    """Fail where the page scrolls sideways. Reached by a click, its address or its title is to be expected first."""
    await page.wait_for_load_state("load")
    wide, seen = await page.evaluate(WIDE)
    assert wide <= seen, f"{page.url} scrolls sideways: {wide} px in {seen} px"


async def assert_accessible(page: Page) -> None:
    """Fail with each violation of the page."""
    found = await violations(page)
    assert not found, f"{page.url}\n" + "\n".join(found)

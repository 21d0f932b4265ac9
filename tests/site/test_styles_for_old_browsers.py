"""What `boite browsers` refuses in a style sheet: what an old browser would lose, or draw one letter wide."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from boite.commands.browsers import CHECKS, CONFIGURED, NODE, ROOT, TOOLS
from boite.web import stamps, styles

REFUSED = {
    "a child over a fraction and an auto track": ".a { display: grid; grid-template-columns: auto minmax(0, 1fr); }"
    " .b { grid-column: 1 / -1; }",
    "the same, the other way round": ".a { grid-template-columns: 2fr max-content; } .b { grid-column: span 2; }",
    "a list inside :not()": ".a:not(.b, .c) { color: red; }",
    "a name that old browsers do not know": ".a:is(.b, .c) { color: red; }",
    "another one": ".a:where(.b) { color: red; }",
    "a part of a list that takes the others with it": ".a, .b:focus-visible { color: red; }",
}
TAKEN = (
    ".a { display: grid; grid-template-columns: 2rem minmax(0, 1fr); } .b { grid-column: 1 / -1; }",
    ".a { grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); } .b { grid-column: 1 / -1; }",
    ".a { grid-template-columns: auto minmax(0, 1fr); } .b { grid-column: 2; }",
    ".a:not(.b):not(.c) { color: red; }",
)


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    """Those of the project, fetched where they are not there."""
    subprocess.run([sys.executable, "hatch_build.py"], cwd=ROOT, check=True)


def faults(folder: Path, sheets: list[str]) -> list[bool]:
    """Whether each is refused, in one run of the tool."""
    for number, sheet in enumerate(sheets):
        (folder / f"{number}.css").write_text(sheet)
    tool, configuration, _ = CHECKS[1]
    command = [
        sys.executable,
        "-c",
        NODE,
        str(TOOLS / tool),
        "--config",
        str(CONFIGURED / configuration),
        "--formatter",
        "unix",
    ]
    environment = os.environ | {"BROWSERSLIST_CONFIG": str(ROOT / "package.json")}  # else sought above each sheet
    told = subprocess.run(
        [*command, f"{folder}/*.css"], cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )
    said = told.stdout + told.stderr
    return [f"/{number}.css:" in said for number in range(len(sheets))]


def test_what_an_old_browser_would_lose_is_refused(tmp_path: Path) -> None:
    refused = faults(tmp_path, list(REFUSED.values()))
    assert [name for name, seen in zip(REFUSED, refused, strict=True) if not seen] == []


def test_what_it_draws_as_others_do_is_taken(tmp_path: Path) -> None:
    assert faults(tmp_path, list(TAKEN)) == [False] * len(TAKEN)


def test_a_phone_receives_rules_and_no_comment() -> None:
    written = "".join((styles.FOLDER / f"{name}.css").read_text() for name in styles.SHEETS)
    sent = styles.joined().decode()
    assert "/*" not in sent
    assert len(sent) < 0.9 * len(written)
    rules = re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL)
    assert "".join(sent.split()) == "".join(re.sub(r'url\("\.\./([^"]+)"\)', stamped, rules).split())


def stamped(found: re.Match[str]) -> str:
    """The address of a file that a sheet shows, as a browser asks for it."""
    return f'url("{stamps.stamped(found[1])}")'

"""What every template keeps to, whoever writes it."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from boite.web.styles import SHEETS
from boite.web.templating import environment
from tests.each_of import each_of

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "boite" / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
IDS = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]


def pages() -> list[str]:
    """The templates of pages: mails, and the index that a person opens from her own disk, follow other rules."""
    return [name for name in IDS if not name.startswith("emails/") and name != "boxes/export_index.html"]


@each_of(pages())
def test_nothing_is_written_inline(name: str) -> None:
    """Our policy refuses inline styles, scripts and handlers: the browser would drop them in silence.

    A block of data for search engines (schema.org, JSON-LD) is no script: nothing runs it, no policy stops it.
    """
    text = (ROOT / "templates" / name).read_text().replace('<script type="application/ld+json">', "")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text)


@each_of(TEMPLATES, lambda path: path.name)
def test_compiles_and_imports_what_exists(path: Path) -> None:
    environment().get_template(str(path.relative_to(ROOT / "templates")))
    for source, names in re.findall(r'{% from "([^"]+)" import ([^%]+?)(?: with context)? %}', path.read_text()):
        macros = (ROOT / "templates" / source).read_text()
        for name in names.split(","):
            assert re.search(rf"macro {name.split(' as ')[0].strip()}\(", macros), f"{name} is not in {source}"


def readers(name: str) -> set[str]:
    """A template, and all those that include it, near or far."""
    found, waiting = set[str](), {name}
    while waiting:
        found |= waiting
        quoted = [f'"{each}"' for each in waiting]
        waiting = {other for other in IDS if any(each in TEXTS[other] for each in quoted)} - found
    return found


TEXTS = dict(zip(IDS, (path.read_text() for path in TEMPLATES), strict=True))
MACROS = {found for text in TEXTS.values() for found in re.findall(r"{% macro ([a-z]\w*)\(", text)}


@each_of(IDS)
def test_each_macro_that_is_called_is_imported(name: str) -> None:
    """By the template itself, or by one that includes it."""
    called = {found for found in re.findall(r"(?<![\w.|])([a-z]\w*)\(", TEXTS[name]) if found in MACROS}
    said = "".join(TEXTS[other] for other in readers(name))
    missing = {macro for macro in called if not re.search(rf"(?:import[^%]*|macro ){macro}\b", said)}
    assert not missing


def test_each_macro_is_documented() -> None:
    for path in (ROOT / "templates" / "components").glob("*.html"):
        text = path.read_text()
        for name in re.findall(r"{% macro ([a-z]\w*)\(", text):
            assert re.search(rf"{{# (?:{{% call )?{name}\(|{{% call {name}\(", text), name


UNSEEN = {"menu.html", "reading.html"}
"""The menu is on every page; hidden fields have nothing to show."""


def test_the_atelier_shows_each_component() -> None:
    shown = [*(ROOT / "templates" / "styleguide").glob("*.html"), ROOT / "templates" / "base.html"]
    said = "".join(path.read_text() for path in shown)
    components = {path.name for path in (ROOT / "templates" / "components").glob("*.html")} - UNSEEN
    assert {name for name in components if f'"components/{name}"' not in said} == set()


def test_each_style_sheet_is_linked() -> None:
    here_and_there = "".join(path.read_text() for path in TEMPLATES)
    for sheet in (STATIC / "css").glob("*.css"):
        assert sheet.stem in SHEETS or f"css/{sheet.name}" in here_and_there, sheet.name


def test_icons_are_drawn_once_and_named_rightly() -> None:
    sprite = ElementTree.parse(STATIC / "img" / "icons.svg").getroot()  # noqa: S314  our own file
    drawn = [symbol.attrib["id"] for symbol in sprite if "id" in symbol.attrib]
    assert len(drawn) == len(set(drawn))
    for path in TEMPLATES:
        asked = re.findall(r'(?:icon_name=|{{ icon\()"([a-z-]+)"', path.read_text())
        assert set(asked) <= set(drawn), path


def test_no_package_index_in_the_lock() -> None:
    assert "http" not in (ROOT / "package-lock.json").read_text()


DECLARED = re.compile(r"^(?:const|let|var|class|(?:async )?function\*?)\s+(\w+)", re.MULTILINE)
SCRIPT = re.compile(r"<script[^>]*static\(\"(js/[\w-]+\.js)\"\)[^>]*>")


@each_of(IDS)
def test_scripts_of_one_page_share_no_name(name: str) -> None:
    """Classic scripts have one list of names for them all: the last `function put` would be everybody's."""
    found = [match for each in {name, "base.html"} for match in SCRIPT.finditer(TEXTS[each])]
    scripts = {match[1] for match in found if "module" not in match[0]}
    told = [each for script in scripts for each in DECLARED.findall((STATIC / script).read_text(encoding="utf-8"))]
    assert sorted(told) == sorted(set(told))


def test_a_small_phone_takes_the_small_picture() -> None:
    """Of 320, 640 and 1280 px: a column of 360 px, at two pixels each, is said to be 640 px wide at most, not 649."""
    said = [width for path in TEMPLATES for width in re.findall(r"\b(\d+)vw\b", path.read_text())]
    assert said
    assert {width for width in said if int(width) / 100 * 360 * 2 > 640} == set()

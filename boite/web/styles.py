"""The style sheets, joined in one answer: each request is slow on an old phone, and we like small files."""

from __future__ import annotations

import hashlib
import re
import time
from functools import lru_cache

from boite.web import stamps

FOLDER = stamps.FOLDER / "css"
FILE = re.compile(r'url\("\.\./([^"]+)"\)')
"""A file that a sheet shows, addressed from its own place."""
ASIDE = re.compile(r"/\*.*?\*/|^[ \t]+|\n(?=\s*\n)", re.DOTALL | re.MULTILINE)
"""What only people read of a sheet: comments, margins and empty lines. A quarter of what a phone would receive."""
SHEETS = (
    *(
        "tokens",
        "face",
        "base",
        "text-styles",
        "layout",
        "skip",
        "lid",
        "brand",
        "lid-desk",
        "shared-band",
        "ease",
        "menu",
        "menu-bar",
    ),
    *(
        "menu-bar-fixed",
        "footer",
        "line",
        "seats",
        "thumbnail",
        "box-picture",
        "home",
        "home-wide",
        "desk-read",
        "welcome",
        "assurances",
        "urgent",
        "welcome-wide",
    ),
    *("icon", "button", "field", "select", "choice", "notice", "both-texts", "card"),
    *("tile", "badge", "gauge", "node-row", "node-row-widths", "papers", "paper", "trash"),
    *("action-menu", "action-sheet"),
    *(
        "folder-choices",
        "all-papers",
        "breadcrumb",
        "pagination",
        "empty-state",
        "progress",
        "deposit-line",
        "photo-pages",
        "drop",
    ),
    *("tabs", "stepper", "step", "passphrase", "table", "journal"),
    *(
        "keeping",
        "changes",
        "opening",
        "structure-card",
        "map",
        "finding",
        "filters",
        "finder",
        "structure-sheet",
        "structure-paper",
    ),
    *(
        "open-data",
        "questions",
        "fold-line",
        "answers",
        "answer",
        "desk",
        "steering",
        "matrix",
        "desk-widths",
        "answer-sheet",
        "guide",
    ),
    *("handouts-paper", "news", "prose", "writing-desk", "attach", "picture", "library", "resource", "portrait"),
    *(
        "figures",
        "headcounts",
        *("tints", "charts", "charts-trend", "pyramid", "heat", "charts-map", "takeaways"),
        "portrait-list",
        "kept",
        "agenda",
        "event-list",
        "month",
        "feedback",
        "stages",
        "event-desk",
        "step-links",
        "chip",
        "event-editor",
        "letter-composer",
        "message",
        "channels",
        "install",
    ),
    *("letter", "letter-paper", "rtl", "flex-gap", "flex-gap-wrapped", "print", "report-paper", "forced-colors"),
)
"""In order: measures, elements, layout, components, then what overrides them. One component, one file."""
PATH = "css/boite.css"
"""Where the joined sheet is served, under /static. No file has this name."""


def joined() -> bytes:
    """Every sheet, one after the other."""
    return _joined(tuple((FOLDER / f"{name}.css").stat().st_mtime_ns for name in SHEETS))


@lru_cache(maxsize=2)
def _joined(modified: tuple[int, ...]) -> bytes:
    """`modified` renews it while one works on a sheet."""
    text = "\n".join((FOLDER / f"{name}.css").read_text() for name in SHEETS)
    return FILE.sub(lambda found: f'url("{stamps.stamped(found[1])}")', ASIDE.sub("", text)).encode()


def address() -> str:
    """The joined sheet's address, stamped by its digest."""
    return _address(int(time.monotonic()))


@lru_cache(maxsize=2)
def _address(second: int) -> str:
    """The sheets are looked at once a second at most."""
    return f"/static/{PATH}?v={hashlib.sha256(joined()).hexdigest()[:10]}"

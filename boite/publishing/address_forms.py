"""What the address of a list asks for, and back: the same words for every kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlencode

from boite.directory.sheet import publics
from boite.publishing.listing import Wanted
from boite.publishing.topics import TOPICS
from boite.web.forms import Form, page_number

EVERYWHERE = "tout"
"""In an address: every territory, every public, whatever is known of the person."""


def fields(query: Form, territories: Collection[str], default: Wanted) -> dict[str, Any]:
    """The fields of `Wanted` in an address. What it does not know is not asked: an old link still shows something."""
    territory, topics = query.raw("territoire"), query.all("theme")
    public, also = query.raw("public"), query.all("aussi")
    says_nothing = not (territory or public or also or topics)
    return {
        "territory": _of(territory, territories, default.territory),
        "public": publics.said(public, *also) if public or also else default.public,
        "topics": default.topics if says_nothing else tuple(code for code in TOPICS if code in topics),
        "words": " ".join(query.raw("mots")[:200].split()),
        "page": page_number(query.raw("page")),
    }


def _of(value: str, known: Collection[str], default: str) -> str:
    if not value:
        return default
    return value if value in known else ""


def query_of(wanted: Wanted, own: Iterable[tuple[str, str]] = ()) -> str:
    """What is wanted, as the shareable end of an address, less its page. « Everything » is said too.

    `own`: what only one kind asks for.
    """
    pairs = [("territoire", wanted.territory or EVERYWHERE), ("public", wanted.public or EVERYWHERE)]
    pairs += [("theme", code) for code in wanted.topics]
    pairs += own
    pairs += [("mots", wanted.words)] if wanted.words else []
    return urlencode(pairs)

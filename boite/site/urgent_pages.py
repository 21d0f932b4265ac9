"""« C'est urgent »: the numbers of needs that do not wait before anything else, then who is open near."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.directory.search.urgent import open_near
from boite.directory.search.urgent_numbers import NUMBERS
from boite.directory.search_engine.search import Hit
from boite.directory.sheet import phrases
from boite.directory.sheet.card_words import card_words
from boite.languages.messages import sentences
from boite.orientation.asking import seeker_pages
from boite.web.addresses import Addresses, addresses
from boite.web.templating import render

DANGERS = frozenset({"112", "114"})
"""The numbers for a danger now, which stand out."""


async def urgent(request: Request) -> Response:
    """The numbers, then three structures that are open around where somebody is, if they said so."""
    asking = await seeker_pages.person_asking(request)
    hits = await open_near(asking.place) if asking.place else []
    return render(
        request,
        "site/urgent.html",
        numbers=NUMBERS,
        dangers=DANGERS,
        asking=asking,
        open_now=[_line(hit, addresses(request.app)) for hit in hits],
    )


def _line(hit: Hit, url: Addresses) -> dict[str, Any]:
    words = card_words(hit.structure, hit.point)
    state = words["state"].words if words["state"] else ""
    return {
        "name": hit.structure["name"],
        "href": url("directory:sheet", slug=hit.structure["slug"]),
        "fact": sentences(phrases.far(hit.distance, first=True), state),
    }

"""The page of one structure: everything that is known of it, and where to go when it is no longer there."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.access import directory as door
from boite.directory.maintenance import closure
from boite.directory.places.lookup import Place
from boite.directory.places.map.drawing import Map, Spot, helpful
from boite.directory.search import result_cards, search_forms
from boite.directory.search_engine import search
from boite.directory.search_engine.search import SearchCriteria
from boite.directory.sheet import loading, phrases, sheet_words, structured_data
from boite.directory.sheet.contact_card_pages import sheet_address
from boite.directory.sheet.ending_rows import Ending
from boite.directory.sheet.gone import is_gone
from boite.directory.sheet.loading import Sheet
from boite.directory.sheet.structure_rows import Structure
from boite.web.addresses import addresses
from boite.web.templating import render

ALIKE = 3
"""Structures of the same network shown on the sheet of one that closed."""
SUMMARY = 160
"""Characters of the description that search engines and messages show."""


async def sheet(request: Request) -> Response:
    """The sheet; where another structure follows, its own for good (301), unless `?fiche=1` asks for the old one."""
    structure = await door.structure(request.state.user, request.path_params["slug"])
    found = await loading.read(structure)
    if found.ending and found.ending.successor_id and "fiche" not in request.query_params:
        return await _leave(request, structure)
    return render(request, "directory/sheet.html", **await _said(request, found))


async def _leave(request: Request, structure: Structure) -> Response:
    follows = await closure.heir(structure)
    address = addresses(request.app)("directory:sheet", slug=follows.slug)
    return RedirectResponse(f"{address}?depuis={structure.slug}", status_code=301)


async def _said(request: Request, found: Sheet) -> dict[str, Any]:
    structure, living = found.structure, found.ending is None
    ends = found.announced.since if found.announced else None
    address = sheet_address(request, found)
    return {
        "sheet": found,
        "structure": structure,
        "address": address,
        "summary": _summary(structure),
        "data": structured_data.of_sheet(found, address),
        "places": [sheet_words.place(point, at, living=living, ends=ends) for at, point in enumerate(found.points, 1)],
        "services": [sheet_words.service(row, found) for row in found.services],
        "call": phrases.call(structure.phone),
        "site": phrases.site(structure.website),
        "online": phrases.site(structure.online),
        "languages": sheet_words.languages(structure.languages),
        "checked": sheet_words.checked(structure.checked_on, found.checked_by),
        "ended": sheet_words.ended(found.ending, structure.name) if found.ending else "",
        "announced": sheet_words.announced(found.announced, structure.name) if found.announced else "",
        "arrived": await _arrived(request, structure),
        "replaced": [(row.structure, sheet_words.followed(row, row.structure.name)) for row in found.replaced],
        "alike": await _alike(request, found) if found.ending and not found.ending.successor_id else [],
        "plan": await _plan(found),
        "rights": await door.rights(request.state.user, structure),
    }


def _summary(structure: Structure) -> str:
    text = " ".join(structure.description.split())
    return text if len(text) <= SUMMARY else text[:SUMMARY].rsplit(" ", 1)[0] + "…"


async def _arrived(request: Request, structure: Structure) -> str:
    """What to tell somebody led here by the address of a structure that ended; nothing where that is not so."""
    slug = request.query_params.get("depuis", "")[:120]
    row = await Ending.get_or_none(structure__slug=slug).select_related("structure") if slug else None
    if row is None or not is_gone(row.since) or (await closure.heir(row.structure)).id != structure.id:
        return ""
    return sheet_words.followed(row, row.structure.name)


async def _plan(found: Sheet) -> Map | None:
    """The places of the sheet, on a map of their surroundings, where they are enough for one."""
    spots = [
        Spot(latitude=point.latitude, longitude=point.longitude, number=str(number), name=point.name or point.city)
        for number, point in enumerate(found.points, 1)
        if point.latitude is not None and point.longitude is not None
    ]
    return await helpful(spots)


async def _alike(request: Request, found: Sheet) -> list[dict[str, Any]]:
    """The nearest structures of the same network, for somebody whose structure closed without any that follows."""
    if not found.networks:
        return []
    point = found.located[0] if found.located else None
    near = (
        Place(point.commune_id or "", point.city, point.latitude, point.longitude, found.structure.territory_id)
        if point and point.latitude is not None and point.longitude is not None
        else None
    )
    wanted = SearchCriteria(network=found.networks[0].code, place=near, radius=search.RADII[-1])
    hits = (await search.search(wanted)).hits
    living = [hit for hit in hits if not hit.structure["ended"]][:ALIKE]
    lists = await search_forms.lists()
    return result_cards.cards(search.SearchResults(hits=living), lists, addresses(request.app))

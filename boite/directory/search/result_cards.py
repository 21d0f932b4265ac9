"""What a search found, as its page says it: cards, marks of the map, and the ways to look further."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boite.directory.models import REGION
from boite.directory.places.map.drawing import Map, Spot, helpful
from boite.directory.search.search_forms import Lists, SearchQuery
from boite.directory.search_engine.search import PAGE, RADII, Hit, SearchResults
from boite.directory.sheet import needs, publics
from boite.directory.sheet.card_words import card_words, helpline
from boite.directory.sheet.languages import LANGUAGES
from boite.text.french import NARROW, distance_fr
from boite.web.addresses import Addresses

WHOLE_REGION = "Chercher dans toute la région"


def cards(
    found: SearchResults, lists: Lists, url: Addresses, page: int = 1, *, mapped: bool = True
) -> list[dict[str, Any]]:
    """One card for each hit, numbered as on the map; with a link to a plan of its own where there is no map."""
    first = (page - 1) * PAGE + 1
    numbered = [_card(hit, number, lists.networks, url) for number, hit in enumerate(found.hits, first)]
    return [card | {"plan": ""} for card in numbered] if mapped else numbered


def apart(found: SearchResults, lists: Lists, url: Addresses) -> list[dict[str, Any]]:
    """One card for each structure whose place is not known. It has no number: it is not on the map."""
    return [_card(hit, 0, lists.networks, url) | {"plan": ""} for hit in found.apart]


def _card(hit: Hit, number: int, networks: Mapping[str, dict[str, Any]], url: Addresses) -> dict[str, Any]:
    structure = hit.structure
    return {
        "number": number,
        "name": structure["name"],
        "href": url("directory:sheet", slug=structure["slug"]) + ("?fiche=1" if structure["ended"] else ""),
        "networks": [networks[code]["short_name"] for code in structure["networks"][:2] if code in networks],
        "distance": distance_fr(hit.distance),
        "named": hit.named,
        **card_words(structure, hit.point),
    }


async def plan(found: SearchResults, page: int = 1, territory: str = "") -> Map | None:
    """The map of a page of results; None where it would not help."""
    first = (page - 1) * PAGE + 1
    spots = [
        Spot(
            latitude=hit.point["latitude"],
            longitude=hit.point["longitude"],
            number=str(number),
            href=f"#resultat-{number}",
            name=hit.structure["name"],
        )
        for number, hit in enumerate(found.hits, first)
        if hit.point and hit.point["latitude"] is not None
    ]
    where = found.place
    return await helpful(
        spots, place=(where.name, where.latitude, where.longitude) if where else None, territory=territory
    )


def helper(found: SearchResults, asked: SearchQuery, lists: Lists) -> dict[str, Any]:
    """Who to call: the help of the territory looked at, else that of the region."""
    near = found.place.territory_id if found.place else None
    return help_of(asked.wanted.territory or near or REGION, lists)


def help_of(code: str, lists: Lists) -> dict[str, Any]:
    """The help phone of a territory, or the region's where it has none; empty where nobody has one."""
    asked = (lists.territories.get(code), lists.territories.get(REGION))
    return next((said for row in asked if row and (said := helpline(row))), {})


def filters(asked: SearchQuery, lists: Lists) -> list[tuple[str, str, str]]:
    """What narrows the search: name of the field, its words, and the query without it."""
    wanted = asked.wanted
    said = {
        "rayon": f"À moins de {wanted.radius}{NARROW}km" if asked.values["rayon"] else "",
        "public": publics.in_words(wanted.public) if wanted.public else "",
        "besoin": needs.label(wanted.need) if wanted.need else "",
        "reseau": lists.networks[wanted.network]["short_name"] if wanted.network else "",
        "territoire": lists.territories[wanted.territory]["name"] if wanted.territory else "",
        "langue": f"On y parle : {LANGUAGES[wanted.language]}" if wanted.language else "",
        "ouvert": "Ouvert maintenant" if wanted.open_at else "",
    }
    return [(name, words, asked.query(**{name: ""})) for name, words in said.items() if words]


def wider(asked: SearchQuery, found: SearchResults) -> tuple[str, str] | None:
    """The next circle: its words and its query; None where the search already looks everywhere."""
    if not found.place:
        return None
    larger = next((radius for radius in RADII if radius > asked.wanted.radius), None)
    if larger:
        return f"Chercher jusqu'à {larger}{NARROW}km", asked.query(rayon=larger)
    # A place said among the words, and not in its own field, would come back: there, words are only removed.
    return (WHOLE_REGION, asked.query(ou="", rayon="")) if asked.values["ou"] else None

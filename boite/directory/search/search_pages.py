"""The page where people look for a structure, as they type or with a plain button; and the communes proposed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from boite.directory.places import lookup
from boite.directory.search import missed_searches, result_cards
from boite.directory.search import search_forms as asking
from boite.directory.search.search_forms import Lists, SearchQuery
from boite.directory.search.urgent import is_urgent, search_urgently
from boite.directory.search.urgent_numbers import NUMBERS
from boite.directory.search.use_counts import SEARCHES, profile_of
from boite.directory.search_engine import search as searching
from boite.directory.search_engine.search import RADII, SearchResults
from boite.directory.sheet import needs, publics
from boite.directory.sheet.languages import LANGUAGES
from boite.orientation.asking import question_search
from boite.text.french import of_fr
from boite.web import counting, crawlers, forms, kept_place
from boite.web.addresses import addresses
from boite.web.templating import is_partial, render

QUESTIONS = 3
"""Questions proposed where no structure is found."""
TYPING = "hx-trigger-name"
"""The header of a search made as somebody types, before they have finished."""


async def search(request: Request) -> Response:
    """The form and what it finds; the part that changes alone, for a partial request. Raises Invalid."""
    lists = await asking.lists()
    asked = await asking.asked(forms.query(request), lists)
    seek = search_urgently if is_urgent(asked.values["mots"]) else searching.search
    found = await seek(asked.wanted) if asked else SearchResults()
    if asked and asked.wanted.page == 1 and _means_it(request):
        await _note(request, asked, found)
    response = render(
        request,
        "directory/_results.html" if is_partial(request) else "directory/search.html",
        alone=is_partial(request),
        asked=asked,
        lists=lists,
        publics=publics,
        needs=[(need.code, need.label) for need in needs.NEEDS],
        languages=[(code, name) for code, name in LANGUAGES.items() if code != "fr"],
        radii=RADII,
        **await _results(request, asked, found, lists),
    )
    # The address to share: without the fields that say nothing.
    query = asked.query(page=asked.wanted.page if asked.wanted.page > 1 else "")
    kept_place.keep(request, response, found.place.code if found.place else "")
    response.headers["hx-replace-url"] = addresses(request.app)("directory:search") + (f"?{query}" if query else "")
    return response


async def _results(request: Request, asked: SearchQuery, found: SearchResults, lists: Lists) -> dict[str, Any]:
    """What the partial says."""
    page, here = asked.wanted.page, addresses(request.app)("directory:search")
    plan = await result_cards.plan(found, page, asked.wanted.territory)
    filters = result_cards.filters(asked, lists)
    name, label = ("", "") if asked.values["ou"] else await _home(request)
    return {
        "found": found,
        "cards": result_cards.cards(found, lists, addresses(request.app), page, mapped=plan is not None),
        "apart": result_cards.apart(found, lists, addresses(request.app)),
        "plan": plan,
        "helper": result_cards.helper(found, asked, lists),
        "filters": filters,
        "chosen": [(words, f"{here}?{query}") for _, words, query in filters],
        "near": (f"Près {of_fr(name)}", f"{here}?{asked.query(ou=label)}") if name else (),
        "wider": result_cards.wider(asked, found),
        "here": here,
        "urgent": NUMBERS if is_urgent(asked.values["mots"]) else (),
        **await _questions(request, asked, found),
        "previous": f"{here}?{asked.query(page=page - 1)}" if page > 1 else "",
        "following": f"{here}?{asked.query(page=found.next_page)}" if found.next_page else "",
    }


async def _home(request: Request) -> tuple[str, str]:
    """The name and the label of the commune where this person lives, or where this visitor looked from."""
    user = request.state.user
    if user is not None:
        return user.commune_name, user.commune
    code = kept_place.kept(request)
    place = await lookup.find_place(code) if code else None
    return (place.name, place.label) if place else ("", "")


async def _questions(request: Request, asked: SearchQuery, found: SearchResults) -> dict[str, Any]:
    """Where no structure answers: the questions that these words lead to, and the words, for whoever asks there."""
    words, url = asked.values["mots"], addresses(request.app)
    if not words or found.total:
        return {"questions": [], "said": ""}
    query = urlencode({"mots": words} | ({"ou": asked.values["ou"]} if asked.values["ou"] else {}))
    alike = (await question_search.catalogue()).find(words)[:QUESTIONS]
    links = [(each.words, url("orientation:where", slug=each.slug) + (f"?{query}" if query else "")) for each in alike]
    return {"questions": links, "said": f"?{query}"}


def _means_it(request: Request) -> bool:
    """Whether a person asked for this, and does not type any more."""
    return TYPING not in request.headers and crawlers.by_somebody(request)


async def _note(request: Request, asked: SearchQuery, found: SearchResults) -> None:
    """A search is counted, never with who; one that found nothing is kept for the coordinators, with its words."""
    territory = asked.wanted.territory or (found.place.territory_id if found.place else "") or ""
    counting.count(request, SEARCHES, profile_of(request.state.user).value, territory)
    if not (found.total or found.apart):
        await missed_searches.note_missed(counting.tally(request), asked.wanted.words, "directory", territory)


async def communes(request: Request) -> Response:
    """The communes that a beginning may mean, for the list under the field « Où ? »."""
    typed = forms.query(request).raw("debut").strip()[: asking.LONGEST]
    found = await lookup.suggestions(typed) if typed else []
    response = JSONResponse([place.label for place in found])
    response.headers["cache-control"] = "public, max-age=3600"
    return response

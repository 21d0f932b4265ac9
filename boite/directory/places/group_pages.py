"""The pages of a network and of a territory: what they are, and their structures."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.directory.places.network_rows import LONGEST_CODE, NameKind, Network, NetworkName
from boite.directory.places.place_rows import REGION
from boite.directory.search import result_cards, search_forms
from boite.directory.search_engine import search
from boite.directory.search_engine.search import SearchCriteria
from boite.directory.sheet import loading
from boite.errors import NotFound
from boite.web.addresses import addresses
from boite.web.templating import render


async def network(request: Request) -> Response:
    """A network: every name that it has had, and its structures. Raises NotFound."""
    code = request.path_params["code"]
    found = await Network.get_or_none(code=code) if len(code) <= LONGEST_CODE else None
    if found is None:
        raise NotFound
    [said] = await loading.networks_said([found.code])
    others = await NetworkName.filter(network_id=found.code, kind=NameKind.ALIAS).order_by("name")
    return render(
        request,
        "directory/network.html",
        network=said,
        others=[row.name for row in others if row.name != found.short_name],
        **await _structures(request, SearchCriteria(network=found.code)),
    )


async def territory(request: Request) -> Response:
    """A territory: who to call, its networks, its structures and its map. Raises NotFound."""
    lists = await search_forms.lists()
    code = request.path_params["code"]
    if code not in lists.territories:
        raise NotFound
    return render(
        request,
        "directory/territory.html",
        territory=lists.territories[code],
        lists=lists,
        helper=result_cards.help_of(code, lists),
        **await _structures(request, SearchCriteria(territory="" if code == REGION else code)),
    )


async def _structures(request: Request, wanted: SearchCriteria) -> dict[str, Any]:
    """A first page of structures, and their map where it helps."""
    found = await search.search(wanted)
    plan = await result_cards.plan(found, territory=wanted.territory)
    lists, url = await search_forms.lists(), addresses(request.app)
    return {"found": found, "cards": result_cards.cards(found, lists, url, mapped=plan is not None), "plan": plan}

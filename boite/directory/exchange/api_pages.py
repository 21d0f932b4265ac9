"""The directory for programs: the same search as the page's, and one structure, as JSON. Public, without any key."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.directory.exchange import existing_rows
from boite.directory.exchange.open_data_pages import OPEN
from boite.directory.exchange.schema_writing import service_object, structure_object
from boite.directory.maintenance import closure
from boite.directory.models import Ending, Network, Service, Structure
from boite.directory.search import search_forms
from boite.directory.search_engine import search as searching
from boite.directory.search_engine.search import Hit
from boite.directory.sheet.fields import POINT, chosen
from boite.directory.sheet.gone import is_gone
from boite.errors import Invalid, NotFound
from boite.web import caching, forms
from boite.web.addresses import addresses

View = Callable[[Request], Awaitable[dict[str, Any]]]
Answer = Callable[[Request], Awaitable[Response]]
STATUS: Mapping[type[Exception], int] = {Invalid: 422, NotFound: 404}
PLACE = {field.api: column for column, field in chosen(POINT, lambda field: field.api).items()}


def answers_json(view: View) -> Answer:
    """A program gets JSON whatever happens, and 304 where it already has the same answer."""

    @wraps(view)
    async def answered(request: Request) -> Response:
        try:
            return _answer(request, await view(request))
        except (Invalid, NotFound) as error:
            fields = error.fields if isinstance(error, Invalid) else {}
            told = {"erreur": error.message, **({"champs": fields} if fields else {})}
            return _answer(request, told, STATUS[type(error)])

    return answered


def _answer(request: Request, told: dict[str, Any], status: int = 200) -> Response:
    body = json.dumps(told, ensure_ascii=False).encode()
    headers = {**OPEN, "etag": caching.mark_of_data(body.decode())}
    if status == 200:
        caching.check_expected(request, headers["etag"])
        if caching.known(request, headers["etag"]):
            return Response(status_code=304, headers=headers)
    return Response(body, status, headers, "application/json")


@answers_json
async def search(request: Request) -> dict[str, Any]:
    """What a search finds: `mots`, `ou`, `rayon`, `public`, `besoin`, `reseau`, `territoire`, `ouvert`, `page`."""
    lists = await search_forms.lists()
    asked = await search_forms.asked(forms.query(request), lists)
    if asked.where.lost:
        near = ", ".join(place.label for place in asked.where.others)
        raise Invalid(fields={"ou": "Ce lieu n'est pas connu." + (f" Peut-être : {near}." if near else "")})
    found = await searching.search(asked.wanted)
    here = _whole(request, "directory:api_search")
    return {
        "resultats": [_hit(request, hit) for hit in found.hits],
        "lieu_inconnu": [_hit(request, hit) for hit in found.apart],
        "total": found.total,
        "plus_de_resultats": found.capped,
        "lieu": found.place.label if found.place else None,
        "mots_corriges": found.corrected,
        "mots_inconnus": found.ignored,
        "suite": f"{here}?{asked.query(page=found.next_page)}" if found.next_page else None,
    }


def _hit(request: Request, hit: Hit) -> dict[str, Any]:
    row, point = hit.structure, hit.point
    return {
        "nom": row["name"],
        "fiche": _whole(request, "directory:sheet", slug=row["slug"]),
        "donnees": _whole(request, "directory:api_structure", slug=row["slug"]),
        "reseaux": row["networks"],
        "telephone": row["phone"] or None,
        "langues": row["languages"],
        "territoire": row["territory_id"],
        "fin": row["ended"] or None,
        "fin_prevue": {"sorte": row["end"], "le": row["ends"].isoformat()} if row["ends"] else None,
        "distance_km": None if hit.distance is None else round(hit.distance, 1),
        "lieu": {key: _plain(point[column]) for key, column in PLACE.items()} if point else None,
    }


def _plain(value: Any) -> Any:
    return None if value in (None, "") else value if isinstance(value, float) else str(value)


@answers_json
async def structure(request: Request) -> dict[str, Any]:
    """One structure in the data·inclusion schema with our keys, its services, and what became of it."""
    row = await door.structure(request.state.user, request.path_params["slug"])
    [kept] = await existing_rows.by_ids([row.id])
    networks = {each["code"]: each["di_code"] for each in await Network.all().values("code", "di_code")}
    services = await Service.filter(structure_id=row.id).order_by("rank", "id")
    return {
        "fiche": _whole(request, "directory:sheet", slug=row.slug),
        "structure": structure_object(kept, networks),
        "services": [service_object(each, kept) for each in services],
        **await _end(request, row),
    }


async def _end(request: Request, row: Structure) -> dict[str, Any]:
    """Why and since when it is no longer there, or will not be, and which one follows."""
    end = await Ending.get_or_none(structure_id=row.id)
    if end is None:
        return {"fin": None, "fin_prevue": None}
    heir = await closure.heir(row, announced=True)
    follows = None if heir.id == row.id else _whole(request, "directory:api_structure", slug=heir.slug)
    told = {"sorte": str(end.kind), "suite": follows}
    if is_gone(end.since):
        return {"fin": told | {"depuis": end.since.isoformat()}, "fin_prevue": None}
    return {"fin": None, "fin_prevue": told | {"le": end.since.isoformat()}}


def _whole(request: Request, name: str, **values: Any) -> str:
    """An address that a program may use from anywhere."""
    base: str = request.app.state.settings.base_url.rstrip("/")
    return f"{base}{addresses(request.app)(name, **values)}"

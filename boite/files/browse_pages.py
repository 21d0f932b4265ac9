"""The pages by which one finds one's papers: by type, by folder."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.errors import NotFound
from boite.files import ceiling, home_pages, node_lists, uploads
from boite.files.document_types import BY_CODE, DOCUMENT_TYPES
from boite.files.list_rows import drawn, shown
from boite.files.quota import GAUGE_FROM
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.templating import render

LATEST = 8
"""Papers that the first page shows as they look."""


async def home(request: Request) -> Response:
    """« Mes papiers »: a search, the folders, the types, the last ones as they look."""
    user = current_user(request)
    root = await door.root(user)
    space = await door.space(user)
    types = _types(await node_lists.type_counts(space.id))
    context: dict[str, Any] = {
        "root": root,
        "gauge": await space.gauge(),
        "held": await ceiling.nearly(space.id),
        "gauge_from": GAUGE_FROM,
        "types": types,
        "count": sum(row["count"] for row in types),
        "recent": shown(await node_lists.recent(space.id, LATEST), addresses(request.app)),
        "waiting": await uploads.unfinished(user.id),
        "folders": await node_lists.children(root.id),
    }
    return render(request, "files/home.html", **context)


def _types(counts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The types that hold something: the fullest first, then in the order of the vocabulary."""
    found = {row["code"]: int(row["count"]) for row in counts}
    held = [{"type": item, "count": found[item.code]} for item in DOCUMENT_TYPES if item.code in found]
    return sorted(held, key=lambda row: -row["count"])


async def by_type(request: Request) -> Response:
    """The papers of one type, the last changed first."""
    space = await door.space(current_user(request))
    kind = BY_CODE.get(request.path_params["code"])
    if kind is None:
        raise NotFound
    number = forms.query(request).integer("page", 1, 10_000) or 1
    found = await node_lists.search(space.id, node_lists.ListingCriteria(document_type=kind.code, page=number))
    return render(
        request,
        "files/type.html",
        kind=kind,
        rows=drawn(found.rows, addresses(request.app), "choix"),
        page=number,
        after=found.after,
    )


async def folders(request: Request) -> Response:
    """The top of the tree, under an address that one can remember."""
    root = await door.root(current_user(request))
    return RedirectResponse(request.app.url_path_for("files:browse", node=root.id), status_code=303)


async def browse(request: Request) -> Response:
    """A page of a folder. Raises NotFound for an invalid mark."""
    folder = await door.folder(current_user(request), request.path_params["node"], Right.READ)
    after = forms.query(request).raw("apres")
    page = await node_lists.folder(folder.id, after)
    place = await home_pages.home(request, folder.space)
    return render(
        request,
        "files/browse.html",
        folder=folder,
        path=await folder.path(),
        home=place,
        rows=drawn(page.rows, addresses(request.app), "choix"),
        first=not after,
        after=page.after,
    )

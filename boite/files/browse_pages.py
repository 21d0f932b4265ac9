"""The pages by which one finds one's papers: all of them, or folder by folder."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.errors import NotFound
from boite.files import all_papers, ceiling, home_pages, node_lists, uploads
from boite.files.document_types import BY_CODE
from boite.files.list_rows import drawn, shown
from boite.files.quota import GAUGE_FROM
from boite.languages.messages import _
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.forms import Form
from boite.web.templating import render

MAIN_TYPES = 5
"""Types of papers that are chips at once: the fullest ones."""
GRID, LIST = VIEWS = ("grille", "liste")
ORDER_WORDS = (
    (all_papers.RECENT, _("Les plus récents")),
    (all_papers.NAMED, _("Par nom")),
    (all_papers.ENDING, _("Bientôt à remplacer")),
    (all_papers.HEAVY, _("Les plus lourds")),
)


async def home(request: Request) -> Response:
    """« Mes papiers », the one root: a search, the folders, the types, the papers. Raises Invalid."""
    user, url = current_user(request), addresses(request.app)
    root, space = await door.root(user), await door.space(user)
    wanted = _wanted(forms.query(request))
    found = await all_papers.page(
        space.id, document_type=wanted["type"], order=wanted["tri"], number=int(wanted["page"])
    )
    types = all_papers.fullest_first(await node_lists.type_counts(space.id), list(BY_CODE))
    in_list = wanted["vue"] == LIST
    context: dict[str, Any] = {
        "root": root,
        "gauge": await space.gauge(),
        "held": await ceiling.nearly(space.id),
        "gauge_from": GAUGE_FROM,
        "types": [(BY_CODE[code], count) for code, count in types],
        "main_types": MAIN_TYPES,
        "kind": BY_CODE.get(wanted["type"]),
        "count": sum(count for _, count in types),
        "rows": drawn(found.rows, url, "choix") if in_list else shown(found.rows, url),
        "in_list": in_list,
        "orders": ORDER_WORDS,
        "wanted": wanted,
        "here": partial(_here, url("files:home"), wanted),
        "page": int(wanted["page"]),
        "after": found.after,
        "waiting": await uploads.unfinished(user.id),
        "folders": await node_lists.children(root.id),
        "counts": await all_papers.counts_by_folder(root.id),
    }
    return render(request, "files/home.html", **context)


def _wanted(query: Form) -> dict[str, str]:
    """What the address asks for. Raises Invalid where a field makes no sense."""
    return {
        "type": query.choice("type", ("", *BY_CODE)),
        "tri": query.choice("tri", all_papers.ORDERS, all_papers.RECENT),
        "vue": query.choice("vue", VIEWS, GRID),
        "page": str(query.integer("page", 1, 10_000) or 1),
    }


def _here(address: str, wanted: dict[str, str], **others: object) -> str:
    """This page with other choices: from its first page, unless one is named. What goes without saying is not said."""
    usual = {"type": "", "tri": all_papers.RECENT, "vue": GRID, "page": "1"}
    chosen = wanted | {"page": "1"} | {name: str(value) for name, value in others.items()}
    said = {name: value for name, value in chosen.items() if value != usual[name]}
    return f"{address}?{urlencode(said)}" if said else address


async def by_type(request: Request) -> Response:
    """The papers of one type, under the address that people were given. Raises NotFound."""
    code = request.path_params["code"]
    if code not in BY_CODE:
        raise NotFound
    return RedirectResponse(_here(addresses(request.app)("files:home"), {}, type=code), status_code=303)


async def folders(request: Request) -> Response:
    """The top of the tree, under an address that one can remember."""
    return RedirectResponse(addresses(request.app)("files:home"), status_code=303)


async def browse(request: Request) -> Response:
    """A page of a folder; the top of one's own space has its page. Raises NotFound for an invalid mark."""
    folder = await door.folder(current_user(request), request.path_params["node"], Right.READ)
    if folder.is_root and folder.space.owner_id == current_user(request).id:
        return RedirectResponse(addresses(request.app)("files:home"), status_code=303)
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

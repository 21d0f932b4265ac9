"""The addresses that answer bytes: the content of a paper or of a version, a preview, an archive."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_session, current_user
from boite.errors import NotFound
from boite.files import content_response_pages, picture_response_pages, selection
from boite.files import zip_download as archives
from boite.files.models import Version
from boite.files.selection_pages import identifiers
from boite.files.version_pages import number_of
from boite.web import forms


async def content(request: Request) -> Response:
    """The current version of a paper; shown in the page with `?voir=1`, else downloaded."""
    node = await door.paper(current_user(request), request.path_params["node"], Right.READ)
    blob = await node.content()
    return await content_response_pages.send(
        request, node, blob, name=node.name, inline=forms.query(request).flag("voir")
    )


async def version(request: Request) -> Response:
    """An older version of a paper, to download."""
    node = await door.paper(current_user(request), request.path_params["node"], Right.READ)
    found = await Version.get_or_none(node_id=node.id, number=number_of(request)).select_related("blob")
    if found is None:
        raise NotFound
    return await content_response_pages.send(request, node, await found.blob, name=node.name, inline=False)


async def picture(request: Request) -> Response:
    """A thumbnail or the picture of a page. Kept by the browser, but on a shared computer."""
    preview = await door.preview(current_user(request), request.path_params["preview"])
    lasting = "no-store" if current_session(request).shared else "private, max-age=86400"
    headers = {"cache-control": lasting} | picture_response_pages.VARY
    jpeg = not picture_response_pages.shows_webp(request)
    return await picture_response_pages.send(request, preview, headers, jpeg=jpeg, kept=False)


async def archive(request: Request) -> StreamingResponse:
    """Several papers, or folders with all they hold, in one zip."""
    user = current_user(request)
    ids = identifiers(request, "nodes")
    if len(ids) == 1:
        nodes = [await door.node(user, ids[0], Right.READ)]
    else:
        nodes = await selection.tops(await door.nodes(user, ids, Right.READ))
    name = nodes[0].shown_name if len(nodes) == 1 else "Mes papiers choisis"
    return archives.zip_response(nodes, request.app.state.store, name)

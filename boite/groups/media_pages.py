"""The public files of the groups, for everybody: the file itself, and pictures of it as pages show them."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.access import groups as door
from boite.errors import NotFound
from boite.files import content_response_pages, picture_response_pages
from boite.files.models import Node, Preview, Width
from boite.groups.file_views import JPEG, WEBP, picture_name, public_name
from boite.web import caching
from boite.web.headers import CONTENT_POLICY

LASTING = {
    # One hour: a file that is withdrawn soon disappears from browsers and caches.
    "cache-control": "public, max-age=3600",
    # Letters, readers of feeds and other sites of the service may show them.
    "cross-origin-resource-policy": "cross-origin",
}


async def file(request: Request) -> Response:
    """A public file, or the part of it that a player asks for. Raises NotFound once it is withdrawn."""
    node = await door.public_file(request.path_params["node"])
    if request.path_params["name"] != public_name(node.name):
        return _elsewhere(request, "medias:file", node=node.id, name=public_name(node.name))
    answer = await content_response_pages.send(request, node, await node.content(), name=node.name, inline=True)
    answer.headers.update(LASTING)
    return answer


async def picture(request: Request) -> Response:
    """A public picture of the width asked for, or of the nearest one that exists. Raises NotFound."""
    asked, node = _width(request), await door.public_file(request.path_params["node"])
    name, jpeg = picture_name(node.name), request.path_params["name"].endswith(JPEG)
    name = name.removesuffix(WEBP) + JPEG if jpeg else name
    if request.path_params["name"] != name:
        return _elsewhere(request, "medias:picture", node=node.id, width=str(asked), name=name)
    return await _drawn(request, await _nearest(node, asked), jpeg=jpeg)


async def thumbnail(request: Request) -> Response:
    """The small picture of a public file: its first page, or itself. Raises NotFound where none was drawn."""
    node = await door.public_file(request.path_params["node"])
    if request.path_params["name"] != picture_name(node.name):
        return _elsewhere(request, "medias:thumbnail", node=node.id, name=picture_name(node.name))
    drawn = await Preview.get_or_none(blob_id=node.blob_id, page=0)
    if drawn is None:
        raise NotFound
    return await _drawn(request, drawn)


async def _drawn(request: Request, drawn: Width | Preview, *, jpeg: bool = False) -> Response:
    """A picture that the service drew: always as a JPEG, or where the browser shows no WebP."""
    vary = {} if jpeg else picture_response_pages.VARY
    jpeg = jpeg or not picture_response_pages.shows_webp(request)
    tag = f'"{drawn.key}{JPEG if jpeg else ""}"'
    headers = LASTING | vary | {"etag": tag, "content-security-policy": CONTENT_POLICY}
    caching.check_expected(request, tag)
    if caching.known(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    if request.method == "HEAD" and not jpeg:
        return Response(headers=headers | {"content-length": str(drawn.size)}, media_type=picture_response_pages.WEBP)
    return await picture_response_pages.send(request, drawn, headers, jpeg=jpeg, kept=True)


def _width(request: Request) -> int:
    """The width in the address, in pixels. Raises NotFound for nonsense."""
    text = request.path_params["width"]
    if not re.fullmatch(r"[0-9]{1,5}", text, re.ASCII):
        raise NotFound
    return int(text)


def _elsewhere(request: Request, route: str, **values: object) -> Response:
    """A renamed file is still found under its former name; any other name redirects to the right one."""
    return RedirectResponse(request.app.url_path_for(route, **values), status_code=302, headers=LASTING)


async def _nearest(node: Node, asked: int) -> Width:
    """The smallest that is wide enough, else the widest."""
    drawn = await Width.filter(blob_id=node.blob_id).order_by("width")
    if not drawn:
        raise NotFound
    return next((row for row in drawn if row.width >= asked), drawn[-1])

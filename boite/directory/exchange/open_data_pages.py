"""The directory given to everybody: what there is, under which licence, and the files themselves."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from boite.clock import today
from boite.directory.exchange import exports
from boite.directory.exchange.extension_words import EXTENSION
from boite.directory.exchange.structure_table import HEADERS, table
from boite.directory.models import Revision, Structure
from boite.web import caching, page_cache
from boite.web.addresses import addresses
from boite.web.templating import render

OPEN = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "public, max-age=600",
}
"""Any page of any site may read these answers, and any cache may keep them for ten minutes."""
FORMAT = "1"
"""To be changed with the form of the files: caches then forget those they have."""
Maker = Callable[[], AsyncGenerator[bytes, None]]


async def page(request: Request) -> Response:
    """What is given, how it is written, and how to ask for it."""
    return render(
        request,
        "directory/data/open-data.html",
        base=request.app.state.settings.base_url.rstrip("/"),
        changed=await _changed(),
        sample=await _sample(),
        extension=EXTENSION,
        headers=HEADERS,
    )


async def _changed() -> datetime | None:
    """When a sheet last changed; None before any did."""
    last = await Revision.all().order_by("-id").first()
    return last.at if last else None


async def _sample() -> str:
    """The address of a sheet that is there, for the examples."""
    first = await Structure.exclude(ending__since__lte=today()).order_by("slug").first()
    return first.slug if first else "cio-de-tours"


async def structures(request: Request) -> Response:
    """Every structure and service, in the data·inclusion schema."""
    return await sent(request, exports.structures_json, "application/json", "structures.json")


async def structure_table(request: Request) -> Response:
    """Every place, as a table."""
    base, url = request.app.state.settings.base_url.rstrip("/"), addresses(request.app)

    def address(slug: str) -> str:
        return f"{base}{url('directory:sheet', slug=slug)}"

    return await sent(request, partial(table, address), "text/csv; charset=utf-8", "structures.csv")


async def communes(request: Request) -> Response:
    """Every commune with its territory."""
    return await sent(request, exports.communes_json, "application/json", "communes.json")


async def sent(request: Request, maker: Maker, media_type: str, name: str) -> Response:
    """A file generated while it is sent; 304 for a client that has the current one."""
    # The day is in the name: it changes the version, and writes nothing.
    version = await page_cache.fact(request, f"directory on {today()}", exports.page_version)
    tag = caching.mark_of_data(FORMAT, name, *version)
    headers = {**OPEN, "etag": tag, "content-disposition": f'inline; filename="{name}"'}
    caching.check_expected(request, tag)
    if caching.known(request, tag):
        return Response(status_code=304, headers=headers)
    if request.method == "HEAD":
        return Response(headers=headers, media_type=media_type)
    return StreamingResponse(maker(), headers=headers, media_type=media_type)

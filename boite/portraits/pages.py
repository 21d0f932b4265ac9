"""The pages of the portraits: their list, one portrait, its figures as a table. Anybody may read them."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from boite.access import portraits as door
from boite.directory.models import Territory
from boite.portraits import figure_words, portrait_view
from boite.portraits.figure_spreadsheet import table
from boite.web import caching, page_cache
from boite.web.addresses import addresses
from boite.web.templating import render


async def index(request: Request) -> Response:
    """Every territory, the region first."""

    async def drawn() -> Response:
        entries = await portrait_view.every()
        fictional = any(entry.fictional for entry in entries)
        return render(request, "portraits/index.html", entries=entries, fictional=fictional)

    if not caching.is_for_anybody(request):
        return await drawn()
    return await page_cache.page(request, await _mark(request), drawn)


async def portrait(request: Request) -> Response:
    """One territory: seven questions, figures beside the region's, the words of its group."""
    territory = await door.portrait(request.path_params["slug"])

    async def drawn() -> Response:
        return await _portrait(request, territory)

    if not caching.is_for_anybody(request):
        return await drawn()
    return await page_cache.page(request, await _mark(request, territory.code), drawn)


async def _portrait(request: Request, territory: Territory) -> Response:
    site = request.app.state.settings.base_url.rstrip("/")
    return render(
        request,
        "portraits/portrait.html",
        portrait=await portrait_view.portrait(territory),
        territory=territory,
        words=figure_words,
        address=site + addresses(request.app)("portraits:portrait", slug=territory.code.lower()),
        writes=await door.may_write(request.state.user, territory),
    )


async def figures(request: Request) -> Response:
    """The same figures for a spreadsheet."""
    territory = await door.portrait(request.path_params["slug"])
    tag = await _mark(request, territory.code, "csv")
    if same := caching.unchanged(request, tag):
        return same
    name = f"portrait-{territory.code.lower()}.csv"
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    content = table(await portrait_view.portrait(territory))
    return caching.shared(Response(content, headers=headers, media_type="text/csv; charset=utf-8"), tag)


async def _mark(request: Request, *parts: str) -> str:
    return caching.mark("portraits", *parts, *await page_cache.fact(request, "portraits", portrait_view.page_version))

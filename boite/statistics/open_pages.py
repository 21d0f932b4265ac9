"""The open data of the figures: what there is, under which licence, and the files themselves. Anybody may read them."""

from __future__ import annotations

import json
from asyncio import to_thread
from collections.abc import Sequence
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from boite.clock import day_of
from boite.errors import NotFound
from boite.statistics import open_figures, periods
from boite.statistics.open_figures import FEW, FROM, LICENCE, OPEN_COLUMNS, OpenPlace
from boite.statistics.published import ACTS_WHY, ROUNDED, UNCOUNTED, PublishedPeriod
from boite.text.spreadsheets import BOM, lines
from boite.web import caching, page_cache
from boite.web.templating import render

OPEN = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
"""Any page of any site may read these answers."""


async def page(request: Request) -> Response:
    """What is given, what its columns say, and the files, period by period."""

    async def drawn() -> Response:
        given = await open_figures.given_periods()
        region = (await open_figures.given(given[0].period))[:1] if given else []
        return render(request, "statistics/open.html", given=given, region=region, words=open_figures, rounded=ROUNDED)

    if not caching.is_for_anybody(request):
        return await drawn()
    return await page_cache.page(request, await _mark(request), drawn)


async def table(request: Request) -> Response:
    """One period, for a spreadsheet."""
    return await _sent(request, "csv", "text/csv; charset=utf-8")


async def data(request: Request) -> Response:
    """One period, for a program: the dictionary of its columns, then its lines."""
    return await _sent(request, "json", "application/json")


async def _sent(request: Request, form: str, media_type: str) -> Response:
    about = await _asked(request)
    tag = await _mark(request, form, about.period.code)
    if same := caching.unchanged(request, tag):
        return same
    places = await open_figures.given(about.period)
    content = await to_thread(_csv if form == "csv" else _json, about, places)
    name = f"chiffres-ouverts-{about.period.code}.{form}"
    headers = OPEN | {"content-disposition": f'inline; filename="{name}"'}
    return caching.shared(Response(content, headers=headers, media_type=media_type), tag)


async def _asked(request: Request) -> PublishedPeriod:
    """The period of the address. Raises NotFound where it is not given."""
    period = periods.read(request.path_params["period"])
    for each in await open_figures.given_periods():
        if each.period == period:
            return each
    raise NotFound


def _csv(about: PublishedPeriod, places: Sequence[OpenPlace]) -> bytes:
    """A program reads it too: no sentence follows its lines."""
    return BOM + lines([list(OPEN_COLUMNS), *(row for place in places for row in place.rows())])


def _json(about: PublishedPeriod, places: Sequence[OpenPlace]) -> bytes:
    said = {
        "titre": f"Ma boîte SPRO, les chiffres : {about.period.label}",
        "licence": LICENCE,
        "publie_le": _day(about.closed_at or about.published_at),
        "periode": about.period.code,
        "seuil": FROM,
        "a_lire": [ROUNDED, ACTS_WHY, f"« {FEW} » : ce nombre n'est pas donné.", UNCOUNTED],
        "colonnes": OPEN_COLUMNS,
        "lignes": [row for place in places for row in place.rows()],
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _day(instant: datetime) -> str:
    return day_of(instant).isoformat()


async def _mark(request: Request, *parts: str) -> str:
    return caching.mark("figures", *parts, *await page_cache.fact(request, "open figures", open_figures.version))

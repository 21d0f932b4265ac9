"""« Les chiffres »: the places that somebody may read, and the tables of one of them. Rounded figures only."""

from __future__ import annotations

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from boite.access import statistics as door
from boite.accounts.guard import current_user
from boite.errors import NotFound
from boite.statistics import board, periods, published
from boite.statistics.measures import BY_CODE, MEASURES
from boite.statistics.place_names import SIZES, named
from boite.web import forms
from boite.web.templating import render

LONGEST = 30
GROUPING_WORDS = {
    "france-travail": "Âges de France Travail",
    "missions-locales": "Âges des missions locales",
    "insee-activite": "Âges de l'INSEE",
    "insee-jeunes": "Les jeunes, selon l'INSEE",
}


async def index(request: Request) -> Response:
    """The places, from the largest."""
    places = await named(await door.places(current_user(request)))
    by_size = [(SIZES[size], list(some)) for size, some in groupby(places, key=lambda place: place.path.size)]
    return render(request, "statistics/index.html", by_size=by_size)


async def place(request: Request) -> Response:
    """The figures of one place, in one period; of one measure, by public and by age."""
    paths = await door.place(current_user(request), request.path_params["place"])
    [here] = await named(paths[-1:])
    asked = forms.query(request)
    there = await published.published()
    if not there:
        raise NotFound
    period = periods.read(code) if (code := asked.text("periode", LONGEST)) else there[0].period
    crossed = [each for each in MEASURES if each.crossed and here.path.size in each.levels]
    measure = BY_CODE.get(asked.text("mesure", LONGEST) or crossed[0].code)
    if period is None or measure not in crossed:
        raise NotFound
    dashboard = await published.dashboard(paths, period)
    return render(
        request,
        "statistics/place.html",
        place=here,
        period=period,
        periods=[(each.period.code, each.period.label) for each in there],
        dashboard=dashboard,
        board=await board.board(paths, dashboard, measure) if dashboard else None,
        measure=measure,
        crossed=[(each.code, each.label) for each in crossed],
        groupings=GROUPING_WORDS,
        words=published,
    )

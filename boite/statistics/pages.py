"""« Les chiffres »: the places that somebody may read, and the tables of one of them. Rounded figures only."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as directory_door
from boite.access import statistics as statistics_door
from boite.accounts.guard import current_user
from boite.errors import NotFound
from boite.files.content_response_pages import disposition
from boite.statistics import board, periods, published, takeaways, told_first
from boite.statistics.board import Board
from boite.statistics.charts_flows import flows_drawing
from boite.statistics.measures import BY_CODE, MEASURES, Headcount
from boite.statistics.periods import CountedPeriod
from boite.statistics.place_names import SIZES, NamedPlace, named
from boite.statistics.places import Path
from boite.statistics.published import Dashboard, PublishedPeriod
from boite.statistics.report import Report
from boite.statistics.report_pdf import report_pdf
from boite.statistics.takeaways import Takeaway
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
    places = await named(await statistics_door.places(current_user(request)))
    by_size = [(SIZES[size], list(some)) for size, some in groupby(places, key=lambda place: place.path.size)]
    there = await published.published()
    ready = (places[0], there[0].period) if places and there else None
    return render(request, "statistics/index.html", by_size=by_size, ready=ready)


async def place(request: Request) -> Response:
    """The figures of one place, in one period; of one measure, by public and by age."""
    asked = await _asked(request)
    return render(
        request,
        "statistics/place.html",
        place=asked.here,
        period=asked.period,
        periods=[(each.period.code, each.period.label) for each in asked.there],
        dashboard=asked.dashboard,
        board=await asked.board(),
        flows=await flows_drawing(asked.dashboard.flows if asked.dashboard else []),
        takeaways=await _takeaways(request, asked.dashboard) if asked.dashboard else [],
        measure=asked.measure,
        compared=board.compared_with(asked.dashboard) if asked.dashboard else [],
        chosen=bool(forms.query(request).text("mesure", LONGEST)),
        crossed=[(each.code, each.label) for each in asked.crossed],
        groupings=GROUPING_WORDS,
        words=published,
    )


async def report(request: Request) -> Response:
    """The report of one place and one period, on one page to print."""
    return render(request, "statistics/report.html", report=await _report(request))


async def report_file(request: Request) -> Response:
    """The same as a PDF."""
    made = await _report(request)
    name = f"chiffres-{made.place.path.code.lower()}-{made.board.dashboard.about.period.code}.pdf"
    headers = {"content-disposition": disposition("inline", name)}
    return Response(report_pdf(made), headers=headers, media_type="application/pdf")


async def _report(request: Request) -> Report:
    asked = await _asked(request)
    drawn = await asked.board()
    if drawn is None or asked.dashboard is None:
        raise NotFound
    return Report(place=asked.here, board=drawn, takeaways=await _takeaways(request, asked.dashboard))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    paths: list[Path]
    here: NamedPlace
    there: list[PublishedPeriod]
    period: CountedPeriod
    crossed: list[Headcount]
    measure: Headcount
    dashboard: Dashboard | None

    async def board(self) -> Board | None:
        """Its drawings."""
        return await board.board(self.paths, self.dashboard, self.measure) if self.dashboard else None


async def _asked(request: Request) -> _Asked:
    """What an address asks for, that this person may read. Raises NotFound, Forbidden."""
    paths = await statistics_door.place(current_user(request), request.path_params["place"])
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
    return _Asked(
        paths=paths,
        here=here,
        there=there,
        period=period,
        crossed=crossed,
        measure=measure,
        dashboard=await published.dashboard(paths, period, there, [measure]),
    )


async def _takeaways(request: Request, dashboard: Dashboard) -> list[Takeaway]:
    user = current_user(request)
    works_for = {str(row.id) for row in await directory_door.member_structures(user)}
    read = await told_first.figures_read(
        dashboard, coordinates=await directory_door.coordinated_codes(user), works_for=works_for
    )
    return takeaways.takeaways(read)

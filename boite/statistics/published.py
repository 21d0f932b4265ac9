"""Figures as they are read: one place, one period, with what to compare them with. Only rounded numbers are here.

A few rows found by key, whatever happened in the journal. Roles choose the places that are read, never the figures:
there is one figure for everybody (`boite/access/statistics.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from boite.database.rows import fetch_as
from boite.directory.models import REGION
from boite.statistics import periods
from boite.statistics.derived import Cell as Cell
from boite.statistics.derived import Trend, one_in, percent, trend
from boite.statistics.measures import MEASURES, Headcount
from boite.statistics.models import PeriodState
from boite.statistics.periods import CountedPeriod
from boite.statistics.places import Path, PlaceSize
from boite.statistics.published_crossings import CrossingLine as CrossingLine
from boite.statistics.published_crossings import Crossings, crossings_of
from boite.statistics.published_rows import (
    Figures,
    at,
    figures_of,
    headlines,
    headlines_inside,
    latest,
    places_by_number,
)
from boite.statistics.published_totals import FlowLine, TotalShown, flows_of, totals_of

ROUNDED = (
    "Les nombres de personnes sont arrondis à 5. Chacun peut s'écarter de 4 du nombre exact ; une même case est"
    " toujours arrondie de la même façon. Les lignes peuvent donc ne pas tomber juste sur le total."
)
"""Said under every table, and in every export."""
FEW_WHY = (
    "Moins de 5 personnes, peut-être aucune."
    " Le nombre exact n'est pas montré, pour que personne ne puisse être reconnu."
)
NO_CROSSING = "Pas de détail : il faut au moins 10 personnes."
ACTS_WHY = (
    "Les gestes sont arrondis à 10. « Trop peu » : moins de 25 gestes, ou moins de 25 personnes."
    " Ce qui n'est à personne (événements, numéros, structures) est exact."
)
UNCOUNTED = "Les personnes qui ont refusé d'être comptées n'y sont pas."


@dataclass(frozen=True, slots=True)
class PublishedPeriod:
    """A period that has figures."""

    period: CountedPeriod
    state: PeriodState
    published_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """One measure of one place, with what it is compared with. None: no figure there, or not counted there."""

    measure: Headcount
    cell: Cell
    previous: Cell | None
    year_before: Cell | None
    region: Cell | None
    whole: Cell | None
    """The measure that counts these people too (`part_of`)."""
    crossings: Crossings | None
    """None where the place is too small for it: `NO_CROSSING`, where the measure is crossed at all."""

    @property
    def trend(self) -> Trend | None:
        """Compared with the period before."""
        return trend(self.cell.people, self.previous.people if self.previous else None)

    @property
    def trend_of_year(self) -> Trend | None:
        """Compared with the same period a year before."""
        return trend(self.cell.people, self.year_before.people if self.year_before else None)

    @property
    def percent(self) -> int | None:
        """Of its whole, where enough people are in it."""
        return percent(self.cell.people, self.whole.people if self.whole else None)

    @property
    def one_in(self) -> tuple[int, int] | None:
        """« 1 personne sur 5 » of its whole, where enough people are in it."""
        return one_in(self.cell.people, self.whole.people if self.whole else None)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All the measures of one place and one period, in the order of the page."""

    place: Path
    about: PublishedPeriod
    measures: list[MeasureShown] = field(default_factory=list)
    totals: list[TotalShown] = field(default_factory=list)
    """What is counted besides people of boxes. Those of one `Heading` follow each other."""
    flows: list[FlowLine] = field(default_factory=list)
    """The most frequent hand-overs first; none below 5 people."""
    known: Mapping[int, Path] = field(default_factory=dict)
    """The numbers of its paths, and of those of the region."""

    def of(self, code: str) -> MeasureShown | None:
        """One of them."""
        return next((each for each in self.measures if each.measure.code == code), None)

    def total(self, code: str) -> TotalShown | None:
        """One of the totals."""
        return next((each for each in self.totals if each.total.code == code), None)

    def by_heading(self) -> list[tuple[str, list[TotalShown]]]:
        """The totals by part of the page, in its order."""
        parts = groupby(self.totals, key=lambda each: each.total.heading)
        return [(heading.value, list(some)) for heading, some in parts]

    def lines_of(self, code: str) -> list[TotalShown]:
        """The lines of the list that a total is broken down into: by profile, by reason, by answer, by subject."""
        return [each for each in self.totals if each.total.of == code]


async def published() -> list[PublishedPeriod]:
    """The periods that have figures, the newest first; of one day, the shortest first."""
    rows = await fetch_as(
        "SELECT code, state, published_at, closed_at FROM stat_period", published_at=datetime, closed_at=datetime
    )
    found = [
        PublishedPeriod(period, PeriodState(row["state"]), row["published_at"], row["closed_at"])
        for row in rows
        if (period := periods.read(row["code"]))
    ]
    return sorted(found, key=lambda each: (each.period.ends, -each.period.length), reverse=True)


async def places_of(code: str | None = None) -> list[Path]:
    """The places that have figures, or those of this code: from the largest, and the newest last of what moved."""
    known = await places_by_number([code] if code is not None else None)
    return sorted((path for path in known.values() if path.shown), key=lambda path: path.size)


async def dashboard(
    places: Sequence[Path],
    period: CountedPeriod,
    there: Sequence[PublishedPeriod] | None = None,
    detailed: Collection[Headcount] = MEASURES,
) -> Dashboard | None:
    """The figures of a place, which had these paths one after another: what it was elsewhere is not read.

    `there` are the periods that have figures, where they were read; `detailed`, the measures that are wanted by public
    and by age. None where none was published: too early.
    """
    periods_there = await published() if there is None else there
    about = next((each for each in periods_there if each.period == period), None)
    wanted = (period, period.previous, period.year_before)
    known = await places_by_number(list({REGION, *(path.code for path in places)}))
    heads = await headlines(list(known), [each.code for each in wanted])
    mine = latest(known, heads, places, period)
    if about is None or mine is None:
        return None
    place, number = mine
    region = figures_of(known, heads, [Path((REGION,))], period)
    crossings = await crossings_of(place, number, period, detailed)
    totals, previous, before = (
        heads[number, period.code],
        *(figures_of(known, heads, places, each) for each in wanted[1:]),
    )
    shown = []
    for measure in MEASURES:
        cell = _cell(totals, measure.number)
        if cell is not None:
            whole = next((each.number for each in MEASURES if each.code == measure.part_of), None)
            shown.append(
                MeasureShown(
                    measure=measure,
                    cell=cell,
                    previous=_cell(previous, measure.number),
                    year_before=_cell(before, measure.number),
                    region=_cell(region, measure.number),
                    whole=None if whole is None else _cell(totals, whole),
                    crossings=crossings.get(measure.number),
                )
            )
    others = await totals_of(known, places, wanted)
    return Dashboard(place, about, shown, others, await flows_of(number, period), known)


async def over_time(
    known: Mapping[int, Path], places: Sequence[Path], measure: Headcount, of: Sequence[CountedPeriod]
) -> list[tuple[CountedPeriod, Cell | None]]:
    """One measure of one place, which had these paths, over periods, for a curve: None where nothing was published."""
    heads = await headlines(list(known), [each.code for each in of])
    return [(each, _cell(figures_of(known, heads, places, each), measure.number)) for each in of]


async def crossings(
    known: Mapping[int, Path], places: Sequence[Path], measure: Headcount, period: CountedPeriod
) -> Crossings | None:
    """One measure by public and by age, of a place that had these paths; None where it has no detail."""
    mine = latest(known, await headlines(list(known), [period.code]), places, period)
    return (await crossings_of(*mine, period, [measure])).get(measure.number) if mine else None


async def inside(whole: Path, size: PlaceSize, measure: Headcount, period: CountedPeriod) -> list[tuple[Path, Cell]]:
    """One measure of the places of this size that were in another one; those where nothing was published are left."""
    heads = await headlines_inside(whole, period)
    found = [(path, _cell(figures, measure.number)) for path, figures in heads if path.size == size]
    return [(path, cell) for path, cell in found if cell is not None and path.shown]


def _cell(figures: Figures, number: int) -> Cell | None:
    found = at(figures, number)
    return None if found is None else Cell(found)

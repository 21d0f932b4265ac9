"""All that the page of one place shows of one measure: over time, by public, by age, place by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boite.statistics import charts, charts_trend, published
from boite.statistics.charts import AgeStep, HeadcountBar, Heat
from boite.statistics.charts_map import TerritoriesMap, territories_map
from boite.statistics.charts_trend import TrendDrawing, TrendMoment
from boite.statistics.derived import compared
from boite.statistics.measures import BY_CODE, Headcount
from boite.statistics.periods import CountedPeriod, PeriodKind
from boite.statistics.place_names import NamedPlace, named
from boite.statistics.places import Path, PlaceSize
from boite.statistics.published import NO_CROSSING, Cell, CrossingLine, Dashboard, MeasureShown
from boite.text.french import MONTHS, sentence_case

INSIDE = {
    PlaceSize.REGION: PlaceSize.TERRITORY,
    PlaceSize.DEPARTMENT: PlaceSize.TERRITORY,
    PlaceSize.TERRITORY: PlaceSize.STRUCTURE,
}
"""What a place is told by, place by place."""
MOST = 12
"""Places that are drawn, those of most people; the table has all of them."""
LASTED = {
    1: "Les derniers mois, et un an avant.",
    3: "Les derniers trimestres, et un an avant.",
    12: "Les dernières années.",
}
"""By the length of a period in months, what a trend is of."""
BEFORE = "qu'il y a un an"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One measure of one place and one period, drawn."""

    dashboard: Dashboard
    shown: MeasureShown
    moments: Sequence[TrendMoment]
    drawings: Sequence[TrendDrawing]
    publics: Sequence[HeadcountBar] = ()
    ages: Sequence[HeadcountBar] = ()
    pyramid: Sequence[AgeStep] = ()
    heat: Heat | None = None
    places: Sequence[tuple[NamedPlace, HeadcountBar]] = ()
    """The places inside, those of most people first."""
    map: TerritoriesMap | None = None

    @property
    def title(self) -> str:
        """What the trend says, in a sentence."""
        period = self.dashboard.about.period
        before = BEFORE if period.length < 12 else than(period.previous)
        told = compared(self.shown.cell.people, _people(self.shown.year_before), before)
        return sentence_case(told) or "Au fil du temps"

    @property
    def compared(self) -> list[tuple[str, str]]:
        """What each line of a table is compared with: the head of its column, and its name."""
        return compared_with(self.dashboard)

    @property
    def who(self) -> str:
        """The public and the age of most of them, in a line; why there is none."""
        if self.shown.crossings is None:
            return NO_CROSSING
        ages = self.ages or charts.bars(self.shown.crossings.by_age())
        most = [max(bars, key=lambda bar: bar.cell.people) for bars in (self.publics, ages) if bars]
        told = " ; ".join(f"{bar.label} ({bar.cell.words})" for bar in most if not bar.cell.few)
        return f"Surtout : {told}" if told else "Partout moins de 5 personnes."

    @property
    def places_drawn(self) -> list[HeadcountBar]:
        """Those that the page has room for."""
        return [bar for _, bar in self.places[:MOST]]

    @property
    def places_note(self) -> str:
        """How to read it."""
        cut = " Les autres sont dans le tableau." if len(self.places) > MOST else ""
        return f"Du plus grand nombre au plus petit.{cut}"

    @property
    def where(self) -> str:
        """The place of most people, in a line."""
        place, bar = self.places[0]
        return "Partout moins de 5 personnes." if bar.cell.few else f"D'abord {place.name} ({bar.cell.words})."

    @property
    def whole(self) -> str:
        """The label of the measure that counts these people too."""
        return BY_CODE[self.shown.measure.part_of].label

    @property
    def yearly(self) -> bool:
        """Whether the trend says what a year before was."""
        return any(moment.before for moment in self.moments)

    @property
    def now(self) -> str:
        """What the line is, beside that of a year before."""
        return "cette année" if self.dashboard.about.period.kind == PeriodKind.MONTH else "chaque trimestre"

    @property
    def over_time(self) -> str:
        """What the trend is of."""
        return LASTED[self.dashboard.about.period.length]

    @property
    def since(self) -> str:
        """« 20 de plus qu'en octobre »; empty where nothing can be told."""
        period = self.dashboard.about.period
        if period.length == 12:  # the title says it
            return ""
        return compared(self.shown.cell.people, _people(self.shown.previous), than(period.previous))


def compared_with(dashboard: Dashboard) -> list[tuple[str, str]]:
    """The heads of the columns that each figure is compared in, and their names (`MeasureShown`, `TotalShown`).

    The period before a year is that of a year before; the region is compared with nothing larger.
    """
    found = [("Avant", "previous")]
    if dashboard.about.period.length < 12:
        found.append(("Un an avant", "year_before"))
    return [*found, ("Région", "region")] if dashboard.place.parent else found


def than(before: CountedPeriod) -> str:
    """« qu'en octobre », « que le trimestre d'avant »."""
    if before.kind == PeriodKind.MONTH:
        return f"qu'en {MONTHS[before.begins.month - 1]}"
    return "que le trimestre d'avant" if before.kind == PeriodKind.QUARTER else "que l'année d'avant"


def _people(cell: Cell | None) -> int | None:
    return cell.people if cell else None


async def board(places: Sequence[Path], dashboard: Dashboard, measure: Headcount) -> Board | None:
    """The drawings of one measure of a place, which had these paths; None where it is not counted there."""
    shown, period = dashboard.of(measure.code), dashboard.about.period
    if shown is None:
        return None
    moments, detail = await _moments(dashboard, places, measure), shown.crossings
    fine = detail.by_fine_age() if detail else []
    before = await published.crossings(dashboard.known, places, measure, period.year_before) if fine else None
    around = await _inside(dashboard.place, measure, period)
    return Board(
        dashboard=dashboard,
        shown=shown,
        moments=moments,
        drawings=[charts_trend.drawing(moments, width) for width in (charts_trend.WIDE, charts_trend.NARROW)],
        publics=charts.bars(charts.largest_first(detail.by_public())) if detail else (),
        ages=charts.bars(detail.by_age()) if detail and not fine else (),
        pyramid=charts.pyramid(fine, before.by_fine_age() if before else []),
        heat=charts.heat(detail.by_public_and_age()) if detail else None,
        places=_bars(around),
        map=await territories_map(around) if dashboard.place.size == PlaceSize.REGION and around else None,
    )


async def _moments(dashboard: Dashboard, places: Sequence[Path], measure: Headcount) -> list[TrendMoment]:
    period = dashboard.about.period
    drawn = charts_trend.drawn_periods(period)
    wanted = dict.fromkeys([*drawn, *(each.year_before for each in drawn)])
    found = dict(await published.over_time(dashboard.known, places, measure, list(wanted)))
    yearly = period.length < 12  # a line of years says it by itself
    moments = [TrendMoment(each, found[each], found[each.year_before] if yearly else None) for each in drawn]
    first = next((rank for rank, each in enumerate(moments) if each.cell), len(moments) - 1)
    return moments[first:]


async def _inside(place: Path, measure: Headcount, period: CountedPeriod) -> list[tuple[NamedPlace, Cell]]:
    size = INSIDE.get(place.size)
    if size is None or size not in measure.levels:
        return []
    cells = dict(await published.inside(place, size, measure, period))
    found = [(each, cells[each.path]) for each in await named(cells)]
    return sorted(found, key=lambda pair: -pair[1].people)


def _bars(around: Sequence[tuple[NamedPlace, Cell]]) -> list[tuple[NamedPlace, HeadcountBar]]:
    """Numbered, for the map."""
    drawn = charts.bars(
        CrossingLine(f"{rank}. {place.name}", cell) for rank, (place, cell) in enumerate(around, start=1)
    )
    return [(place, bar) for (place, _), bar in zip(around, drawn, strict=True)]

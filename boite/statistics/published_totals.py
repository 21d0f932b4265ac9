"""Totals and hand-overs as they are read: acts, objects, seats, subscribers of one place. No exact number of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from boite.database.rows import fetch_as
from boite.directory.models import REGION
from boite.statistics import published_rows
from boite.statistics.derived import Cell, Trend, is_few, total_words, trend
from boite.statistics.periods import CountedPeriod
from boite.statistics.places import Path
from boite.statistics.published_rows import at, figures_of
from boite.statistics.total_kinds import Total
from boite.statistics.totals import TOTALS


@dataclass(frozen=True, slots=True)
class TotalShown:
    """One total of one place, with what it is compared with. None: no figure there, or not counted there."""

    total: Total
    value: int
    """As it is shown: of people, 0 says « moins de 5 »; of acts, that they are too few."""
    previous: int | None
    year_before: int | None
    region: int | None

    @property
    def few(self) -> bool:
        """Whether it is no number: people or acts that are too few."""
        return is_few(self.total.sort, self.value)

    @property
    def words(self) -> str:
        """In French."""
        return total_words(self.total, self.value)

    def words_of(self, value: int | None) -> str:
        """What it is compared with, in French; empty where that is nothing."""
        return "" if value is None else total_words(self.total, value)

    @property
    def trend(self) -> Trend | None:
        """Compared with the period before."""
        return trend(self.value, self.previous, self.total.sort)


@dataclass(frozen=True, slots=True)
class FlowLine:
    """The people led from one place to another: between structures for a territory, between territories above."""

    origin: Path
    destination: Path
    cell: Cell

    @property
    def ends(self) -> tuple[Path, Path]:
        """Both places."""
        return self.origin, self.destination


async def totals_of(
    known: Mapping[int, Path], places: Sequence[Path], wanted: Sequence[CountedPeriod]
) -> list[TotalShown]:
    """Those of a place in a period, compared with the one before, the one of a year before, and the region."""
    rows = await published_rows.totals(list(known), [each.code for each in wanted])
    now, previous, before = (figures_of(known, rows, places, each) for each in wanted)
    region = figures_of(known, rows, [Path((REGION,))], wanted[0])
    found = []
    for total in TOTALS:
        value = at(now, total.number)
        if value is not None:
            compared = (at(figures, total.number) for figures in (previous, before, region))
            found.append(TotalShown(total, value, *compared))
    return found


async def flows_of(number: int, period: CountedPeriod) -> list[FlowLine]:
    """The hand-overs that a place tells of: the most frequent first, none below 5 people."""
    rows = await fetch_as(
        "SELECT origin, destination, people FROM stat_flow WHERE place_id = ? AND period = ?"
        " ORDER BY people DESC, origin, destination",
        number,
        period.code,
    )
    return [FlowLine(Path.read(row["origin"]), Path.read(row["destination"]), Cell(row["people"])) for row in rows]

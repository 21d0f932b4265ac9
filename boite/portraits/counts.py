"""What is counted in a territory: figures of its communes added up, or the region's own as its source gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from boite.database.connection import fetch
from boite.directory.models import REGION
from boite.portraits.indicators import MEDIANS
from boite.portraits.models import UNDATED, PlaceLevel

TAXED, TAXED_AMONG = "IMPOSES", "IMPOSES_SUR"
"""Households that pay the income tax, and those among which it is known: the rate of each commune by its households."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One indicator over some places. `total` means something for what adds up, `low` and `high` for all."""

    total: float
    low: float
    high: float
    places: int
    year: int
    since: int | None
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class Counts:
    """Every indicator of a territory, by the years that cover it best."""

    by: Mapping[str, Mapping[int, Counted]]

    def together(self, *indicators: str) -> list[Counted]:
        """These indicators in the last year that has them all; what has no year goes with any. Empty where none does.

        A rate is only made of a numerator and a denominator of the same year.
        """
        found = [self.by.get(indicator, {}) for indicator in indicators]
        years = set.intersection(*[set(known) for known in found if UNDATED not in known] or [{UNDATED}])
        if not years or not all(found):
            return []
        return [known.get(max(years)) or known[UNDATED] for known in found]

    def apart(self, indicator: str) -> list[Counted]:
        """The same indicator in the year before and in the last one. Empty where there are not two."""
        known = self.by.get(indicator, {})
        return [known[year] for year in sorted(known)[-2:]] if len(known) > 1 else []

    @property
    def sources(self) -> list[str]:
        """Who gives them."""
        return sorted(
            {source for known in self.by.values() for counted in known.values() for source in counted.sources}
        )


_COUNTED = (
    "f.indicator, f.year, f.since, f.source, SUM(f.value) AS total, MIN(f.value) AS low, MAX(f.value) AS high,"
    " COUNT(*) AS places"
)
_GROUPED = " GROUP BY f.indicator, f.year, f.since, f.source"
_COMMUNES = "directory_commune c JOIN portraits_figure f ON f.level = 'commune' AND f.code = c.code"
_OF_REGION = "c.territory_id IN (SELECT code FROM directory_territory WHERE parent_id = ?)"


async def of_territory(code: str) -> Counts:
    """What the communes of a local territory add up to. Two queries."""
    condition = "c.territory_id = ?"
    rows = await fetch(f"SELECT {_COUNTED} FROM {_COMMUNES} WHERE {condition}{_GROUPED}", code)
    return _counts([*rows, *await _taxed(condition, code)])


async def of_region(code: str = REGION) -> Counts:
    """The figures of the region as given, and what its communes alone can say. Three queries."""
    own = await fetch(
        f"SELECT {_COUNTED} FROM portraits_figure f WHERE f.level = ? AND f.code = ?{_GROUPED}",
        PlaceLevel.REGION.value,
        code.removeprefix("R"),
    )
    among = ", ".join(f"'{name}'" for name in sorted(MEDIANS))
    local = await fetch(
        f"SELECT {_COUNTED} FROM {_COMMUNES} WHERE {_OF_REGION} AND f.indicator IN ({among}){_GROUPED}", code
    )
    own = [row for row in own if row["indicator"] not in MEDIANS]
    return _counts([*own, *local, *await _taxed(_OF_REGION, code)])


async def _taxed(condition: str, code: str) -> list[dict[str, Any]]:
    """A rate is turned back into households, added up: where the rate is published, and only there."""
    rows = await fetch(
        "SELECT f.year, f.source, SUM(f.value * n.value / 100) AS taxed, SUM(n.value) AS among, COUNT(*) AS places"
        f" FROM {_COMMUNES} JOIN portraits_figure n"
        " ON n.level = f.level AND n.code = f.code AND n.indicator = 'NBMENFISC' AND n.year = f.year"
        f" WHERE f.indicator = 'PIMP' AND {condition} GROUP BY f.year, f.source",
        code,
    )
    return [
        {**row, "since": None, "indicator": name, "total": row[column], "low": row[column], "high": row[column]}
        for row in rows
        for name, column in ((TAXED, "taxed"), (TAXED_AMONG, "among"))
    ]


async def communes(code: str) -> tuple[int, int]:
    """How many communes this territory has in the directory, and how many of them have figures."""
    [row] = await fetch(
        "SELECT COUNT(*) AS every, SUM(CASE WHEN EXISTS (SELECT 1 FROM portraits_figure f"
        " WHERE f.level = 'commune' AND f.code = c.code) THEN 1 ELSE 0 END) AS told"
        " FROM directory_commune c WHERE c.territory_id = ?",
        code,
    )
    return row["every"], row["told"] or 0


async def populations() -> dict[str, Counted]:
    """The inhabitants of each territory, by its code. Two queries, whatever their number."""
    rows = await fetch(
        f"SELECT c.territory_id, {_COUNTED} FROM {_COMMUNES} WHERE c.territory_id IS NOT NULL"
        f" AND f.indicator = 'POP'{_GROUPED}, c.territory_id"
    )
    by: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by[row["territory_id"]].append(row)
    region = await fetch(
        f"SELECT {_COUNTED} FROM portraits_figure f WHERE f.level = ? AND f.code = ? AND f.indicator = 'POP'{_GROUPED}",
        PlaceLevel.REGION.value,
        REGION.removeprefix("R"),
    )
    found = {code: _counts(some).together("POP") for code, some in (by | {REGION: region}).items()}
    return {code: counted[0] for code, counted in found.items() if counted}


def _counts(rows: Iterable[Mapping[str, Any]]) -> Counts:
    """Several sources of one indicator are added up; a year that misses communes which another has is left out."""
    merged: dict[str, dict[int, Counted]] = defaultdict(dict)
    for row in rows:
        years = merged[row["indicator"]]
        years[row["year"]] = _added(_counted(row), years.get(row["year"]))
    return Counts({name: _best(years) for name, years in merged.items()})


def _counted(row: Mapping[str, Any]) -> Counted:
    values = (float(row["total"]), float(row["low"]), float(row["high"]))
    return Counted(*values, row["places"], row["year"], row["since"], frozenset({row["source"]}))


def _added(one: Counted, other: Counted | None) -> Counted:
    if other is None:
        return one
    return Counted(
        one.total + other.total,
        min(one.low, other.low),
        max(one.high, other.high),
        one.places + other.places,
        one.year,
        one.since,
        one.sources | other.sources,
    )


def _best(years: dict[int, Counted]) -> dict[int, Counted]:
    most = max(counted.places for counted in years.values())
    return {year: counted for year, counted in years.items() if counted.places == most}

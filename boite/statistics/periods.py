"""Months, quarters, school years, years: what figures are given for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from boite.clock import months_later
from boite.text.french import MONTHS

_CODE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})|-T(?P<quarter>[1-4])|-(?P<next>[0-9]{4}))?", re.ASCII)
OLDEST, NEWEST = 2000, 2160
"""The years that a fact can say (`boite.statistics.models.StatFact`)."""


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "mois"
    QUARTER = "trimestre"
    SCHOOL_YEAR = "annee-scolaire"
    YEAR = "annee"


@dataclass(frozen=True, slots=True, order=True)
class CountedPeriod:
    """Some whole months that follow each other: when it begins, and of what kind it is."""

    begins: date
    kind: PeriodKind

    @property
    def length(self) -> int:
        """In months."""
        return {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3}.get(self.kind, 12)

    @property
    def ends(self) -> date:
        """The first day after it."""
        return months_later(self.begins, self.length)

    @property
    def months(self) -> tuple[CountedPeriod, ...]:
        """Its months, in order."""
        return tuple(month(months_later(self.begins, later)) for later in range(self.length))

    @property
    def parts(self) -> tuple[CountedPeriod, ...]:
        """Its months, and the quarters that it holds whole; a month has none."""
        inside = set(self.months) if self.length > 1 else set[CountedPeriod]()
        quarters = dict.fromkeys(quarter(each.begins) for each in self.months)
        return (*sorted(inside), *(each for each in quarters if each != self and inside.issuperset(each.months)))

    @property
    def previous(self) -> CountedPeriod:
        """The period of the same kind just before."""
        return CountedPeriod(months_later(self.begins, -self.length), self.kind)

    @property
    def year_before(self) -> CountedPeriod:
        """The same period, a year before."""
        return CountedPeriod(months_later(self.begins, -12), self.kind)

    @property
    def code(self) -> str:
        """« 2026-11 », « 2026-T4 », « 2026-2027 » or « 2026 »: of the database, of addresses, of files."""
        year = self.begins.year
        return {
            PeriodKind.MONTH: f"{year}-{self.begins.month:02}",
            PeriodKind.QUARTER: f"{year}-T{self.begins.month // 3 + 1}",
            PeriodKind.SCHOOL_YEAR: f"{year}-{year + 1}",
            PeriodKind.YEAR: f"{year}",
        }[self.kind]

    @property
    def label(self) -> str:
        """In French."""
        year, quarter = self.begins.year, self.begins.month // 3 + 1
        return {
            PeriodKind.MONTH: f"{MONTHS[self.begins.month - 1]} {year}",
            PeriodKind.QUARTER: f"{quarter}{'er' if quarter == 1 else 'e'} trimestre {year}",
            PeriodKind.SCHOOL_YEAR: f"année scolaire {year}-{year + 1}",
            PeriodKind.YEAR: f"année {year}",
        }[self.kind]

    def __str__(self) -> str:
        return self.code


def month(day: date) -> CountedPeriod:
    """The month of a day."""
    return CountedPeriod(day.replace(day=1), PeriodKind.MONTH)


def quarter(day: date) -> CountedPeriod:
    """The quarter of a day."""
    return CountedPeriod(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), PeriodKind.QUARTER)


def school_year(day: date) -> CountedPeriod:
    """The school year of a day: from September to August."""
    return CountedPeriod(date(day.year - (day.month < 9), 9, 1), PeriodKind.SCHOOL_YEAR)


def year(day: date) -> CountedPeriod:
    """The year of a day."""
    return CountedPeriod(date(day.year, 1, 1), PeriodKind.YEAR)


def read(code: str) -> CountedPeriod | None:
    """The period of this code; None for what is none."""
    found = _CODE.fullmatch(code)
    if found is None or not OLDEST <= int(found["year"]) < NEWEST:
        return None
    begins = date(int(found["year"]), 1, 1)
    if found["month"]:
        number = int(found["month"])
        return month(begins.replace(month=number)) if 1 <= number <= 12 else None
    if found["quarter"]:
        return quarter(begins.replace(month=3 * int(found["quarter"])))
    if found["next"]:
        return school_year(begins.replace(month=9)) if int(found["next"]) == begins.year + 1 else None
    return year(begins)

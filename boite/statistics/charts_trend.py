"""One measure over time: a line for the last periods, dots for a year before, in units of a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from boite.statistics.charts import said
from boite.statistics.derived import words
from boite.statistics.periods import CountedPeriod, PeriodKind
from boite.statistics.published import Cell
from boite.text.french import month_short_fr

LASTING = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 8}
"""How many periods are drawn; five for years."""
WIDE, NARROW = 700, 280
"""Units across: one is a pixel at least, so that words stay as large as the others."""
HEIGHT = 260
TOP, FOOT, LEFT, RIGHT = 24, 222, 62, 66
"""Where the drawing ends: the words of the axes and of the last figure are outside."""
STUB = 8
"""Units of what is few, above the foot."""
Run = list[tuple[float, float]]
"""Points that a line joins."""
STEPS = (5, 10, 20, 25, 50)


def drawn_periods(last: CountedPeriod) -> list[CountedPeriod]:
    """The periods of the drawing, up to this one."""
    found = [last]
    while len(found) < LASTING.get(last.kind, 5):
        found.insert(0, found[0].previous)
    return found


@dataclass(frozen=True, slots=True)
class TrendMoment:
    """One period of a trend: its figure, and that of a year before. None: nothing was published."""

    period: CountedPeriod
    cell: Cell | None
    before: Cell | None

    @property
    def said(self) -> str:
        """In words."""
        then = f" ; un an avant, {said(self.before)}" if self.before else ""
        return f"{self.period.label} : {said(self.cell) if self.cell else 'pas de chiffre'}{then}"


@dataclass(frozen=True, slots=True)
class TrendMark:
    """What one reaches by the keyboard: a moment, where it is."""

    moment: TrendMoment
    x: float
    y: float
    few: bool
    last: bool


@dataclass(frozen=True, slots=True)
class TrendDrawing:
    """Everything that the template draws, in units."""

    width: int
    marks: list[TrendMark] = field(default_factory=list)
    points: list[Run] = field(default_factory=list)
    before_points: list[Run] = field(default_factory=list)
    ticks: list[tuple[float, str]] = field(default_factory=list)
    names: list[tuple[float, str]] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """The line of the period, as paths."""
        return [_path(run) for run in self.points]

    @property
    def areas(self) -> list[str]:
        """What is under it."""
        return [f"{_path(run)}V{FOOT}H{run[0][0]}z" for run in self.points]

    @property
    def before(self) -> list[str]:
        """The line of a year before."""
        return [_path(run) for run in self.before_points]


def drawing(moments: Sequence[TrendMoment], width: int) -> TrendDrawing:
    """These moments, in a drawing so many units wide."""
    step = _step(max((cell.people for each in moments for cell in (each.cell, each.before) if cell), default=0))
    across = (width - LEFT - RIGHT) / max(1, len(moments) - 1)
    places = [round(LEFT + rank * across, 1) for rank in range(len(moments))]

    def height(people: int) -> float:
        return round(FOOT - (FOOT - TOP) * people / (4 * step), 1)

    made = TrendDrawing(width)
    for number in range(5):
        made.ticks.append((height(number * step), words(number * step) if number else "0"))
    every = -(-len(moments) // (6 if width == WIDE else 3))
    for back, (place, each) in enumerate(zip(reversed(places), reversed(moments), strict=True)):
        if back % every == 0:
            made.names.append((place, _short(each.period)))
    for place, each in zip(places, moments, strict=True):
        if each.cell is not None:
            y = FOOT - STUB if each.cell.few else height(each.cell.people)
            made.marks.append(TrendMark(each, place, y, each.cell.few, each is moments[-1]))
    now = _stretches([(place, each.cell) for place, each in zip(places, moments, strict=True)])
    then = _stretches([(place, each.before) for place, each in zip(places, moments, strict=True)])
    made.points.extend([(x, height(people)) for x, people in run] for run in now)
    made.before_points.extend([(x, height(people)) for x, people in run] for run in then)
    return made


def _step(most: int) -> int:
    """People between two lines of the axis: a whole number of fives, four of which hold everybody."""
    scale = 1
    while True:
        for step in STEPS:
            if 4 * step * scale >= most:
                return step * scale
        scale *= 10


def _stretches(cells: Sequence[tuple[float, Cell | None]]) -> list[list[tuple[float, int]]]:
    """Runs of shown figures: a line passes neither by what is few, nor by what was not published."""
    found: list[list[tuple[float, int]]] = [[]]
    for place, cell in cells:
        if cell is None or cell.few:
            found.append([])
        else:
            found[-1].append((place, cell.people))
    return [some for some in found if some]


def _path(points: Sequence[tuple[float, float]]) -> str:
    start = f"M{points[0][0]},{points[0][1]}"
    return start + "".join(f"L{x},{y}" for _, (x, y) in pairwise(points))


def _short(period: CountedPeriod) -> str:
    """« nov. », « T4 2026 », « 2026 »."""
    if period.kind == PeriodKind.MONTH:
        return month_short_fr(period.begins)
    if period.kind == PeriodKind.QUARTER:
        return f"T{period.begins.month // 3 + 1} {period.begins:%y}"
    return f"{period.begins:%Y}"

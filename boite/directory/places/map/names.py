"""Names of towns on a map, each written where it hides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from boite.directory.places.map.geometry import Box, Point

SIGN = 9.7
"""Units of an average letter."""
LETTER, CAPITAL, WIDE, NARROW = 11.0, 13.6, 16.4, 6.5
"""The same by kinds of letters, for 19.5 units of text in the widest of the usual faces without slabs."""
BOLD = 1.15
"""How much wider the letters of the place that one looks from."""
LINE = 24
"""Units of a line of text, its air included."""
MARK = 20
"""Radius of a mark."""
MOST = 9


@dataclass(frozen=True, slots=True)
class MapTown:
    """A name written from (`x`, `y`), on its base line; its dot, unless a mark already hides it."""

    name: str
    x: int
    y: int
    anchor: str
    """`start`, `middle` or `end`: what of the text stands at x."""
    dot: tuple[int, int] | None
    main: bool = False


def placed(
    towns: Iterable[tuple[str, float, float]],
    marks: Iterable[tuple[Point, bool]],
    size: tuple[int, int],
    *,
    main: bool = False,
) -> list[MapTown]:
    """The names that find their place, in the order given. The first is where one looks from, where `main` says so.

    Each mark comes with whether it stands at its own place: a town under it then gives it its name. Under a mark that
    was pushed away from elsewhere, a name would mislead.
    """
    known = list(marks)
    taken: list[Box] = [(x - MARK, y - MARK, x + MARK, y + MARK) for (x, y), _ in known]
    written: dict[str, MapTown] = {}
    named: set[Point] = set()
    for name, x, y in towns:
        over = next(((mark, own) for mark, own in known if _covers(mark, x, y)), None)
        first = main and not written
        if len(written) >= MOST or name in written or (over and not first and (over[0] in named or not over[1])):
            continue
        # Only the largest town under a mark may give it its name, even where there is no room for it.
        named |= {over[0]} if over else set()
        found = _written(name, (x, y), taken, size, covered=over is not None, main=first)
        if found:
            town, box = found
            written[name] = town
            taken.append(box)
    return list(written.values())


def _covers(mark: Point, x: float, y: float) -> bool:
    return (mark[0] - x) ** 2 + (mark[1] - y) ** 2 < (MARK + 2) ** 2


def _written(
    name: str, at: Point, taken: Sequence[Box], size: tuple[int, int], *, covered: bool, main: bool
) -> tuple[MapTown, Box] | None:
    """The first way of writing a name that hides nothing."""
    dot = None if covered else (round(at[0]), round(at[1]))
    around = (at[0] - 5, at[1] - 5, at[0] + 5, at[1] + 5)
    if not (covered or main) and any(_meet(around, other) for other in taken):
        return None
    for x, y, anchor, box in _ways(name, at, (MARK + 4) if covered else 7, far=main):
        if _inside(box, size) and not any(_meet(box, other) for other in taken):
            return MapTown(name, round(x), round(y), anchor, dot, main), _union(box, around)
    return None


def _ways(name: str, at: Point, gap: float, *, far: bool) -> Iterator[tuple[float, float, str, Box]]:
    """Right, left, under, over, and further so where it must be written: base point, anchor, what the text covers."""
    (x, y), length = at, length_of(name) * (BOLD if far else 1)
    yield x + gap, y + 6, "start", (x + gap, y - LINE / 2, x + gap + length, y + LINE / 2)
    yield x - gap, y + 6, "end", (x - gap - length, y - LINE / 2, x - gap, y + LINE / 2)
    for more in (0, 14, 28, 42) if far else (0,):
        low, high = y + gap + more, y - gap - more
        yield x, low + 17, "middle", (x - length / 2, low, x + length / 2, low + LINE)
        yield x, high - 5, "middle", (x - length / 2, high - LINE, x + length / 2, high)


def length_of(name: str) -> float:
    """Units that a name takes: never fewer than of average letters, more where many are wide, as in « Vendôme »."""
    return max(len(name) * SIGN, sum(map(_width, name)))


def _width(letter: str) -> float:
    if letter in "mwMW":
        return WIDE
    return NARROW if letter in "fijlrtI '-" else CAPITAL if letter.isupper() else LETTER


def _union(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _inside(box: Box, size: tuple[int, int]) -> bool:
    return box[0] >= 2 and box[1] >= 0 and box[2] <= size[0] - 2 and box[3] <= size[1]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

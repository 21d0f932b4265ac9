"""The rule: every number of people is rounded to a multiple of 5, once, the same for everybody.

`shown = 5 × ((exact + offset) // 5)`. The offset of a cell is drawn from a secret and from who the cell holds: neither
from the period (twelve months would be averaged) nor from the measure (twenty would be, over the same people). Then a
part never shows more than what contains it. An error is never above 4.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from boite.statistics.exact_numbers import Numbers, top_down
from boite.statistics.grid import PLACE_OF, SHAPES, Shape, wholes, wholes_first
from boite.statistics.measures import ACCOUNTS, BY_CODE, FOLLOWED, MEASURES, SLOTS, Headcount
from boite.statistics.places import Path, PlaceSize

BASE = 5
ENOUGH = 10
"""Below this shown total of a place, no crossing of it is shown (rule R2): the only newcomer would be recognised."""


def _wholes_first(measures: Iterable[Headcount]) -> tuple[tuple[int, int | None], ...]:
    """Each measure after the one that contains it, and the number of that one."""

    def depth(measure: Headcount) -> int:
        return 1 + depth(BY_CODE[measure.part_of]) if measure.part_of else 0

    ordered = sorted(measures, key=depth)
    return tuple((each.number, BY_CODE[each.part_of].number if each.part_of else None) for each in ordered)


ORDER = _wholes_first(MEASURES)
ACCOUNTS_NUMBER, FOLLOWED_NUMBER = BY_CODE[ACCOUNTS].number, BY_CODE[FOLLOWED].number


def offset(secret: bytes, place: Path, shape: Shape) -> int:
    """From 0 to 4: that of one cell, for all measures and all periods."""
    return drawn_offset(secret, f"{place}|{shape}", BASE)


def drawn_offset(secret: bytes, name: str, base: int) -> int:
    """From 0 to `base - 1`: always the same for one name."""
    drawn = hmac.digest(secret, name.encode(), "sha256")
    return int.from_bytes(drawn[:8], "big") % base


def same_people(exact: Numbers) -> dict[Path, Path]:
    """By place, the largest one that holds the very same people: one cell of two names has one offset.

    A territory alone in its department, a structure alone in its territory: two draws of one number would narrow it.
    """
    largest: dict[Path, Path] = {}
    for place in top_down(exact):
        parent = place.parent
        alone = parent is not None and place in exact.people and exact.people[place] == exact.people.get(parent)
        largest[place] = largest[parent] if alone and parent is not None else place
    return largest


def same_members(exact: Numbers, measure: Headcount, names: dict[Path, Path]) -> dict[Path, Path]:
    """By place, what names its cell of a measure that is counted of others than all its people (`Headcount.apart`).

    All those of a territory may be in one structure: they are its cell. All the people of a structure named it, and are
    its links.
    """
    smallest = {place: place for place in exact.by_place}
    for place in reversed(list(top_down(exact))):
        parent = place.parent
        number = measure.number if place.size in measure.levels else ACCOUNTS_NUMBER
        members = exact.at(place, 0, number)
        if parent is not None and members and members == exact.at(parent, 0, measure.number):
            smallest[parent] = smallest[place]
    return {place: names[least] for place, least in smallest.items()}


def round_numbers(exact: Numbers, secret: bytes, least: Numbers | None = None) -> Numbers:
    """What is shown of these numbers. Each is a multiple of 5, at most 4 away, and at most what contains it.

    `least` is what must be shown at least (`floors`): what parts of this period showed, of no more people.
    """
    shown, names = Numbers(people=exact.people), same_people(exact)
    apart = {each.number: same_members(exact, each, names) for each in MEASURES if each.apart}
    for place in top_down(exact):
        level, found, cells = place.size, exact.by_place[place], shown.of(place)
        above, inside = place.parent, wholes(level)
        beyond = shown.of(above) if above is not None else []
        for rank in wholes_first(level):
            shape = SHAPES[level][rank]
            base = rank * SLOTS
            if not any(found[base : base + SLOTS]):
                continue  # 0 is shown 0, whatever is drawn
            drawn = offset(secret, names[place], shape)
            there = PLACE_OF[above.size][shape] * SLOTS if above is not None else 0
            larger_ones = [larger * SLOTS for larger in inside[rank]]
            for number, whole in ORDER:
                people = found[base + number]
                if not people:
                    continue
                own = offset(secret, apart[number][place], shape) if number in apart else drawn
                value = BASE * ((people + own) // BASE)
                if least is not None:
                    value = max(value, least.at(place, rank, number))
                if beyond and beyond[there + number] < value:
                    value = beyond[there + number]
                if number == ACCOUNTS_NUMBER and all_named_one(exact, place, rank):
                    value = min(value, beyond[there + FOLLOWED_NUMBER])
                for larger in larger_ones:
                    if cells[larger + number] < value:
                        value = cells[larger + number]
                if whole is not None and cells[base + whole] < value:
                    value = cells[base + whole]
                cells[base + number] = value
    return shown


def all_named_one(exact: Numbers, place: Path, rank: int) -> bool:
    """Whether these of a structure are among the links of its territory: older facts do not say who named one."""
    if place.size != PlaceSize.STRUCTURE or place.parent is None:
        return False
    there = PLACE_OF[place.parent.size][SHAPES[place.size][rank]]
    return exact.at(place, rank, ACCOUNTS_NUMBER) <= exact.at(place.parent, there, FOLLOWED_NUMBER)


def crossings_are_shown(shown: Numbers, place: Path, measure: Headcount) -> bool:
    """Rule R2: a place shows who did it by public and by age where its own total is large enough."""
    return measure.crossed and shown.at(place, 0, measure.number) >= ENOUGH

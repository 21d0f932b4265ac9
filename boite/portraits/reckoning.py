"""How one line of a portrait is made of what is counted. None where it cannot be: nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from boite.portraits.counts import TAXED, TAXED_AMONG, Counted, Counts


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A value, or the lowest and the highest of the communes where one value would be false."""

    low: float
    high: float
    since: int | None
    year: int
    sources: frozenset[str]
    places: int = 0
    """Communes that a spread is made of; 0 for a value of the whole territory."""
    covers: float = 1.0
    """The part of the territory that it is known for."""


Reckoning = Callable[[Counts], Reckoned | None]


def count(indicator: str) -> Reckoning:
    """The number itself."""
    return lambda counts: _made(lambda one: one.total, counts.together(indicator))


def per(numerator: str, denominator: str, times: float = 1) -> Reckoning:
    """So many for `times` of the others: a rate for 100, a density for 1."""
    return lambda counts: _divided(lambda one, among: one.total, counts.together(numerator, denominator), times)


def without(total: str, part: str, denominator: str, times: float = 100) -> Reckoning:
    """The rate of what is in a total and not in its part: who works among the active."""
    return lambda counts: _divided(
        lambda whole, some, among: whole.total - some.total, counts.together(total, part, denominator), times
    )


def among(numerator: str, total: str, part: str) -> Reckoning:
    """So many for 100 of a total less its part: jobs for those who work."""

    def reckon(counts: Counts) -> Reckoned | None:
        found = counts.together(numerator, total, part)
        if not found or found[1].total <= found[2].total:
            return None
        return _made(lambda one, whole, some: 100 * one.total / (whole.total - some.total), found)

    return reckon


def change(indicator: str) -> Reckoning:
    """By how much per hundred it changed, from the year before to the last one."""

    def reckon(counts: Counts) -> Reckoned | None:
        found = counts.apart(indicator)
        if not found or not found[0].total:
            return None
        made = 100 * (found[1].total - found[0].total) / found[0].total
        return _value(made, found, since=found[0].year)

    return reckon


def natural(counts: Counts) -> Reckoned | None:
    """Births less deaths, over the years of the source."""
    return _made(lambda births, deaths: births.total - deaths.total, counts.together("NAIS", "DECE"))


def moved(counts: Counts) -> Reckoned | None:
    """Arrivals less departures: what births and deaths do not explain, over the same years."""
    between, own = counts.apart("POP"), counts.together("NAIS", "DECE")
    if not between or not own or {(one.since, one.year) for one in own} != {(between[0].year, between[1].year)}:
        return None
    balance = between[1].total - between[0].total - (own[0].total - own[1].total)
    return _value(balance, [*between, *own], since=between[0].year)


def taxed(counts: Counts) -> Reckoned | None:
    """Households that pay the income tax, where their part is published; it says for how many of all households."""
    found, every = counts.together(TAXED, TAXED_AMONG), counts.together("NBMENFISC")
    if not found or not found[1].total or not every or not every[0].total:
        return None
    made = _value(100 * found[0].total / found[1].total, found)
    return Reckoned(made.low, made.high, None, made.year, made.sources, covers=found[1].total / every[0].total)


def spread(indicator: str) -> Reckoning:
    """From the lowest commune to the highest: a median is never averaged."""

    def reckon(counts: Counts) -> Reckoned | None:
        found = counts.together(indicator)
        if not found:
            return None
        [one] = found
        return Reckoned(one.low, one.high, None, one.year, one.sources, places=one.places)

    return reckon


def _divided(part: Callable[..., float], found: Sequence[Counted], times: float) -> Reckoned | None:
    """`part` of what was found, by its last one."""
    if not found or not found[-1].total:
        return None
    return _made(lambda *all_: times * part(*all_) / all_[-1].total, found)


def _made(reckon: Callable[..., float], found: Sequence[Counted]) -> Reckoned | None:
    return _value(reckon(*found), found) if found else None


def _value(value: float, found: Sequence[Counted], since: int | None = None) -> Reckoned:
    years = [one.year for one in found]
    first = since if since is not None else next((one.since for one in found if one.since), None)
    return Reckoned(value, value, first, max(years), frozenset().union(*(one.sources for one in found)))

"""Publishing a period: its figures are computed beside, then written in one transaction, or not at all.

A month is published as soon as it is over, « provisoire ». When its quarter closes, a few days after its end, what came
late is taken in: the quarter and its three months are written together, once, and change no more. A year is published
when its last quarter is.
"""

from __future__ import annotations

from asyncio import to_thread
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from boite.clock import now
from boite.database.connection import binary, execute_many, fetch, transaction
from boite.statistics import periods
from boite.statistics import secret as rounding_secret
from boite.statistics.acts import acts_of
from boite.statistics.crowds import Cell, Crowds, Led, shown_totals
from boite.statistics.exact_numbers import Numbers, count
from boite.statistics.facts import groups_of
from boite.statistics.floors import Floors
from boite.statistics.gathering import gather
from boite.statistics.models import PeriodState, StatPeriod
from boite.statistics.packing import unpacked
from boite.statistics.periods import CountedPeriod, PeriodKind
from boite.statistics.photographs import Photographs, of_last_month
from boite.statistics.places import Path
from boite.statistics.prepared import Crossing, Prepared, prepare
from boite.statistics.rounding import round_numbers
from boite.statistics.stored_places import numbers_of, paths
from boite.statistics.total_kinds import Heading
from boite.statistics.totals import TOTALS

STORED = {
    "stat_headline": "figures",
    "stat_figure": "measure, as_of, figures",
    "stat_total": "figures",
    "stat_flow": "origin, destination, people",
}
"""Where what is published of a place and a period is, and what of it."""


async def publish_month(month: CountedPeriod) -> bool:
    """Publish a month for the first time. Returns whether it was done here: another worker may have been first."""
    secret = await rounding_secret.ready()
    [made] = await _months([month], secret)
    return await _write([made], secret, {month.code: PeriodState.PROVISIONAL})


async def publish_quarter(quarter: CountedPeriod, months: Sequence[CountedPeriod]) -> bool:
    """Publish a quarter, and its months again with what came late: it shows no less than any of them."""
    secret = await rounding_secret.ready()
    parts = await _months(months, secret)
    whole = await _longer(quarter, secret, parts)
    of_last_month(whole, parts[-1].crossings if parts else {})
    states = {each.period.code: await _closed_as(each) for each in parts} | {quarter.code: PeriodState.FINAL}
    return await _write([whole, *parts], secret, states)


async def publish_year(year: CountedPeriod) -> bool:
    """Publish a school year, or a year, whose quarters are closed: it shows no less than any of them."""
    secret = await rounding_secret.ready()
    parts = [await _stored(part) for part in year.parts]
    months = [part for part in parts if part.period.kind == PeriodKind.MONTH]
    largest = {_largest_part(year, month) for month in year.months}
    kept = _forgotten(part for part in parts if part.period in largest)
    made = await _longer(year, secret, [part for part in parts if part.headlines], kept)
    of_last_month(made, months[-1].crossings)
    return await _write([made], secret, {year.code: PeriodState.FINAL})


async def _longer(
    period: CountedPeriod, secret: bytes, parts: Sequence[Prepared], kept: Mapping[Cell, int] | None = None
) -> Prepared:
    """A period that has parts, each read after the other: a quarter, a year. `kept` are totals that are known."""
    there = [place for part in parts if part.period.length == 1 for place in part.headlines]
    exact, crowds = await _counted(period, there)
    floors = Floors(exact, crowds)
    for part in parts:
        await to_thread(floors.add, *await _counted(part.period, part.headlines), part)
    shown = await to_thread(round_numbers, exact, secret, await to_thread(floors.numbers))
    totals = {**shown_totals(crowds, secret, floors.totals), **(kept or {})}
    return prepare(period, shown, totals, there)


async def _counted(period: CountedPeriod, there: Collection[Path]) -> tuple[Numbers, Crowds]:
    """The exact numbers of a period, by places where they were."""
    groups = await groups_of(period)
    return await to_thread(count, groups), await gather(period, groups, await acts_of(period), there)


def _largest_part(year: CountedPeriod, month: CountedPeriod) -> CountedPeriod:
    """The quarter of this month, where all of it is in the year; else the month."""
    whole = periods.quarter(month.begins)
    return whole if set(whole.months) <= set(year.months) else month


def _forgotten(parts: Iterable[Prepared]) -> Counter[Cell]:
    """The searches without answer of a year: what its parts showed, for their rows are kept for twelve months only."""
    found = Counter[Cell]()
    for part in parts:
        for place, figures in part.totals.items():
            values = unpacked(figures, 1)
            for total in TOTALS:
                if total.heading == Heading.MISSED and total.number < len(values):
                    found[total.code, place] += values[total.number] or 0
    return found


async def _months(months: Sequence[CountedPeriod], secret: bytes) -> list[Prepared]:
    """In their order: what a structure holds is compared with its former photograph."""
    if not months:
        return []
    photographs, made = await Photographs.before(months[0], secret), []
    for month in months:
        groups = await groups_of(month)
        shown = await to_thread(round_numbers, await to_thread(count, groups), secret)
        there = await told_of(month)
        crowds = await gather(month, groups, await acts_of(month), there)
        one = prepare(month, shown, shown_totals(crowds, secret), crowds.structures)
        await photographs.settle(one, groups)
        made.append(one)
    return made


async def told_of(period: CountedPeriod) -> list[Path]:
    """The places that have figures in a period; none where it is not published."""
    places = await fetch("SELECT place_id FROM stat_headline WHERE period = ? ORDER BY place_id", period.code)
    known = await paths()
    return [known[row["place_id"]] for row in places]


async def _closed_as(made: Prepared) -> PeriodState:
    unchanged = made == await _stored(made.period)
    return PeriodState.FINAL if unchanged else PeriodState.REVISED


async def _stored(period: CountedPeriod) -> Prepared:
    """What is published of a period."""
    heads, crossings, totals, flows = [
        await fetch(f"SELECT place_id, {columns} FROM {table} WHERE period = ? ORDER BY place_id", period.code)
        for table, columns in STORED.items()
    ]
    places, found = await paths(), Prepared(period)  # after them: another worker may have entered places meanwhile
    for row in heads:
        found.headlines[places[row["place_id"]]] = binary(row["figures"])
    for row in crossings:
        crossing = Crossing(row["as_of"], binary(row["figures"]))
        found.crossings[places[row["place_id"]], row["measure"]] = crossing
    for row in totals:
        found.totals[places[row["place_id"]]] = binary(row["figures"])
    for row in flows:
        led = Led(places[row["place_id"]], Path.read(row["origin"]), Path.read(row["destination"]))
        found.flows[led] = row["people"]
    return found


async def _write(made: Sequence[Prepared], secret: bytes, states: Mapping[str, PeriodState]) -> bool:
    """All these periods in one transaction. Nothing where another worker published one of them meanwhile."""
    numbers = await numbers_of(place for each in made for place in each.places)
    async with transaction():
        await rounding_secret.alone()
        if await _done_meanwhile(states):
            return False
        at = now()  # of all of them: they appear together
        for each in made:
            code = each.period.code
            for table in STORED:
                await execute_many(f"DELETE FROM {table} WHERE period = ?", [(code,)])
            await execute_many(
                "INSERT INTO stat_headline (place_id, period, figures) VALUES (?, ?, ?)",
                [(numbers[place], code, figures) for place, figures in each.headlines.items()],
            )
            await execute_many(
                "INSERT INTO stat_figure (place_id, measure, period, as_of, figures) VALUES (?, ?, ?, ?, ?)",
                [
                    (numbers[place], number, code, crossing.as_of, crossing.figures)
                    for (place, number), crossing in each.crossings.items()
                ],
            )
            await execute_many(
                "INSERT INTO stat_total (place_id, period, figures) VALUES (?, ?, ?)",
                [(numbers[place], code, figures) for place, figures in each.totals.items()],
            )
            await execute_many(
                "INSERT INTO stat_flow (place_id, period, origin, destination, people) VALUES (?, ?, ?, ?, ?)",
                [
                    (numbers[led.told_by], code, str(led.origin), str(led.destination), people)
                    for led, people in each.flows.items()
                ],
            )
            await _say(each.period, states[code], at, rounding_secret.mark(secret))
    return True


async def _done_meanwhile(states: Mapping[str, PeriodState]) -> bool:
    """Whether one of these is published as it would be, or closed."""
    for row in await StatPeriod.all():
        if row.code in states and (row.closed_at is not None or states[row.code] == PeriodState.PROVISIONAL):
            return True
    return False


async def _say(period: CountedPeriod, state: PeriodState, at: datetime, mark: str) -> None:
    closed = None if state == PeriodState.PROVISIONAL else at
    await execute_many(
        "INSERT INTO stat_period (code, state, published_at, closed_at, mark) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (code) DO UPDATE SET state = excluded.state, closed_at = excluded.closed_at",
        [(period.code, state.value, at, closed, mark)],
    )

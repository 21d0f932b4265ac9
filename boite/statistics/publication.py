"""Publishing a period: its figures are computed beside, then written in one transaction, or not at all.

A month is published as soon as it is over, « provisoire ». When its quarter closes, a few days after its end, what came
late is taken in: the quarter and its three months are written together, once, and change no more. A year is published
when its last quarter is.
"""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from datetime import datetime

from boite.clock import now
from boite.database.connection import binary, execute_many, fetch, transaction
from boite.statistics import secret as rounding_secret
from boite.statistics.exact_numbers import count
from boite.statistics.facts import groups_of
from boite.statistics.models import PeriodState, StatPeriod
from boite.statistics.periods import CountedPeriod
from boite.statistics.photographs import Photographs, of_last_month
from boite.statistics.places import Path
from boite.statistics.prepared import Crossing, Prepared, prepare, same
from boite.statistics.rounding import Longer, round_numbers
from boite.statistics.stored_places import numbers_of, paths


async def publish_month(month: CountedPeriod) -> bool:
    """Publish a month for the first time. Returns whether it was done here: another worker may have been first."""
    secret = await rounding_secret.ready()
    [made] = await _months([month], secret, None)
    return await _write([made], secret, {month.code: PeriodState.PROVISIONAL})


async def publish_quarter(quarter: CountedPeriod, months: Sequence[CountedPeriod]) -> bool:
    """Publish a quarter, and its months again with what came late: none shows more than the quarter."""
    secret = await rounding_secret.ready()
    exact = await to_thread(count, await groups_of(quarter))
    shown = await to_thread(round_numbers, exact, secret)
    parts = await _months(months, secret, Longer(exact, shown))
    whole = prepare(quarter, shown)
    of_last_month(whole, parts[-1].crossings if parts else {})
    states = {each.period.code: await _closed_as(each) for each in parts} | {quarter.code: PeriodState.FINAL}
    return await _write([whole, *parts], secret, states)


async def publish_year(year: CountedPeriod) -> bool:
    """Publish a school year, or a year, whose quarters are closed."""
    secret = await rounding_secret.ready()
    shown = await to_thread(round_numbers, await to_thread(count, await groups_of(year)), secret)
    made = prepare(year, shown)
    of_last_month(made, (await _stored(year.months[-1]))[1])
    return await _write([made], secret, {year.code: PeriodState.FINAL})


async def _months(months: Sequence[CountedPeriod], secret: bytes, longer: Longer | None) -> list[Prepared]:
    """In their order: what a structure holds is compared with its former photograph."""
    if not months:
        return []
    photographs, made = await Photographs.before(months[0], secret), []
    for month in months:
        groups = await groups_of(month)
        shown = await to_thread(round_numbers, await to_thread(count, groups), secret, longer)
        one = prepare(month, shown)
        await photographs.settle(one, groups)
        made.append(one)
    return made


async def _closed_as(made: Prepared) -> PeriodState:
    unchanged = same(made, *await _stored(made.period))
    return PeriodState.FINAL if unchanged else PeriodState.REVISED


async def _stored(period: CountedPeriod) -> tuple[dict[Path, bytes], dict[tuple[Path, int], Crossing]]:
    """What is published of a period."""
    places = await paths()
    heads = await fetch("SELECT place_id, figures FROM stat_headline WHERE period = ?", period.code)
    rows = await fetch("SELECT place_id, measure, as_of, figures FROM stat_figure WHERE period = ?", period.code)
    return {places[row["place_id"]]: binary(row["figures"]) for row in heads}, {
        (places[row["place_id"]], row["measure"]): Crossing(row["as_of"], binary(row["figures"])) for row in rows
    }


async def _write(made: Sequence[Prepared], secret: bytes, states: Mapping[str, PeriodState]) -> bool:
    """All these periods in one transaction. Nothing where another worker published one of them meanwhile."""
    numbers = await numbers_of(place for each in made for place in each.headlines)
    async with transaction():
        await rounding_secret.alone()
        if await _done_meanwhile(states):
            return False
        at = now()  # of all of them: they appear together
        for each in made:
            code = each.period.code
            for table in ("stat_headline", "stat_figure"):
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

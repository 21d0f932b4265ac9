"""Facts: one row for each person and month, without a name. Only the chore of statistics reads them (a test says so).

Computed again, a month gains what came late and loses nothing: a row keeps its place, its public and its age as they
were, and the measures of what they were then are added to. The row of an erased account stays, and leads to nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from boite.clock import midnight
from boite.database.connection import execute, execute_many, fetch, transaction
from boite.database.long_lists import marks
from boite.statistics import doings
from boite.statistics.doings import Doings
from boite.statistics.exact_numbers import Alike
from boite.statistics.keys import KEY_BITS, keys_of
from boite.statistics.measures import (
    ACCOUNTS,
    BY_CODE,
    COLLEAGUES,
    COLLEAGUES_STOCK,
    FOLLOWED,
    LINKS,
    PEOPLE,
    with_wholes,
)
from boite.statistics.people import CountedPerson, Geography, linked, next_people
from boite.statistics.periods import OLDEST, CountedPeriod
from boite.statistics.periods import month as month_of
from boite.statistics.places import Path, PlaceSize
from boite.statistics.secret import alone
from boite.statistics.stored_places import numbers_of, paths
from boite.statistics.total_kinds import MOST_EACH

AT_ONCE = 500
"""People of one transaction: nobody reads facts before their month is whole."""
SLICE = 4000
"""Rows of one slice of keys, about: what memory holds of a period at once."""
MORE = (
    f"CASE WHEN stat_fact.bits & {COLLEAGUES_STOCK} = 0 AND excluded.{{0}} > stat_fact.{{0}}"
    " THEN excluded.{0} ELSE stat_fact.{0} END"
)
ADD = (
    "INSERT INTO stat_fact (id, place_id, public, age, bits, deposits, messages) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET bits = stat_fact.bits | (excluded.bits &"
    f" CASE WHEN stat_fact.bits & {COLLEAGUES_STOCK} <> 0 THEN {COLLEAGUES} ELSE {PEOPLE & ~BY_CODE[FOLLOWED].bit} END)"
    + "".join(f", {name} = {MORE.format(name)}" for name in ("deposits", "messages"))
)
"""Who became a professional since is still counted, in that month, among the persons that they were with. Whoever had
named no structure then is still where they lived.
"""
LINK = (
    "INSERT INTO stat_link (fact, place_id, public, age)"
    " SELECT CAST(? AS BIGINT), CAST(? AS INT), CAST(? AS SMALLINT), CAST(? AS SMALLINT)"
    " WHERE NOT EXISTS (SELECT 1 FROM stat_fact WHERE id = ? AND place_id = ?) ON CONFLICT (fact, place_id) DO NOTHING"
)
"""Never a second link with the structure where they were."""

HOLDERS = (
    "SELECT place_id, public, age, {} AS people FROM {} WHERE {} AND (bits & ?) <> 0 GROUP BY place_id, public, age"
)


LINKED = "SELECT fact, place_id, public, age FROM stat_link WHERE fact >= ? AND fact < ?"
LINKED_ALIKE = (
    "SELECT place_id, public, age, COUNT(*) AS people FROM stat_link WHERE fact >= ? AND fact < ?"
    " GROUP BY place_id, public, age"
)


class Fact(NamedTuple):
    """One person in one month, without a name."""

    key: int
    place: Path
    public: int
    age: int
    bits: int
    """The measures that count them."""
    deposits: int = 0
    """Papers that they added, and messages left to them: `MOST_EACH` at most."""
    messages: int = 0
    others: tuple[Path, ...] = ()
    """The structures that help them along besides the one where they are."""


async def note_month(month: CountedPeriod, told_of: Collection[Path] = ()) -> int:
    """Write the facts of a month, from the journal and the rows as they are now. Returns how many people it counts.

    Done twice, or by two workers at once, it writes the same. Whoever refused to be counted has no row, and
    none for the time before they accepted again. `told_of`: where places were, once the month is published.
    """
    did, where = dict[UUID, Doings](), await Geography.read(told_of)
    last, noted = UUID(int=0), 0
    while some := await next_people(last, AT_ONCE, midnight(month.ends), where):
        if not last.int:  # nothing is asked of the journal about a month before anybody came
            did = await doings.of_month(month)
        last = some[-1].id
        counted = [person for person in some if person.is_counted(month)]
        async with transaction():
            keys = await keys_of(person.id for person in counted)
            others = await linked([person.id for person in counted if not person.professional], month, where)
            found = [
                fact_of(person, keys[person.id], did.get(person.id, Doings()), others.get(person.id, ()), month)
                for person in counted
                if person.id in keys
            ]
            await write(month, found)
        noted += len(found)
    return noted


async def write(month: CountedPeriod, found: Sequence[Fact]) -> None:
    """Add these facts to a month, in the order of keys: that of rows must not be that of accounts.

    Inside the caller's transaction.
    """
    numbers = await numbers_of(place for fact in found for place in (fact.place, *fact.others))
    first, rows, links = first_fact(month), [], []
    for key, place, public, age, bits, deposits, messages, others in found:
        rows.append((first + key, numbers[place], public, age, bits, deposits, messages))
        links += [(first + key, numbers[other], public, age, first + key, numbers[other]) for other in others]
    await execute_many(ADD, sorted(rows))
    await execute_many(LINK, sorted(links))


def fact_of(person: CountedPerson, key: int, did: Doings, others: Collection[Path], month: CountedPeriod) -> Fact:
    """What is kept of somebody for a month."""
    acts = (0, 0) if person.professional else (min(MOST_EACH, did.deposits), min(MOST_EACH, did.messages))
    elsewhere = tuple(sorted({other for other in others if other != person.place}, key=str))
    bits = bits_of(person, did, month)
    return Fact(key, person.place, person.public, person.age(month.begins.year), bits, *acts, elsewhere)


def bits_of(person: CountedPerson, did: Doings, month: CountedPeriod) -> int:
    """The measures that count somebody in a month: those of persons, or those of colleagues."""
    bits = did.bits
    days = str(month.begins), str(month.ends)
    if days[0] <= person.seen_on < days[1]:
        bits |= BY_CODE["venues"].bit | BY_CODE["professionnels-venus"].bit
    if person.opened_at >= midnight(month.begins):
        bits |= BY_CODE["nouvelles"].bit
    else:
        bits &= ~BY_CODE["nouvelles-seules"].bit
    if person.place.size == PlaceSize.STRUCTURE:
        bits |= BY_CODE[FOLLOWED].bit
    bits |= BY_CODE[ACCOUNTS].bit | BY_CODE["professionnels"].bit
    return with_wholes(bits & (COLLEAGUES if person.professional else PEOPLE))


async def groups_of(period: CountedPeriod) -> Counter[Alike]:
    """The people of a period, each once: all that they did in it, where and what they were in its last month.

    Exact, and flat in memory: keys are drawn evenly, so a slice of them holds its share of each month.
    """
    people_there, links_there = Counter[tuple[int, int, int, int]](), Counter[tuple[int, int, int]]()
    slices = await slices_of(period)
    for number in range(slices):
        people: dict[int, tuple[int, int, int, int]] = {}
        links: dict[int, list[tuple[int, int, int]]] = {}
        for month in period.months:
            first = first_fact(month)
            window = first + (number << KEY_BITS) // slices, first + (number + 1 << KEY_BITS) // slices
            for row in await fetch(
                "SELECT id, place_id, public, age, bits FROM stat_fact WHERE id >= ? AND id < ? ORDER BY id", *window
            ):
                key = row["id"] - first
                before = people[key][3] if key in people else 0
                people[key] = row["place_id"], row["public"], row["age"], row["bits"] | before
                links.pop(key, None)  # those of the last month are counted, as its place is
            for row in await fetch(LINKED, *window):
                links.setdefault(row["fact"] - first, []).append((row["place_id"], row["public"], row["age"]))
        people_there.update(people.values())
        links_there.update(chain.from_iterable(links.values()))
    places, found = await paths(), Counter[Alike]()  # after them: another worker may have entered places meanwhile
    for (place, public, age, bits), times in people_there.items():
        found[Alike(places[place], public, age, bits)] += times
    for (place, public, age), times in links_there.items():
        found[Alike(places[place], public, age, LINKS)] += times
    if not found and period.length == 1:
        return await _collapsed(period)
    return found


async def holders(month: CountedPeriod, bit: int) -> Counter[Alike]:
    """Those of a month whom this measure counts, by place, public and age: what else they did is not read."""
    found = Counter[Alike]()
    if bit == LINKS:
        rows = await fetch(LINKED_ALIKE, *_window(month))
    else:
        rows = await fetch(HOLDERS.format("COUNT(*)", "stat_fact", "id >= ? AND id < ?"), *_window(month), bit)
    rows = rows or await fetch(HOLDERS.format("SUM(people)", "stat_group", "month = ?"), month.code, bit)
    places = await paths()
    for row in rows:
        found[Alike(places[row["place_id"]], row["public"], row["age"], bit)] += int(row["people"])
    return found


async def slices_of(period: CountedPeriod) -> int:
    """Into how many slices of keys a period is read."""
    rows = await fetch(
        "SELECT COUNT(*) AS people FROM stat_fact WHERE id >= ? AND id < ?",
        *_window(period.months[-1]),
    )
    return 1 + int(rows[0]["people"]) * period.length // SLICE


async def _collapsed(month: CountedPeriod) -> Counter[Alike]:
    """The groups that an old month was collapsed to."""
    rows = await fetch("SELECT place_id, public, age, bits, people FROM stat_group WHERE month = ?", month.code)
    places, found = await paths(), Counter[Alike]()
    for row in rows:
        found[Alike(places[row["place_id"]], row["public"], row["age"], row["bits"])] += row["people"]
    return found


async def collapse(month: CountedPeriod) -> None:
    """Keep the groups of an old month, and no key: nobody's months can be put side by side any more.

    Where there were groups already, the facts that were written again since take their place: never both.
    """
    async with transaction():
        await alone()
        rows = await fetch(
            "SELECT place_id, public, age, bits, COUNT(*) AS people, SUM(deposits) AS deposits,"
            " SUM(messages) AS messages FROM stat_fact WHERE id >= ? AND id < ? GROUP BY place_id, public, age, bits",
            *_window(month),
        )
        if not rows:  # another worker was first
            return
        for row in await fetch(LINKED_ALIKE, *_window(month)):
            rows.append({**row, "bits": LINKS, "deposits": 0, "messages": 0})
        names = ("place_id", "public", "age", "bits", "people", "deposits", "messages")
        await execute("DELETE FROM stat_group WHERE month = ?", month.code)
        await execute_many(
            f"INSERT INTO stat_group (month, {', '.join(names)}) VALUES ({marks(('month', *names))})",
            [(month.code, *(row[name] for name in names)) for row in rows],
        )
        await execute("DELETE FROM stat_link WHERE fact >= ? AND fact < ?", *_window(month))
        await execute("DELETE FROM stat_fact WHERE id >= ? AND id < ?", *_window(month))


async def oldest_month() -> CountedPeriod | None:
    """The oldest month that still has facts with keys."""
    rows = await fetch("SELECT MIN(id) AS first FROM stat_fact")
    if rows[0]["first"] is None:
        return None
    year, number = divmod(int(rows[0]["first"]) >> KEY_BITS, 12)
    return month_of(date(OLDEST + year, number + 1, 1))


async def noted(month: CountedPeriod) -> bool:
    """Whether a month has facts with keys."""
    return bool(await fetch("SELECT 1 AS one FROM stat_fact WHERE id >= ? AND id < ? LIMIT 1", *_window(month)))


def _window(month: CountedPeriod) -> tuple[int, int]:
    """The first number of the facts of this month, and the first one after them."""
    return first_fact(month), first_fact(month) + (1 << KEY_BITS)


def first_fact(month: CountedPeriod) -> int:
    """The number of the fact of key 0 of this month."""
    return (month.begins.year - OLDEST) * 12 + month.begins.month - 1 << KEY_BITS

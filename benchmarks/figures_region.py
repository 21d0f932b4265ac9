"""A region that was counted for months: places, accounts, facts of each month, and as many events as wanted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any, Final

from benchmarks.many_boxes import person_of
from boite.accounts.models import User
from boite.clock import midnight
from boite.database.connection import execute, execute_many, on_sqlite, transaction
from boite.directory.models import Structure
from boite.statistics import facts
from boite.statistics.facts import Fact
from boite.statistics.grid import PUBLICS
from boite.statistics.keys import KEY_BITS
from boite.statistics.measures import BY_CODE, MEASURES, with_wholes
from boite.statistics.people import Geography
from boite.statistics.periods import CountedPeriod
from boite.statistics.places import Path
from boite.support.models import Support
from tests.directory.sheets import make_structure, make_territory

STRUCTURES: Final = 200
TERRITORIES: Final = 13
BATCH: Final = 20_000
EVENTS_AT_ONCE: Final = 250_000
ACTIVE: Final = 0.36
"""The part of people who do something in a month, as in the trials of the design."""
KINDS: Final = ("account.signed_in", "file.deposited", "file.renamed", "file.versioned", "account.profile_changed")
"""Of events, one after the other."""
PAPERS: Final = [each.code for each in MEASURES if each.code.startswith("papier-")]


async def build(people: int, day: date) -> list[Structure]:
    """Territories, structures of very different sizes, accounts and the structure of each. Returns the structures."""
    for number in range(TERRITORIES):
        await make_territory(f"SPRO-{number:02}", f"Territoire {number}")
    made = [
        await make_structure(f"Structure {rank}", territory=f"SPRO-{rank % TERRITORIES:02}", place=False)
        for rank in range(STRUCTURES)
    ]
    opened = midnight(day - timedelta(days=800))
    await _write(User._meta.db_table, (_person(rank, day, opened) for rank in range(people)))
    await _write(Support._meta.db_table, (_support(rank, made, opened) for rank in range(people)))
    return made


def _person(rank: int, day: date, opened: datetime) -> dict[str, Any]:
    return {
        **{"id": person_of(rank), "handle": f"boite-{rank}", "secret_hash": "-", "role": "person", "first_name": "Lou"},
        **{"email": "", "situation": PUBLICS[rank % 12], "commune": "", "structure": "", "theme": ""},
        **{"birth_year": 1955 + rank % 55, "created_at": opened, "seen_on": day - timedelta(days=rank % 90)},
    }


def structure_of(rank: int) -> int:
    """The rank of the structure of somebody: a few have most people, as real ones."""
    return int(Random(rank).expovariate(1) * STRUCTURES / 6) % STRUCTURES


def _support(rank: int, made: list[Structure], opened: datetime) -> dict[str, Any]:
    return {"user_id": person_of(rank), "structure_id": made[structure_of(rank)].id, "lead": True, "at": opened}


async def past(people: int, months: list[CountedPeriod], structures: list[Structure]) -> int:
    """The facts of these months, of more and more people. Returns how many."""
    where, draw, noted = await Geography.read(), Random(24), 0
    places = [where.place(structure.id, "") for structure in structures]
    everybody = [(draw.getrandbits(KEY_BITS), places[structure_of(rank)], rank) for rank in range(people)]
    for number, month in enumerate(months):
        there = everybody[: people // 3 + people * 2 // 3 * number // len(months)]
        rows = (_fact(draw, *each) for each in there)
        while some := list(islice(rows, BATCH)):
            async with transaction():
                await facts.write(month, some)
            noted += len(some)
    return noted


def _fact(draw: Random, key: int, place: Path, rank: int) -> Fact:
    bits = BY_CODE["boites"].bit
    if draw.random() < ACTIVE:
        bits |= with_wholes(BY_CODE["vivantes"].bit)
        if draw.random() < 0.5:
            bits |= with_wholes(BY_CODE[PAPERS[int(len(PAPERS) * draw.random() ** 2)]].bit)
    return Fact(key, place, rank % 12, rank % 15, bits)


async def happen(first: int, events: int, people: int, begins: datetime, ends: datetime) -> None:
    """Events number `first` up to `events` of a journal spread evenly over this time, made by the database itself."""
    seconds = (ends - begins).total_seconds() / events
    kind = "CASE {n} % 5 " + " ".join(f"WHEN {rank} THEN '{name}'" for rank, name in enumerate(KINDS)) + " END"
    for start in range(first, events, EVENTS_AT_ONCE):
        end = min(start + EVENTS_AT_ONCE, events)
        if on_sqlite():
            who = "'00000010-0000-0000-0000-' || printf('%012x', (n * 7919) % ?)"
            at = "strftime('%Y-%m-%d %H:%M:%S', ?, (n * ?) || ' seconds') || '+00:00'"
            numbers = "WITH RECURSIVE x(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM x WHERE n < ?)"
            await execute(
                f"INSERT INTO journal_entry (owner_id, actor_id, kind, details, at) {numbers}"
                f" SELECT who, who, {kind.format(n='n')}, '{{}}', moment"
                f" FROM (SELECT n, {who} AS who, {at} AS moment FROM x)",
                *(start, end - 1, people, f"{begins:%Y-%m-%d %H:%M:%S}", seconds),
            )
        else:
            await execute(
                "INSERT INTO journal_entry (owner_id, actor_id, kind, details, at)"
                f" SELECT who, who, {kind.format(n='n')}, '{{}}', moment FROM (SELECT n,"
                f" ('00000010-0000-0000-0000-' || lpad(to_hex((n * 7919) % {people:d}), 12, '0'))::uuid AS who,"
                f" timestamptz '{begins:%Y-%m-%d %H:%M:%S}+00' + n * interval '{seconds:.6f} seconds' AS moment"
                f" FROM generate_series({start:d}::bigint, {end - 1:d}) AS n) AS made"
            )


async def _write(table: str, rows: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(rows, BATCH)):
        sql = f"INSERT INTO {table} ({', '.join(some[0])}) VALUES ({', '.join('?' * len(some[0]))})"
        async with transaction():
            await execute_many(sql, [list(row.values()) for row in some])


def as_duckdb(people: int, events: int, begins: datetime, ends: datetime) -> list[str]:
    """The statements that make the same events and people in DuckDB."""
    seconds = (ends - begins).total_seconds() / events
    return [
        "CREATE TABLE events AS SELECT (n * 7919) % {p} AS who, n % 5 AS kind,"
        " TIMESTAMP '{b}' + to_microseconds(CAST(n * {s} AS BIGINT)) AS at FROM range({e}) AS numbers(n)".format(
            p=people, b=f"{begins:%Y-%m-%d %H:%M:%S}", s=seconds * 1_000_000, e=events
        ),
        f"CREATE TABLE people AS SELECT n AS who, n % 12 AS public, n % {STRUCTURES} AS structure FROM range({people})"
        " AS numbers(n)",
    ]

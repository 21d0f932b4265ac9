"""« Les chiffres » of a whole region: months and years computed, dashboards, files; beside queries over the events."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from statistics import median
from typing import Final

from starlette.applications import Starlette

from benchmarks import figures_region
from benchmarks.bench import Bench
from benchmarks.report import at_most, number
from benchmarks.sweeps import apart, forget_peak, peak, resident
from boite import clock
from boite.accounts.models import AccountRole, User
from boite.app import create_app
from boite.clock import PARIS, midnight, months_later, now, today
from boite.database.connection import fetch
from boite.database.schema import migrate
from boite.settings import Settings
from boite.statistics import export, facts, periods, published
from boite.statistics.periods import CountedPeriod, PeriodKind
from boite.statistics.place_names import named, names_of_ends
from boite.statistics.publication import publish_month, publish_quarter, publish_year
from tests import postgresql
from tests.visitors import signed_in

MONTHS: Final = 24
DASHBOARD: Final = 25
"""Milliseconds of server time."""
COMPUTED: Final = 60
"""Seconds of a month, and of a year."""
EXPORT: Final = 1
FLAT: Final = 1.2
"""A dashboard over ten times as many events, over one over fewer."""
GROWTH: Final = 150
"""MiB that a month or a year may take."""
TIMES: Final = 30
PLACES: Final = ("région", "territoire", "structure")
NAIVE: Final = (
    "SELECT s.structure_id, u.situation, COUNT(DISTINCT e.owner_id) AS people FROM journal_entry e"
    " JOIN account_user u ON u.id = e.owner_id JOIN support_support s ON s.user_id = u.id AND s.lead"
    " WHERE e.kind = 'file.deposited' AND e.at >= ? AND e.at < ? AND e.actor_id = e.owner_id"
    " GROUP BY s.structure_id, u.situation"
)
IN_DUCKDB: Final = (
    "SELECT p.structure, p.public, COUNT(DISTINCT e.who) FROM events e JOIN people p ON p.who = e.who"
    " WHERE e.kind = 1 AND e.at >= ? AND e.at < ? GROUP BY p.structure, p.public"
)
"""One table of one measure: a dashboard has some thirty measures, each with the period before and the year before."""


@dataclass(slots=True)
class Taken:
    """Seconds of each step, milliseconds of each page, MiB more than before each computation."""

    noted: float = 0
    months: list[float] = field(default_factory=list)
    quarters: list[float] = field(default_factory=list)
    years: list[float] = field(default_factory=list)
    grown: dict[str, float] = field(default_factory=dict)
    facts: int = 0
    pages: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    """By place and number of events."""
    reading: dict[str, list[float]] = field(default_factory=dict)
    """Milliseconds of processor of the figures of a page alone."""
    files: dict[str, float] = field(default_factory=dict)
    naive: dict[int, float] = field(default_factory=dict)


def measure(bench: Bench) -> None:
    """Print what each engine took, and what the same questions cost over the events."""
    settings = Settings(data=bench.place("chiffres"), chores=False, log_level="WARNING", base_url="https://exemple.fr")
    sizes = [bench.events // 10, bench.events]
    print(
        f"\n### Les chiffres de {bench.boxes} personnes, {figures_region.STRUCTURES} structures,"
        f" {figures_region.TERRITORIES} territoires, {MONTHS} mois, jusqu'à {bench.events} entrées du journal\n"
    )
    found = {"SQLite": apart(taken, settings, bench.boxes, sizes)}
    server = postgresql.Server()
    try:
        postgresql.run("CREATE DATABASE chiffres")
        shared = replace(settings, data=bench.place("chiffres-pg"), database=postgresql.address("chiffres"))
        found["PostgreSQL"] = apart(taken, shared, bench.boxes, sizes)
    finally:
        server.stop()
    duck = {size: apart(over_events, bench.boxes, size) for size in sizes}
    print("| quoi | " + " | ".join(found) + " |\n|---|" + "---|" * len(found))
    rows: dict[str, Callable[[Taken], str]] = {
        "Noter un mois, du journal et des comptes (s)": lambda each: number(each.noted),
        "Faits de tous les mois (lignes)": lambda each: str(each.facts),
        "Compter, arrondir, publier un mois (s, médiane et le plus long)": lambda each: _two(each.months),
        "Fermer un trimestre et ses trois mois (s)": lambda each: _two(each.quarters),
        "Publier une année (s)": lambda each: _two(each.years),
        "Mémoire en plus : noter, un mois, une année (Mio)": lambda each: " ; ".join(map(number, each.grown.values())),
        **{
            f"Une page, {place}, {size} entrées (ms de processeur, médiane et p95)": _page(place, size)
            for place in PLACES
            for size in sizes
        },
        **{f"Les chiffres seuls, {place} (ms de processeur)": _reading(place) for place in PLACES},
        **{f"Un territoire en {form} (s)": _file(form) for form in export.FORMS},
        **{f"SQL naïf, une seule mesure, {size} entrées (ms)": _naive(size) for size in sizes},
    }
    for name, said in rows.items():
        print(f"| {name} | " + " | ".join(map(said, found.values())) + " |")
    for size in sizes:
        cost = "absent" if duck[size] is None else number(duck[size])
        print(f"| DuckDB en mémoire, une seule mesure, {size} entrées (ms) | {cost} | {cost} |")
    print()
    if None in duck.values():
        bench.absent.append("duckdb")
    for name, each in found.items():
        slowest = max(median(times) for (_, size), times in each.pages.items() if size == sizes[-1])
        at_most(f"{name} : millisecondes de processeur de la page la plus lente", slowest, DASHBOARD)
        flat = max(median(each.pages[place, sizes[1]]) / median(each.pages[place, sizes[0]]) for place, _ in each.pages)
        at_most(f"{name} : dix fois plus d'entrées, la même page, rapport", flat, FLAT)
        at_most(f"{name} : secondes d'un mois, noté et publié", each.noted + max(each.months), COMPUTED)
        at_most(f"{name} : secondes d'une année", max(each.years), COMPUTED)
        at_most(f"{name} : mémoire en plus (Mio)", max(each.grown.values()), GROWTH)
        at_most(f"{name} : secondes du plus lent des fichiers", max(each.files.values()), EXPORT)
    bench.forget("chiffres")


def _two(seconds: list[float]) -> str:
    return f"{number(median(seconds))} ; {number(max(seconds))}"


def _page(place: str, size: int) -> Callable[[Taken], str]:
    def said(each: Taken) -> str:
        times = sorted(each.pages[place, size])
        return f"{number(median(times))} ; {number(times[int(len(times) * 0.95)])}"

    return said


def _reading(place: str) -> Callable[[Taken], str]:
    return lambda each: number(median(each.reading[place]))


def _file(form: str) -> Callable[[Taken], str]:
    return lambda each: number(each.files[form])


def _naive(size: int) -> Callable[[Taken], str]:
    return lambda each: number(each.naive[size])


def taken(settings: Settings, people: int, sizes: list[int]) -> Taken:
    """All of it, on one engine."""
    return asyncio.run(_taken(settings, people, sizes))


async def _taken(settings: Settings, people: int, sizes: list[int]) -> Taken:
    found = Taken()
    await migrate(settings)
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        first = date(today().year - 2, 1, 1)
        months = [periods.month(months_later(first, rank)) for rank in range(MONTHS)]
        begins, ends = midnight(first), midnight(months[-1].ends)
        _go_to(months[-1].ends)
        structures = await figures_region.build(people, months[-1].ends)
        await figures_region.past(people, months[:-1], structures)
        await figures_region.happen(0, sizes[0], people, begins, ends)
        await fetch("ANALYZE")
        found.noted = await _step(found, "noter", partial(facts.note_month, months[-1]))
        await _publish(found, months)
        found.facts = int((await fetch("SELECT COUNT(*) AS n FROM stat_fact"))[0]["n"])
        places = dict(zip(PLACES, ("R24", "SPRO-00", str(structures[0].id)), strict=True))
        await _pages(found, app, places, sizes[0], months[-1])
        await figures_region.happen(0, sizes[1] - sizes[0], people, begins, ends)
        await fetch("ANALYZE")
        await _pages(found, app, places, sizes[1], months[-1])
        await _files(found, months[-1])
    return found


def _go_to(day: date) -> None:
    clock.advance(datetime(day.year, day.month, day.day, 12, tzinfo=PARIS) - now())


async def _publish(found: Taken, months: list[CountedPeriod]) -> None:
    """Every period, in the order in which they are due."""
    for month in months:
        found.months.append(await _step(found, "un mois", partial(publish_month, month)))
    for quarter in _of(PeriodKind.QUARTER, months):
        found.quarters.append(await _step(found, "", partial(publish_quarter, quarter, quarter.months)))
    for kind in (PeriodKind.SCHOOL_YEAR, PeriodKind.YEAR):
        for year in _of(kind, months):
            found.years.append(await _step(found, "une année", partial(publish_year, year)))


def _of(kind: PeriodKind, months: list[CountedPeriod]) -> list[CountedPeriod]:
    """The periods of a kind that these months fill."""
    make = {
        PeriodKind.QUARTER: periods.quarter,
        PeriodKind.SCHOOL_YEAR: periods.school_year,
        PeriodKind.YEAR: periods.year,
    }
    found = dict.fromkeys(make[kind](month.begins) for month in months)
    return [each for each in found if set(each.months) <= set(months)]


async def _step(found: Taken, what: str, do: Callable[[], Awaitable[object]]) -> float:
    forget_peak()
    before, begin = resident(), time.perf_counter()
    await do()
    seconds = time.perf_counter() - begin
    if what:
        found.grown[what] = max(found.grown.get(what, 0.0), peak() - before)
    return seconds


async def _pages(found: Taken, app: Starlette, places: dict[str, str], size: int, month: CountedPeriod) -> None:
    """Whole pages, as an observer asks for them, their client included; and the same question over the events."""
    watcher = await User.create(handle=f"regard-{size}", secret_hash="-", role=AccountRole.OBSERVER)
    async with await signed_in(app, watcher) as visitor:
        for place, code in places.items():
            address = f"/chiffres/{code}?periode={month.code}&mesure=boites"
            assert (await visitor.get(address)).status_code == 200
            found.pages[place, size] = [
                await _milliseconds(partial(visitor.get, address), time.process_time) for _ in range(TIMES)
            ]
            paths = await published.places_of(code)
            read = partial(published.dashboard, paths, month)
            found.reading[place] = [await _milliseconds(read, time.process_time) for _ in range(TIMES)]
        window = midnight(month.begins), midnight(month.ends)
        found.naive[size] = median([await _milliseconds(partial(fetch, NAIVE, *window)) for _ in range(3)])


async def _milliseconds(do: Callable[[], Awaitable[object]], watch: Callable[[], float] = time.perf_counter) -> float:
    begin = watch()
    await do()
    return (watch() - begin) * 1000


async def _files(found: Taken, month: CountedPeriod) -> None:
    paths = await published.places_of("SPRO-00")
    [place] = await named(paths[-1:])
    for form in export.FORMS:
        begin = time.perf_counter()
        dashboard = await published.dashboard(paths, month)
        assert dashboard is not None
        export.written(form, place, dashboard, await names_of_ends(dashboard.flows))
        found.files[form] = time.perf_counter() - begin


def over_events(people: int, events: int) -> float | None:
    """Milliseconds of one table of one measure in DuckDB; None where it is not installed."""
    try:
        import duckdb
    except ImportError:
        return None
    first = date(today().year - 2, 1, 1)
    begins, ends = midnight(first), midnight(months_later(first, MONTHS))
    last = midnight(months_later(first, MONTHS - 1))
    base = duckdb.connect()
    for statement in figures_region.as_duckdb(people, events, begins, ends):
        base.execute(statement)
    window = [instant.replace(tzinfo=None) for instant in (last, ends)]
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        base.execute(IN_DUCKDB, window).fetchall()
        times.append((time.perf_counter() - begin) * 1000)
    return median(times)

"""Searching the directory of a whole region, on both databases, beside a `LIKE` and a plain full-text search."""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing import get_context
from statistics import median, quantiles
from typing import Final

from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette

from benchmarks.bench import Bench
from benchmarks.peers import plain_search
from benchmarks.region import Region, settle
from benchmarks.report import at_least, at_most, number
from boite.app import create_app
from boite.clock import PARIS
from boite.database.schema import migrate
from boite.directory.places.lookup import Place, to_place
from boite.directory.places.networks import KNOWN
from boite.directory.search_engine.search import SearchCriteria, search
from boite.settings import Settings
from tests import postgresql

ASKED: Final = 30
"""Searches of each kind in one round, none twice the same where there are enough."""
FEWER: Final = 5
"""Searches of each kind asked to the others."""
TARGET: Final = 20
"""Milliseconds of one search."""
MEMORY: Final = "512MB"
"""What PostgreSQL keeps (docs/exploitation.md). Its default, 128 MB, is less than these documents."""
INDEXED: Final = 500
"""Structures indexed in a second."""
Asking = Callable[[SearchCriteria], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one kind of search: in the middle, and for all but one in twenty."""

    middle: float
    slow: float


def measure(bench: Bench) -> None:
    """Print milliseconds inside the server: the search alone, then the page around it once."""
    settings = Settings(data=bench.place("annuaire"), chores=False, log_level="WARNING", environment="dev")
    _alone(bench, settings, "SQLite")
    settings = replace(settings, data=bench.place("annuaire-postgresql"))  # a store belongs to one base
    server = postgresql.Server()
    try:
        server.give_memory(MEMORY)
        postgresql.run("CREATE DATABASE annuaire")
        _alone(bench, replace(settings, database=postgresql.address("annuaire")), "PostgreSQL")
    finally:
        server.stop()
    bench.forget("annuaire")
    bench.forget("annuaire-postgresql")


def _alone(bench: Bench, settings: Settings, engine: str) -> None:
    """In a process of its own: Tortoise remembers the statements of the first engine that it speaks to."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        process.submit(_run, bench, settings, engine).result()


def _run(bench: Bench, settings: Settings, engine: str) -> None:
    asyncio.run(_measure(bench, settings, engine))


async def _measure(bench: Bench, settings: Settings, engine: str) -> None:
    await migrate(settings)
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        region = await settle(bench.structures, time.perf_counter)
        await plain_search.prepare()
        print(f"\n### Chercher parmi {bench.structures} structures, {engine} (millisecondes)\n")
        print("| recherche | médiane | 95 % | LIKE | plein texte | nous ÷ LIKE | nous ÷ plein texte |")
        print("|---|---|---|---|---|---|---|")
        kinds = searches(region)
        slowest = max([(await _line(name, wanted, bench.rounds)).middle for name, wanted in kinds.items()])
        await _line("la page entière : deux mots, un lieu", kinds["deux mots et un lieu"], bench.rounds, _page(app))
        print()
        at_most(f"{engine} : la recherche la plus lente, en millisecondes", slowest, TARGET)
        at_least(f"{engine} : fiches indexées par seconde", bench.structures / region.seconds, INDEXED)


def _page(app: Starlette) -> Asking:
    """The page as a visitor receives it, the network apart."""
    client = AsyncClient(transport=ASGITransport(app=app), base_url=app.state.settings.base_url)
    address = str(app.url_path_for("directory:search"))

    async def ask(wanted: SearchCriteria) -> None:
        where = wanted.place.label if wanted.place else ""
        (await client.get(address, params={"mots": wanted.words, "ou": where})).raise_for_status()

    return ask


async def _line(name: str, wanted: Sequence[SearchCriteria], rounds: int, us: Asking = search) -> Taken:
    """Print the line of one kind of search, each contender in turn in each round."""
    ours, like, plain = (list[float]() for _ in range(3))
    for counted in range(rounds + 1):
        for times, asking in ((ours, us), (like, plain_search.by_like), (plain, plain_search.by_full_text)):
            if asking is plain_search.by_full_text and not wanted[0].words:
                continue
            some = wanted if asking is us else wanted[:FEWER]  # they take far longer
            taken = await _times(some, asking)
            times += taken if counted else []
    result = Taken(median(ours), quantiles(ours, n=20)[-1])
    cells = [number(result.middle), number(result.slow)]
    cells += [number(median(times)) if times else "–" for times in (like, plain)]
    cells += [number(result.middle / median(times)) if times else "–" for times in (like, plain)]
    print(f"| {name} | {' | '.join(cells)} |", flush=True)
    return result


async def _times(wanted: Sequence[SearchCriteria], asking: Asking) -> list[float]:
    found = []
    gc.collect()
    for one in wanted:
        begin = time.perf_counter()
        await asking(one)
        found.append((time.perf_counter() - begin) * 1000)
    return found


def searches(region: Region) -> dict[str, list[SearchCriteria]]:
    """Searches of each kind, as people make them."""
    chance = random.Random(18)
    places = [_place(region, chance.randrange(40)) for _ in range(ASKED)]
    rare = chance.sample(region.rare, ASKED)
    names = [known.short_name for known in chance.choices(KNOWN, k=ASKED)]
    common = ["emploi", "formation", "conseil", "orientation", "métiers", "permis", "mission", "entretien", "logement"]
    needs = ["mobilite", "se-former", "trouver-un-emploi", "sante"]
    publics = ["scolaire", "demandeur-emploi", "salarie"]
    two_words = [f"{one} {two}" for one, two in zip(_many(common), _many(common[::-1]), strict=True)]
    filters = list(zip(_many(needs), _many(publics), strict=True))
    at = datetime(2026, 11, 24, 10, 30, tzinfo=PARIS)
    lunch = at.replace(hour=12, minute=15)
    return {
        "mot rare": [SearchCriteria(words=word) for word in rare],
        "mot courant": [SearchCriteria(words=word) for word in _many(common)],
        "deux mots courants": [SearchCriteria(words=words) for words in two_words],
        "réseau et commune": [
            SearchCriteria(words=f"{name} {place.name}") for name, place in zip(names, places, strict=True)
        ],
        "deux mots et un lieu": [SearchCriteria(words="mission locale", place=place) for place in places],
        "mot courant et un lieu, 100 km": [
            SearchCriteria(words="formation", place=place, radius=100) for place in places
        ],
        "lieu seul": [SearchCriteria(place=place) for place in places],
        "public et besoin": [SearchCriteria(need=need, public=code) for need, code in filters],
        "ouvert maintenant": [SearchCriteria(words="conseil", open_at=at) for _ in places],
        "ouvert à midi et quart, près d'ici": [SearchCriteria(place=place, open_at=lunch) for place in places],
        "faute de frappe": [
            SearchCriteria(words=_slipped(word)) for word in ("mission", "orientation", "competences", *rare)
        ],
        "page 3": [SearchCriteria(words=word, page=3) for word in _many(common)],
    }


def _many(words: Sequence[str]) -> list[str]:
    return [words[number % len(words)] for number in range(ASKED)]


def _slipped(word: str) -> str:
    """The word less its third letter."""
    return word[:2] + word[3:]


def _place(region: Region, number: int) -> Place:
    commune = region.communes[number]
    row = {name: getattr(commune, name) for name in ("code", "name", "latitude", "longitude", "territory_id")}
    return to_place(row | {"postal_code": ""})

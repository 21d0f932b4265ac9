"""The front page of a territory with 20 articles, asked by 32 connections, beside Datasette and a bare page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.bench import US, Bench, Reading, spent
from benchmarks.load import Outcome, drive
from benchmarks.our_server import Home, prepare
from benchmarks.peers import datasette, plain_news
from benchmarks.process import Process
from benchmarks.report import Readings, at_least, at_most, middle, number, ratio, table
from benchmarks.wire import request
from boite.accounts.models import AccountRole, User
from boite.database.connection import fetch, opened
from boite.directory.models import REGION, Commune, Coordination, Territory
from boite.news import pins
from boite.news.desk import NEWS
from boite.news.drafts import ArticleDraft
from boite.publishing.topics import TOPICS
from tests import postgresql

CONNECTIONS: Final = 32
ARTICLES: Final = 200
"""On line: a page shows the twenty newest."""
TERRITORY: Final = "SPRO-45-ORLEANS"
ADDRESS: Final = f"/actualites/?territoire={TERRITORY}"
OWN: Final = "/actualites/"
"""The same for somebody of Orléans: their territory, their situation."""
SIGNED_IN, SAME, POSTGRESQL = "Ma boîte, personne connectée", "Ma boîte, déjà vue (304)", "Ma boîte, PostgreSQL"
SIGNED_IN_POSTGRESQL = "Ma boîte, PostgreSQL, personne connectée"
DATASETTE, BARE = "Datasette, table de 20 lignes", "page nue : SQLite + Jinja"
SUMMARY: Final = (
    "Trente entreprises recrutent près de chez vous. Apportez un CV, nous l'imprimons sur place. Entrée libre."
)
BODY: Final = (
    "# Le programme\n\nDes **rencontres**, des ateliers, des métiers à essayer.\n\n- sans rendez-vous\n- gratuit\n"
)
Slow = dict[str, list[float]]
Rows = list[tuple[str, ...]]


def measure(bench: Bench) -> None:
    """Print pages per second, the delay that 99 % stay under, and the ratios."""
    slow: Slow = {}
    server = postgresql.Server()
    try:
        postgresql.run("CREATE DATABASE actualites")
        with ExitStack() as stack:
            contenders = _contenders(bench, stack, slow)
            readings = bench.go_round(contenders)
    finally:
        server.stop()
    table(f"La page d'actualités d'un territoire, {CONNECTIONS} connexions (20 articles)", "pages/s", readings)
    _verdicts(readings, slow)
    for name in ("actualites-nous", "actualites-postgresql", "actualites-nues", "datasette"):
        bench.forget(name)


def _contenders(bench: Bench, stack: ExitStack, slow: Slow) -> dict[str, Callable[[int], Reading]]:
    home, rows = _alone(bench.place("actualites-nous"), "")
    elsewhere, _ = _alone(bench.place("actualites-postgresql"), postgresql.address("actualites"))
    ours, theirs = stack.enter_context(home.serve()), stack.enter_context(elsewhere.serve())
    bare = stack.enter_context(plain_news.serve(bench.place("actualites-nues"), rows))
    anonymous = request("GET", ADDRESS)
    seen = request("GET", ADDRESS, {"if-none-match": _tag(ours)})
    asked: dict[str, tuple[Process, bytes, int]] = {
        US: (ours, anonymous, 200),
        SIGNED_IN: (ours, request("GET", OWN, home.headers), 200),
        SAME: (ours, seen, 304),
        POSTGRESQL: (theirs, anonymous, 200),
        SIGNED_IN_POSTGRESQL: (theirs, request("GET", OWN, elsewhere.headers), 200),
        BARE: (bare, request("GET", "/"), 200),
    }
    peer = bench.datasette(rows)
    if peer is not None:
        asked[DATASETTE] = (stack.enter_context(peer), request("GET", datasette.PAGE), 200)
    return {name: _loaded(bench, name, slow, *what) for name, what in asked.items()}


def _tag(process: Process) -> str:
    """The mark of the page as it is now."""
    [answer] = drive(process.port, [request("GET", ADDRESS)], 1).answers
    return answer.headers["etag"]


def _loaded(
    bench: Bench, name: str, slow: Slow, process: Process, sent: bytes, wanted: int
) -> Callable[[int], Reading]:
    # A page of Datasette takes as long as fifty of ours: a tenth of them says as much.
    count = bench.pages // 10 if name == DATASETTE else bench.pages

    def once(number: int) -> Reading:
        outcome = Outcome()

        def load() -> float:
            nonlocal outcome
            outcome = drive(process.port, [sent] * count, CONNECTIONS, wanted)
            return outcome.seconds

        reading = spent(process, load, lambda seconds: count / seconds)
        if number:
            slow.setdefault(name, []).append(outcome.centile(0.99))
        return reading

    return once


def _verdicts(readings: Readings, slow: Slow) -> None:
    def rate(name: str) -> float | None:
        return middle(readings, name, lambda reading: reading.value)

    at_least("Pages anonymes par seconde", rate(US), 1500)
    at_least("Pages anonymes par seconde, PostgreSQL", rate(POSTGRESQL), 1500)
    at_least("Pages anonymes ÷ Datasette", ratio(readings, DATASETTE) if DATASETTE in readings else None, 10)
    for name in (SIGNED_IN, SIGNED_IN_POSTGRESQL):
        at_least(f"{name} : pages par seconde", rate(name), 600)
        at_most(f"{name} : 99 % des pages, millisecondes", median(slow[name]), 60)
    print(f"- {BARE} : 99 % des pages, millisecondes, pour comparer : {number(median(slow[BARE]))}.")


def _alone(folder: Path, database: str) -> tuple[Home, Rows]:
    """In a process of its own: Tortoise remembers the statements of the first engine that it speaks to."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(_fill, folder, database).result()


def _fill(folder: Path, database: str) -> tuple[Home, Rows]:
    home = prepare(folder, database)
    return home, asyncio.run(_publish(home))


async def _publish(home: Home) -> Rows:
    """Write and publish, by the verbs themselves; then the same rows as others keep them."""
    async with opened(home.settings):
        await Territory.create(code=REGION, name="Centre-Val de Loire", scale="region")
        for number in range(12):
            await Territory.create(code=f"SPRO-{number}", name=f"Territoire {number}", parent_id=REGION)
        await Territory.create(code=TERRITORY, name="Orléans", parent_id=REGION)
        await Commune.create(
            code="45234",
            name="Orléans",
            name_key="orleans",
            department="45",
            latitude=47.9,
            longitude=1.9,
            territory_id=TERRITORY,
        )
        await User.filter(first_name="Inès").update(commune="Orléans", situation="demandeur-emploi")
        nadia = await User.create(
            handle="romarin-365", secret_hash="-", role=AccountRole.COORDINATOR, first_name="Nadia"
        )
        await Coordination.create(user_id=nadia.id, territory_id=TERRITORY)
        topics = list(TOPICS)
        for number in range(ARTICLES):
            title = f"Un forum de l'emploi et de la formation, numéro {number}"
            topic = topics[number % len(topics)]
            draft = ArticleDraft(title=title, summary=SUMMARY, body=BODY, topic=topic, territory=TERRITORY)
            article = await NEWS.begin(draft, by=nadia)
            await NEWS.publish(article, version=article.version, by=nadia)
            if number < 2:
                await pins.pin(article, by=nadia)
        rows = await fetch(
            "SELECT a.slug, a.title, a.summary, a.topic, a.signature, a.published_at, t.name AS territory"
            " FROM news_article a JOIN directory_territory t ON t.code = a.territory_id"
        )
        return [tuple(map(str, row.values())) for row in rows]

"""A letter to a whole region: 42,000 addresses handed to a real SMTP server by one worker, on both databases."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import boite.routes  # noqa: F401 - says the addresses that mails write
from benchmarks.bench import Bench
from benchmarks.peers import mail_server
from benchmarks.process import MEBI
from benchmarks.report import at_least, at_most, number
from boite.clock import now
from boite.database.connection import opened
from boite.database.schema import migrate
from boite.directory.models import REGION, Scale, Territory
from boite.mail.addresses import digest
from boite.mail.merge import Cast
from boite.mail.messages import Letter, sender
from boite.newsletter import completion, delivery, launch, progress, recipients, rendering
from boite.newsletter.models import Issue, IssueStage, Subscription
from boite.settings import Settings
from boite.text.rich_text import VERSION, render
from storage.memory import MemoryStore
from tests import postgresql

MINUTES: Final = 20
RATE: Final = 35
"""Mails in a second that these minutes need."""
FLAT: Final = 1.1
"""Memory at the end, over memory at a tenth of the way."""
FEWER: Final = 5_000
"""Addresses given to the others: their pace does not change on the way."""
STEP: Final = 0.25
PARAGRAPHS: Final = 12
P = ParamSpec("P")
R = TypeVar("R")
PARAGRAPH: Final = (
    "## Du nouveau près de chez vous\n\nLe forum de l'emploi ouvre ses portes à Orléans : trente structures, des"
    " ateliers pour écrire son CV, des entretiens sans rendez-vous. **Venez comme vous êtes.** Les actualités, les"
    " dates et les adresses sont sur [le site](https://exemple.fr/actualites).\n\n"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one contender took: seconds, processor seconds, peak memory in MiB; memory along the way for us."""

    seconds: float
    processor: float
    peak: float
    along: tuple[float, ...] = ()
    gathering: float = 0.0


def measure(bench: Bench) -> None:
    """Print the rate of each contender, then ours on each database."""
    settings = Settings(data=bench.place("lettre"), chores=False, log_level="WARNING", base_url="https://exemple.fr")
    addresses = [f"lectrice.{rank}@exemple{rank % 97}.fr" for rank in range(bench.letters)]
    print(f"\n### Une lettre à {bench.letters} adresses, remise à un serveur SMTP (aiosmtpd, autre processus)\n")
    print("| qui | adresses | secondes | courriels par seconde | processeur (s) | mémoire de pointe (Mio) |")
    print("|---|---|---|---|---|---|")
    with mail_server.listening() as port:
        ready = replace(settings, mail_url=f"smtp://127.0.0.1:{port}")
        words = _apart(_words, ready)
        fewer = addresses[:FEWER]
        peer = _line("smtplib, boucle simple", _peer(port, fewer, words), port, fewer)
        _line("smtplib, message tout prêt", _floor(port, fewer, words, ready), port, fewer)
        ours = [_line("Ma boîte, SQLite", _apart(_ours, ready, addresses), port, addresses)]
        server = postgresql.Server()
        try:
            postgresql.run("CREATE DATABASE lettre")
            shared = replace(ready, database=postgresql.address("lettre"))
            ours.append(_line("Ma boîte, PostgreSQL", _apart(_ours, shared, addresses), port, addresses))
        finally:
            server.stop()
    print()
    for name, taken in zip(("SQLite", "PostgreSQL"), ours, strict=True):
        _verdicts(name, taken, peer.seconds / len(fewer), len(addresses))
    bench.forget("lettre")


def _verdicts(name: str, taken: Taken, peer: float, count: int) -> None:
    tenth, half, end = taken.along
    print(
        f"- {name} : {number(peer * count / taken.seconds)} fois la boucle simple ; liste des destinataires écrite en"
        f" {number(taken.gathering)} s ; mémoire à 10, 50 et 100 % : {number(tenth)}, {number(half)},"
        f" {number(end)} Mio."
    )
    at_most(f"{name} : minutes pour 42 000 adresses", taken.seconds / count * 42_000 / 60, MINUTES)
    at_least(f"{name} : courriels par seconde", count / taken.seconds, RATE)
    at_most(f"{name} : mémoire à la fin sur mémoire à 10 %", end / tenth, FLAT)


def _line(name: str, taken: Taken, port: int, addresses: list[str]) -> Taken:
    """Print a line. Raises RuntimeError where somebody has no message, or two."""
    if mail_server.counted(port) != (len(addresses), 0):
        raise RuntimeError(f"{name}: somebody has no message, or two")
    rate = len(addresses) / taken.seconds
    figures = " | ".join(map(number, (taken.seconds, rate, taken.processor, taken.peak)))
    print(f"| {name} | {len(addresses)} | {figures} |", flush=True)
    return taken


def _apart(do: Callable[P, R], *values: P.args, **more: P.kwargs) -> R:
    """In a process of its own: its memory is its own, and Tortoise remembers the first engine that it speaks to."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(do, *values, **more).result()


def _peer(port: int, addresses: list[str], words: Letter) -> Taken:
    return _apart(_plainly, port, addresses, words)


def _floor(port: int, addresses: list[str], words: Letter, settings: Settings) -> Taken:
    return _apart(_ready, port, addresses, words, settings)


def _plainly(port: int, addresses: list[str], words: Letter) -> Taken:
    begin = time.perf_counter()
    mail_server.write_plainly(port, addresses, words.subject, words.text, words.html)
    return Taken(time.perf_counter() - begin, _processor(), _peak())


def _ready(port: int, addresses: list[str], words: Letter, settings: Settings) -> Taken:
    values = {"to": "a@exemple.fr", "identifier": "1@exemple.fr", "unsubscribe": "https://exemple.fr/x"}
    ready = Cast(words, sender(settings), {}).fill(**values, reason="Bonjour.")
    begin = time.perf_counter()
    mail_server.write_ready(port, addresses, ready)
    return Taken(time.perf_counter() - begin, _processor(), _peak())


def _processor() -> float:
    return time.process_time()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEBI


async def _issue() -> Issue:
    await Territory.get_or_create({"name": "Centre-Val de Loire", "scale": Scale.REGION}, code=REGION)
    text = PARAGRAPH * PARAGRAPHS
    return await Issue.create(
        title="L'automne de l'orientation en Centre-Val de Loire",
        territory_id=REGION,
        editorial=text,
        editorial_html=render(text),
        rendered_with=VERSION,
        to_professionals=False,
        stage=IssueStage.SCHEDULED,
        scheduled_at=now() - timedelta(seconds=1),
    )


def _words(settings: Settings) -> Letter:
    """The letter that everybody sends, as our own pages make it."""
    return asyncio.run(_rendered(replace(settings, data=settings.data / "mots")))


async def _rendered(settings: Settings) -> Letter:
    await migrate(settings)
    async with opened(settings):
        return await rendering.letter(await _issue(), settings)


def _ours(settings: Settings, addresses: list[str]) -> Taken:
    return asyncio.run(_sent(settings, addresses))


async def _sent(settings: Settings, addresses: list[str]) -> Taken:
    """The chores of one worker, from the hour of the letter until it is sent; the readers are written before."""
    await migrate(settings)
    store = MemoryStore()
    async with opened(settings):
        issue = await _issue()
        await _subscribe(settings, addresses)
        begin, used = time.perf_counter(), _processor()
        await launch.begin_due(settings, store)
        while await recipients.gather_due(settings, store):
            pass
        gathering = time.perf_counter() - begin
        watch = asyncio.create_task(_watch(memory := list[float]()))
        while await delivery.deliver_due(settings, store):
            pass
        await completion.finish_due(settings, store)
        seconds, processor = time.perf_counter() - begin, _processor() - used
        watch.cancel()
        if (await progress.progress(issue)).handed != len(addresses):
            raise RuntimeError("not everybody was handed")
    along = tuple(memory[min(len(memory) - 1, len(memory) * part // 100)] for part in (10, 50, 100))
    return Taken(seconds, processor, _peak(), along, gathering)


async def _watch(memory: list[float]) -> None:
    """The resident memory, at a steady pace: the rate is steady too, so a tenth of the time is a tenth of the way."""
    while True:
        memory.append(_resident())
        await asyncio.sleep(STEP)


async def _subscribe(settings: Settings, addresses: list[str]) -> None:
    secret = settings.secret_key()
    rows = [
        Subscription(
            address=address,
            mailbox=address,
            mailbox_digest=digest(secret, address),
            territory_id=REGION,
            confirmed_at=now(),
        )
        for address in addresses
    ]
    await Subscription.bulk_create(rows, batch_size=500)

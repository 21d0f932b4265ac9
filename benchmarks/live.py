"""A thousand browsers that wait for a message: by live lines, beside the same ones asking every five seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from statistics import quantiles
from typing import Final

from benchmarks.bench import Bench
from benchmarks.our_server import Home
from benchmarks.process import Process
from benchmarks.report import at_most, number
from boite.accounts.models import Session, User
from boite.accounts.sessions import digest
from boite.agenda import journal_kinds as kinds
from boite.clock import now
from boite.database.connection import opened, transaction
from boite.journal.record import tell
from boite.settings import Settings

BROWSERS: Final = 1000
EVERY: Final = 5.0
"""Seconds between two questions of a browser that has no line."""
RESTING: Final = 10.0
"""Seconds during which nothing happens, and the processor is looked at."""
PAGES: Final = 200
PATIENCE: Final = 60.0


Telling = Callable[[], Awaitable[None]]


def measure(bench: Bench) -> None:
    """Print what the lines cost, how soon all are told, and what asking costs instead."""
    home = bench.home("direct")
    people = asyncio.run(_settle(home.settings))
    with home.serve() as server:
        *lines, stopped = asyncio.run(_by_lines(home, server, people))
    with home.serve() as server:
        asking = asyncio.run(_by_asking(home, server, people))
    print(f"\n### {BROWSERS} navigateurs qui attendent un message\n")
    print("| qui | mémoire en plus (Mio) | page (ms) | sans eux (ms) | processeur au repos (%) | tous prévenus (s) |")
    print("|---|---|---|---|---|---|")
    for name, found in (("lignes de la boîte", lines), (f"demander toutes les {EVERY:.0f} s", asking)):
        print(f"| {name} | {' | '.join(map(number, found))} |")
    print()
    memory, page, before, _, told = lines
    at_most("1 000 lignes, mémoire en plus (Mio)", memory, 40)
    at_most("tous prévenus (s)", told, 0.5)
    at_most("page avec les lignes ÷ sans", page / before, 1.1)
    at_most("arrêt avec 1 000 lignes (s)", stopped, 5)
    bench.forget("direct")


async def _settle(settings: Settings) -> list[User]:
    """People who are signed in: the token of each is their handle."""
    people = [User(handle=f"personne-{each}", secret_hash="-", first_name="Inès") for each in range(BROWSERS)]
    ends = now().replace(year=now().year + 1)
    async with opened(settings), transaction():
        await User.bulk_create(people, batch_size=500)
        rows = [Session(user_id=each.id, token_digest=digest(each.handle), expires_at=ends) for each in people]
        await Session.bulk_create(rows, batch_size=500)
    return people


async def _by_lines(home: Home, server: Process, people: list[User]) -> list[float]:
    before = await _page(home, server)
    memory = server.memory()
    async with _waiting(home, [_line(each.handle) for each in people], b"\ndata:") as told:
        await told()  # each line begins with a mark
        more = server.memory() - memory
        rest = await _at_rest(server)
        page = await _page(home, server)
        known = await _tell(home, people, told)
        begin = time.perf_counter()
        await asyncio.to_thread(server.stop)
        return [more, page, before, rest, known, time.perf_counter() - begin]


async def _by_asking(home: Home, server: Process, people: list[User]) -> list[float]:
    before = await _page(home, server)
    memory = server.memory()
    shares = [number / BROWSERS for number in range(BROWSERS)]
    asked = [_ask_again(home, each.handle, share) for each, share in zip(people, shares, strict=True)]
    tasks = [asyncio.create_task(each) for each in asked]
    await asyncio.sleep(EVERY)
    more, rest, page = server.memory() - memory, await _at_rest(server), await _page(home, server)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return [more, page, before, rest, EVERY]


async def _at_rest(server: Process) -> float:
    """Hundredths of a processor spent while nothing happens."""
    spent = server.processor()
    await asyncio.sleep(RESTING)
    return (server.processor() - spent) / RESTING * 100


async def _page(home: Home, server: Process) -> float:
    """Milliseconds of a page of somebody signed in, one after the other: the first decile, which is disturbed least."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    request = _request("/journal/", home.token)
    taken = []
    for _ in range(PAGES):
        begin = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]))
        taken.append(time.perf_counter() - begin)
    writer.close()
    return quantiles(taken, n=10)[0] * 1000


async def _tell(home: Home, people: list[User], told: Telling) -> float:
    """Seconds from the commit of one transaction that concerns everybody until the last browser knows."""
    async with opened(home.settings):
        async with transaction():
            await tell(kinds.TakenOff(title="Atelier", slug="atelier"), to=[each.id for each in people], by=None)
            begin = time.perf_counter()
        await told()
    return time.perf_counter() - begin


@asynccontextmanager
async def _waiting(home: Home, requests: list[bytes], word: bytes) -> AsyncIterator[Telling]:
    """Browsers on their lines. What is given waits until each of them has heard this word once more."""
    ends = [await asyncio.open_connection("127.0.0.1", home.settings.port) for _ in requests]
    for (_, writer), request in zip(ends, requests, strict=True):
        writer.write(request)

    async def told() -> None:
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(reader.readuntil(word) for reader, _ in ends))

    yield told
    for _, writer in ends:
        writer.close()


async def _ask_again(home: Home, token: str, share: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", home.settings.port)
    await asyncio.sleep(EVERY * share)
    while True:
        writer.write(_request("/messages/pastille", token))
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]))
        await asyncio.sleep(EVERY)


def _line(token: str) -> bytes:
    return _request("/messages/en-direct", token, "accept: text/event-stream\r\n")


def _request(path: str, token: str, more: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{more}cookie: boite={token}\r\n\r\n".encode()

"""Many small files, in and out, over one connection and several, beside plain Starlette, copyparty and nginx."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Final

from benchmarks.bench import US, Bench, Reading, spent
from benchmarks.load import Outcome, drive
from benchmarks.our_server import Home, declaration
from benchmarks.process import Process
from benchmarks.report import at_least, middle, ratio, table
from benchmarks.wire import request

SIZE: Final = 16 * 1024
PLAIN, COPYPARTY, NGINX = "Starlette ordinaire", "copyparty (SHA-512)", "nginx WebDAV"


def measure(bench: Bench) -> None:
    """Print files per second, both ways."""
    body = os.urandom(SIZE)
    with ExitStack() as stack:
        home = bench.home("petits-nous")
        ours = stack.enter_context(home.serve())
        peers: dict[str, Process] = {}
        for name, start in {PLAIN: bench.naive, COPYPARTY: bench.copyparty, NGINX: bench.nginx}.items():
            if process := start(bench.place(f"petits-{len(peers)}")):
                peers[name] = stack.enter_context(process)
        papers: list[str] = []
        for connections in (1, 16):
            _in(bench, home, ours, peers, body, connections, papers)
        for connections in (1, 64):
            _out(bench, home, ours, peers, connections, papers)
    for name in ("nous", "0", "1", "2"):
        bench.forget(f"petits-{name}")


def _in(
    bench: Bench, home: Home, ours: Process, peers: dict[str, Process], body: bytes, connections: int, papers: list[str]
) -> None:
    def us(number: int) -> Reading:
        names = [f"{connections}-{number}-{index}.bin" for index in range(bench.files)]
        sent = [declaration(home, name, SIZE, body) for name in names]
        return _timed(ours, sent, connections, 201, papers)

    def peer(process: Process) -> Callable[[int], Reading]:
        def once(number: int) -> Reading:
            names = [f"/{connections}-{number}-{index}.bin" for index in range(bench.files)]
            return _timed(process, [request("PUT", name, body=body) for name in names], connections, 201)

        return once

    readings = bench.go_round({US: us, **{name: peer(process) for name, process in peers.items()}})
    table(f"{bench.files} dépôts de 16 Kio, {_said(connections)}", "fichiers/s", readings)
    wanted = 700 if connections == 1 else 1800
    at_least("Dépôts par seconde", middle(readings, US, lambda reading: reading.value), wanted)


def _out(
    bench: Bench, home: Home, ours: Process, peers: dict[str, Process], connections: int, papers: Sequence[str]
) -> None:
    """The papers and files of the last round that came in."""

    def us(_: int) -> Reading:
        sent = [request("GET", f"{paper}/contenu", home.headers) for paper in papers[-bench.files :]]
        return _timed(ours, sent, connections, 200)

    def peer(process: Process) -> Callable[[int], Reading]:
        sent = [request("GET", f"/16-{bench.rounds}-{index}.bin") for index in range(bench.files)]
        return lambda _: _timed(process, sent, connections, 200)

    readings = bench.go_round({US: us, **{name: peer(process) for name, process in peers.items()}})
    table(f"{bench.files} téléchargements de 16 Kio, {_said(connections)}", "fichiers/s", readings)
    at_least("Téléchargements ÷ Starlette ordinaire", ratio(readings, PLAIN), 2)
    if connections == 64:
        at_least("Téléchargements ÷ copyparty", ratio(readings, COPYPARTY) if COPYPARTY in readings else None, 1)


def _timed(
    process: Process, sent: Sequence[bytes], connections: int, wanted: int, papers: list[str] | None = None
) -> Reading:
    outcome = Outcome()

    def load() -> float:
        nonlocal outcome
        outcome = drive(process.port, sent, connections, wanted)
        return outcome.seconds

    reading = spent(process, load, lambda seconds: len(sent) / seconds)
    if papers is not None:
        papers += [answer.headers["boite-papier"] for answer in outcome.answers]
    return reading


def _said(connections: int) -> str:
    return "une connexion" if connections == 1 else f"{connections} connexions"

"""Pages of somebody signed in, asked by 32 connections at once, beside a bare page of SQLite and Jinja."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Final

from benchmarks.bench import US, Bench, Reading, spent
from benchmarks.crowd import fill
from benchmarks.load import Outcome, drive
from benchmarks.process import Process
from benchmarks.report import at_least, at_most, middle, table
from benchmarks.wire import request

CONNECTIONS: Final = 32
HOME, PAPER, PLAIN = "Ma boîte, accueil", "Ma boîte, aide (publique)", "page nue : SQLite + Jinja, sans compte"


def measure(bench: Bench) -> None:
    """Print pages per second, and the delay that 99 % stay under."""
    slow: dict[str, list[float]] = {}
    with ExitStack() as stack:
        home = bench.home("pages-nous")
        crowd = fill(home, 1000)
        ours = stack.enter_context(home.serve())
        plain = stack.enter_context(bench.naive(bench.place("pages-nues")))
        asked = {
            US: (ours, request("GET", f"/espace/dossiers/{crowd.folder}", home.headers)),
            HOME: (ours, request("GET", "/espace/", home.headers)),
            PAPER: (ours, request("GET", "/aide")),
            PLAIN: (plain, request("GET", "/page")),
        }
        readings = bench.go_round({name: _loaded(bench, name, slow, *what) for name, what in asked.items()})
    table(f"Pages d'une personne connectée, {CONNECTIONS} connexions (nous : 100 papiers)", "pages/s", readings)
    at_least("Pages de 100 papiers par seconde", middle(readings, US, lambda reading: reading.value), 600)
    at_most("99 % des pages de 100 papiers : millisecondes", sorted(slow[US])[len(slow[US]) // 2], 60)
    bench.forget("pages-nous")
    bench.forget("pages-nues")


def _loaded(
    bench: Bench, name: str, slow: dict[str, list[float]], process: Process, sent: bytes
) -> Callable[[int], Reading]:
    def once(_: int) -> Reading:
        outcome = Outcome()

        def load() -> float:
            nonlocal outcome
            outcome = drive(process.port, [sent] * bench.pages, CONNECTIONS)
            return outcome.seconds

        reading = spent(process, load, lambda seconds: bench.pages / seconds)
        slow.setdefault(name, []).append(outcome.centile(0.99))
        return reading

    return once

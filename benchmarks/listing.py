"""A folder of many papers: a page of 100 of ours beside the whole list of those that give it whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final
from urllib.parse import quote

from benchmarks.bench import US, Bench, Reading
from benchmarks.crowd import fill
from benchmarks.load import drive
from benchmarks.process import Process
from benchmarks.report import at_most, middle, table
from benchmarks.wire import request

ASKED: Final = 40
"""Requests of one round, one after the other; the round's value is their median."""
LAST, SMALL = "Ma boîte, dernière page", "Ma boîte, dossier de 100"
COPYPARTY, NGINX = "copyparty, tout le dossier", "nginx autoindex, tout le dossier"


def measure(bench: Bench) -> None:
    """Print milliseconds, as a client on the same machine sees them."""
    served = _files(bench)
    with ExitStack() as stack:
        home = bench.home("liste-nous")
        crowd, small = fill(home, bench.entries), fill(home, 100)
        ours = stack.enter_context(home.serve())

        def page(folder: str, after: str = "") -> Callable[[int], Reading]:
            return _asked(ours, request("GET", f"/espace/dossiers/{folder}{after}", home.headers))

        contenders = {
            US: page(crowd.folder),
            LAST: page(crowd.folder, f"?apres={quote(crowd.last_page)}"),
            SMALL: page(small.folder),
        }
        for name, start in {COPYPARTY: bench.copyparty, NGINX: bench.nginx}.items():
            if process := start(served):
                contenders[name] = _asked(stack.enter_context(process), request("GET", "/"))
        readings = bench.go_round(contenders)
        table(f"Une page de 100 d'un dossier de {bench.entries} papiers", "ms (moins, c'est mieux)", readings)
        for name in (US, LAST):
            at_most(f"{name} : millisecondes", middle(readings, name, lambda reading: reading.value), 10)
    bench.forget("liste-nous")
    bench.forget("liste-fichiers")


def _files(bench: Bench) -> Path:
    served = bench.place("liste-fichiers")
    served.mkdir()
    for number in range(bench.entries):
        (served / f"Attestation de formation {number:05}.pdf").touch()
    return served


def _asked(process: Process, sent: bytes) -> Callable[[int], Reading]:
    def once(_: int) -> Reading:
        before = process.processor()
        outcome = drive(process.port, [sent] * ASKED, 1)
        return Reading(outcome.centile(0.5), (process.processor() - before) / ASKED, process.memory())

    return once

"""From nothing to the first answer, and the memory of a server that waits, beside a bare uvicorn application."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from benchmarks.bench import US, Bench, Reading
from benchmarks.process import Process
from benchmarks.report import at_most, middle, table

REST: Final = 1.0
"""Seconds left to a server before its memory is read."""
BARE, COPYPARTY, NGINX = "uvicorn nu", "copyparty", "nginx"


def measure(bench: Bench) -> None:
    """Print seconds and MiB."""
    home, served = bench.home("demarrage-nous"), bench.place("demarrage-vide")
    starts: dict[str, Callable[[], Process | None]] = {
        US: home.serve,
        BARE: lambda: bench.naive(served, "bare"),
        COPYPARTY: lambda: bench.copyparty(served),
        NGINX: lambda: bench.nginx(served),
    }
    contenders = {name: _started(start) for name, start in starts.items() if _there(start)}
    readings = bench.go_round(contenders)
    table("Démarrage et repos", "secondes (moins, c'est mieux)", readings)
    at_most("Démarrage : secondes", middle(readings, US, lambda reading: reading.value), 1)
    at_most("Repos : Mio", middle(readings, US, lambda reading: reading.memory), 60)
    bench.forget("demarrage-nous")


def _there(start: Callable[[], Process | None]) -> bool:
    process = start()
    if process is not None:
        process.stop()
    return process is not None


def _started(start: Callable[[], Process | None]) -> Callable[[int], Reading]:
    def once(_: int) -> Reading:
        process = start()
        if process is None:
            raise RuntimeError("a peer went away during the run")
        with process:
            time.sleep(REST)
            return Reading(process.started, process.processor(), process.memory())

    return once

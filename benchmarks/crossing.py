"""Several large deposits at once: the memory of the server must not follow their size nor their number."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Final

from benchmarks.bench import US, Bench, Reading, spent
from benchmarks.our_server import deposit
from benchmarks.process import MEBI, Process
from benchmarks.report import at_most, table
from benchmarks.wire import Line, request

TOGETHER: Final = 4
PLAIN: Final = "Starlette ordinaire"


def measure(bench: Bench) -> None:
    """Print the sum of the rates, and the peak of memory."""
    with ExitStack() as stack:
        source = os.open(bench.source(), os.O_RDONLY)
        stack.callback(os.close, source)
        home = bench.home("ensemble-nous")
        ours = stack.enter_context(home.serve())
        served = bench.place("ensemble-starlette")
        plain = stack.enter_context(bench.naive(served))

        def us(number: int) -> Reading:
            home.empty()
            names = [f"grand {number} {lane}.bin" for lane in range(TOGETHER)]
            return _together(bench, ours, lambda lane: deposit(home, ours.port, source, names[lane], bench.size))

        def starlette(_: int) -> Reading:
            for file in served.glob("*.bin"):
                file.unlink()
            return _together(bench, plain, lambda lane: _put(bench, plain, source, lane))

        readings = bench.go_round({US: us, PLAIN: starlette})
        table(f"{TOGETHER} dépôts de {bench.size // MEBI} Mio ensemble", "Mo/s en tout", readings)
        at_most("Mio de mémoire de pointe", max(reading.memory or 0 for reading in readings[US]), 150)
    bench.forget("ensemble-nous")
    bench.forget("ensemble-starlette")


def _together(bench: Bench, process: Process, one: Callable[[int], object]) -> Reading:
    def all_lanes() -> None:
        with ThreadPoolExecutor(TOGETHER) as pool:
            list(pool.map(one, range(TOGETHER)))

    return spent(process, all_lanes, lambda seconds: TOGETHER * bench.size / seconds / 1e6)


def _put(bench: Bench, process: Process, source: int, lane: int) -> None:
    with Line(process.port) as line:
        head = request("PUT", f"/grand-{lane}.bin", {"content-length": str(bench.size)})
        line.send_file(head, source, 0, bench.size, 201)

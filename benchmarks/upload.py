"""One large file that comes in: by tus in chunks of 16 MiB, beside raw bytes, copyparty, nginx and plain Starlette."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks.bench import US, Bench, Reading, spent
from benchmarks.our_server import deposit
from benchmarks.process import MEBI, Process
from benchmarks.report import at_least, at_most, middle, ratio, table
from benchmarks.wire import Line, request

LIMIT, COPYPARTY, NGINX, PLAIN = "octets bruts + fsync", "copyparty (SHA-512)", "nginx WebDAV", "Starlette ordinaire"


def measure(bench: Bench) -> None:
    """Print MB/s, processor and memory."""
    with ExitStack() as stack:
        source = os.open(bench.source(), os.O_RDONLY)
        stack.callback(os.close, source)
        home = bench.home("upload-nous")
        ours = stack.enter_context(home.serve())
        idle = ours.memory()

        def us(number: int) -> Reading:
            home.empty()
            return _timed(bench, ours, lambda: deposit(home, ours.port, source, f"grand {number}.bin", bench.size))

        contenders: dict[str, Callable[[int], Reading]] = {US: us}
        for name, start in {
            LIMIT: bench.raw,
            COPYPARTY: bench.copyparty,
            NGINX: bench.nginx,
            PLAIN: bench.naive,
        }.items():
            served = bench.place(f"upload-{len(contenders)}")
            if process := start(served):
                contenders[name] = _put(bench, stack.enter_context(process), served, source)
        readings = bench.go_round(contenders)
        table(f"Un dépôt de {bench.size // MEBI} Mio", "Mo/s", readings)
        _targets(bench, readings, idle)
    for number in range(len(contenders)):
        bench.forget(f"upload-{number}")
    bench.forget("upload-nous")


def _timed(bench: Bench, process: Process, action: Callable[[], object]) -> Reading:
    def timed() -> None:
        action()

    return spent(process, timed, lambda seconds: bench.size / seconds / 1e6)


def _put(bench: Bench, process: Process, served: Path, source: int) -> Callable[[int], Reading]:
    """A plain PUT of the same file; the former round's is deleted first, outside the time measured."""

    def once(number: int) -> Reading:
        for file in served.glob("*.bin"):
            file.unlink()
        head = request("PUT", f"/grand-{number}.bin", {"content-length": str(bench.size)})

        def send() -> None:
            with Line(process.port) as line:
                line.send_file(head, source, 0, bench.size, 201)

        return _timed(bench, process, send)

    return once


def _targets(bench: Bench, readings: dict[str, list[Reading]], idle: float) -> None:
    at_least("Débit ÷ octets bruts + fsync", ratio(readings, LIMIT), 0.45)
    at_least("Débit ÷ octets bruts + fsync, second palier", ratio(readings, LIMIT), 0.7)
    at_least("Débit ÷ copyparty", ratio(readings, COPYPARTY) if COPYPARTY in readings else None, 1.0)
    at_least("Débit ÷ nginx, second palier", ratio(readings, NGINX) if NGINX in readings else None, 0.9)
    processor = middle(readings, US, lambda reading: reading.processor) or 0.0
    at_most("Secondes de processeur par Gio, second palier", processor * 1024 * MEBI / bench.size, 2.0)
    memory = middle(readings, US, lambda reading: reading.memory) or 0.0
    at_most("Mio de mémoire au-dessus du repos", memory - idle, 60)

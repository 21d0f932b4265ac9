"""One large file that goes out, beside nginx, copyparty and Starlette's FileResponse."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack

from benchmarks.bench import US, Bench, Reading, spent
from benchmarks.our_server import deposit
from benchmarks.process import MEBI, Process
from benchmarks.report import at_least, ratio, table
from benchmarks.wire import Line, request

NGINX, COPYPARTY, PLAIN = "nginx", "copyparty", "Starlette, FileResponse"


def measure(bench: Bench) -> None:
    """Print MB/s, processor and memory."""
    with ExitStack() as stack:
        source = os.open(bench.source(), os.O_RDONLY)
        stack.callback(os.close, source)
        home = bench.home("download-nous")
        ours = stack.enter_context(home.serve())
        paper = deposit(home, ours.port, source, "grand.bin", bench.size)
        contenders = {US: _get(bench, ours, request("GET", f"{paper}/contenu", home.headers))}
        for name, start in {NGINX: bench.nginx, COPYPARTY: bench.copyparty, PLAIN: bench.naive}.items():
            if process := start(bench.folder):
                plain = request("GET", f"/{bench.source().name}")
                contenders[name] = _get(bench, stack.enter_context(process), plain)
        readings = bench.go_round(contenders)
        table(f"Un téléchargement de {bench.size // MEBI} Mio", "Mo/s", readings)
        at_least("Débit ÷ nginx", ratio(readings, NGINX) if NGINX in readings else None, 0.85)
    bench.forget("download-nous")


def _get(bench: Bench, process: Process, sent: bytes) -> Callable[[int], Reading]:
    def drain() -> None:
        with Line(process.port) as line:
            if line.drain(sent) != bench.size:
                raise RuntimeError("another size")

    return lambda _: spent(process, drain, lambda seconds: bench.size / seconds / 1e6)

"""What every measure is given: a folder, a size, rounds that go from one contender to the next."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.our_server import Home, prepare
from benchmarks.peers import copyparty, datasette, naive, nginx, raw
from benchmarks.process import MEBI, Process

PIECE: Final = 16 * MEBI
US: Final = "Ma boîte"
"""The name of our column, whose ratio to each other is printed."""


@dataclass(slots=True)
class Reading:
    """What one contender did in one round. `value` in the unit of the measure; MiB and seconds for the rest."""

    value: float
    processor: float | None = None
    memory: float | None = None


@dataclass(slots=True)
class Bench:
    """One run: where it works, how large, how many rounds, and the peers found."""

    folder: Path
    size: int
    rounds: int
    files: int
    entries: int
    pages: int
    structures: int
    letters: int
    boxes: int
    events: int
    copyparty_command: str | None
    absent: list[str] = field(default_factory=list)

    def place(self, name: str) -> Path:
        """A folder of this run, empty until somebody uses it."""
        return self.folder / name

    def home(self, name: str) -> Home:
        """A prepared folder of ours."""
        return prepare(self.place(name))

    def forget(self, name: str) -> None:
        """Delete a folder of this run."""
        shutil.rmtree(self.place(name), ignore_errors=True)

    def source(self) -> Path:
        """A file of random bytes of `size`, made once."""
        path = self.folder / "source.bin"
        if not path.exists():
            with path.open("wb") as file:
                for start in range(0, self.size, PIECE):
                    file.write(os.urandom(min(PIECE, self.size - start)))
        return path

    def nginx(self, served: Path) -> Process | None:
        """nginx over this folder, or None, which is then told."""
        return self._noted("nginx", nginx.serve(self.place("nginx"), served))

    def copyparty(self, served: Path) -> Process | None:
        """copyparty over this folder, or None, which is then told."""
        return self._noted("copyparty", copyparty.serve(self.copyparty_command, self.place("copyparty"), served))

    def datasette(self, rows: Sequence[tuple[str, ...]]) -> Process | None:
        """Datasette over these articles, or None, which is then told."""
        command = datasette.install(self.place("datasette-venv"))
        return self._noted("Datasette", datasette.serve(command, self.place("datasette"), rows))

    def naive(self, served: Path, name: str = "app") -> Process:
        """One of the plain Starlette applications."""
        return naive.serve(self.place("naive"), served, name=name)

    def raw(self, served: Path) -> Process:
        """The limit."""
        return raw.serve(self.place("raw"), served)

    def _noted(self, name: str, process: Process | None) -> Process | None:
        if process is None and name not in self.absent:
            self.absent.append(name)
        return process

    def go_round(self, contenders: Mapping[str, Callable[[int], Reading]]) -> dict[str, list[Reading]]:
        """Each contender in turn, round after round. Round 0 warms memory and disk up and does not count."""
        readings: dict[str, list[Reading]] = {name: [] for name in contenders}
        for number in range(self.rounds + 1):
            for name, contender in contenders.items():
                os.sync()  # what the former one left to write must not slow this one down
                reading = contender(number)
                if number:
                    readings[name].append(reading)
        return readings


def spent(process: Process, action: Callable[[], float | None], value: Callable[[float], float]) -> Reading:
    """Time an action against a server, with the processor it spends and its peak of memory.

    The action may return its own duration in seconds; `value` turns seconds into the unit of the measure.
    """
    process.forget_peak()
    before, begin = process.processor(), time.perf_counter()
    own = action()
    seconds = time.perf_counter() - begin if own is None else own
    return Reading(value(seconds), process.processor() - before, process.peak())

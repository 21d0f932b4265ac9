"""A server in a process of its own: how long it takes to answer, what it costs in processor and memory."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Self

PATIENCE: Final = 30
"""Seconds given to a server to answer, or to stop by itself."""
TICKS: Final = os.sysconf("SC_CLK_TCK")
MEBI: Final = 1024 * 1024
ROOT: Final = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens to now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """One server on 127.0.0.1 and its children. Used as a context: it never outlives the measure."""

    def __init__(self, command: Sequence[str], port: int, log: Path, env: Mapping[str, str] | None = None) -> None:
        """Start it and wait until it answers; `started` is how long that took, in seconds. Raises RuntimeError."""
        self.port = port
        self._log = log
        begin = time.perf_counter()
        with log.open("ab") as output:
            self._popen = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=ROOT,
                env={**_surroundings(), **(env or {})},
            )
        while not self._answers():
            if self._popen.poll() is not None or time.perf_counter() - begin > PATIENCE:
                self.stop()
                raise RuntimeError(f"{command[0]} n'a pas démarré :\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.002)
        self.started = time.perf_counter() - begin

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as line:
                line.sendall(b"GET /sante HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")
                return bool(line.recv(1))
        except OSError:
            return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End it, at once if it does not end by itself."""
        if self._popen.poll() is None:
            self._popen.send_signal(signal.SIGTERM)
            try:
                self._popen.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._popen.kill()
                self._popen.wait()

    def processor(self) -> float:
        """Seconds of processor spent until now, its children included."""
        return sum(map(_processor, self._family()))

    def memory(self) -> float:
        """MiB resident now, its children included."""
        return sum(_kibibytes(pid, "VmRSS") for pid in self._family()) / 1024

    def forget_peak(self) -> None:
        """Count the peak of memory from now on."""
        for pid in self._family():
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def peak(self) -> float:
        """The most MiB resident since the last `forget_peak`, its children included."""
        return sum(_kibibytes(pid, "VmHWM") for pid in self._family()) / 1024

    def _family(self) -> list[int]:
        found = [self._popen.pid]
        for pid in found:  # grows as it goes
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                try:
                    found += map(int, task.read_text().split())
                except OSError:
                    continue
        return found


def _surroundings() -> dict[str, str]:
    """Our own environment, but for what forbids Python to keep what it compiled: no start would be a true one."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _processor(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS  # utime, stime, and those of children that ended


def _kibibytes(pid: int, name: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)

"""The process whose children do a chore and die, and waiting until nothing of the dead is left."""

from __future__ import annotations

import subprocess
import sys
from asyncio import sleep, to_thread
from datetime import timedelta

from boite.database.connection import fetch, on_sqlite
from boite.settings import Settings
from tests.live import ROOT, environment

PATIENCE = 3000
"""Hundredths of a second."""


class Worker:
    """The process whose children do a chore, and die. `more`: what it finds in its environment besides."""

    def __init__(self, settings: Settings, chore: str, more: dict[str, str] | None = None) -> None:
        command = [sys.executable, "-W", "error", "-m", "tests.crash.dying_chore", chore]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        known = environment(settings) | (more or {})
        self.process = subprocess.Popen(command, cwd=ROOT, env=known, **pipes)  # type: ignore[call-overload]

    async def dies(self, step: int, ahead: timedelta = timedelta()) -> bool:
        """Whether it died at that step; else it came to its end. Its clock is ahead by so much."""
        before = await connected()
        self.process.stdin.write(f"{step} {ahead.total_seconds()}\n")
        self.process.stdin.flush()
        # Beside the loop: a server of this process may have to answer the one that dies.
        said = await to_thread(self.process.stdout.readline)
        assert said in ("died\n", "ended\n")
        await gone(before)
        return bool(said == "died\n")

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


async def gone(before: set[int]) -> None:
    """Wait until the server has none but these connections: it takes a moment to learn that somebody died, and keeps
    their locks so long. On SQLite the system takes them back with the process.
    """
    for _ in range(PATIENCE):
        if not await connected() - before:
            return
        await sleep(0.01)
    raise TimeoutError


async def connected() -> set[int]:
    """The connections that the server has now."""
    if on_sqlite():
        return set()
    sql = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    return {row["pid"] for row in await fetch(sql)}

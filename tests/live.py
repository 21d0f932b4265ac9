"""The real server in a process of its own, which can be killed and started again on the same data.

Each one is forked from a process that has read the site once (`tests/warm.py`): it takes longer than most tests.
That the command itself starts is shown by `tests/site/test_health.py`, and by `.ci/run`.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
import time
import warnings
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from boite.accounts import sessions
from boite.accounts.models import AccountRole, User
from boite.database.connection import opened
from boite.settings import PREFIX, Settings
from tests.people import open_account

PATIENCE = 30
"""Seconds given to the server to start, or to stop by itself."""

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(
    [
        *("boite.app", "boite.commands.serve", "boite.commands.work", "tests.live"),
        # What its chores load when they first run, a second later.
        *("boite.notifications.push_sending", "boite.statistics.due"),
        "tests.warm",
    ]
)


class Server:
    """One server on 127.0.0.1. Its address stays the same through its restarts."""

    def __init__(self, settings: Settings) -> None:
        port = free_port()
        self.settings = replace(settings, host="127.0.0.1", port=port, base_url=f"http://127.0.0.1:{port}")
        self.log = settings.data / "server.log"
        self.process: multiprocessing.process.BaseProcess | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return self.settings.base_url

    @property
    def pid(self) -> int:
        """The process's number. Raises RuntimeError where it is not running."""
        if self.process is None or self.process.pid is None:
            raise RuntimeError("the server is not running")
        return self.process.pid

    def start(self) -> None:
        """Start it and wait until it answers. Raises RuntimeError with its log."""
        wait_for_forks()
        self.process = _forks.Process(target=serve, args=(environment(self.settings), self.log))
        self.process.start()
        limit = time.monotonic() + PATIENCE
        while not self._answers():
            if not self.process.is_alive() or time.monotonic() > limit:
                self.kill()
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL: what a power cut does to a process."""
        if self.process is not None:
            self.process.kill()
            self._ended()

    def stop(self) -> int | None:
        """SIGTERM: the graceful stop. Returns its status. Raises RuntimeError where it does not end."""
        if self.process is None:
            raise RuntimeError("the server is not running")
        self.process.terminate()
        return self._ended()

    def restart(self) -> None:
        """Kill it and start it again on the same data."""
        self.kill()
        self.start()

    async def person(self, first_name: str = "Inès", role: AccountRole = AccountRole.PERSON) -> User:
        """A new person of this server; their passphrase is `tests.people.PASSPHRASE`."""
        async with opened(self.settings):
            return await open_account(self.settings, first_name, role)

    async def session(self, user: User, *, shared: bool = False) -> str:
        """The token of a new session: the value of the cookie `boite`."""
        async with opened(self.settings):
            _, token = await sessions.begin(user, self.settings, device="Tests", shared=shared)
        return token

    def _ended(self) -> int | None:
        process, self.process = self.process, None
        if process is None:
            return None
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
            raise RuntimeError(f"the server did not stop within {PATIENCE} s:\n{self.log.read_text()}")
        return process.exitcode

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/sante", timeout=1) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


ROOT = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=1)
def wait_for_forks() -> None:
    """Wait for the process from which servers are forked: it reads the site for some seconds, once."""
    first = _forks.Process(target=os.getpid)
    first.start()
    first.join()
    if first.exitcode:
        raise RuntimeError("the process from which servers are forked did not start: try `python -m tests.warm`")


def serve(variables: dict[str, str], log: Path) -> None:
    """What the new process does: `boite serve`, with these variables, any warning an error."""
    from boite.commands.serve import run  # imported by the process that is forked

    os.environ.clear()
    os.environ.update(variables)
    os.chdir(ROOT)
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(written, 1)
    os.dup2(written, 2)
    warnings.simplefilter("error")
    sys.exit(run(["--no-migrate"]))


def work_once(settings: Settings) -> int | None:
    """`boite work --once` in a process of its own. Returns its status."""
    wait_for_forks()
    process = _forks.Process(target=_work_once, args=(environment(settings),))
    process.start()
    process.join(PATIENCE)
    return process.exitcode


def _work_once(variables: dict[str, str]) -> None:
    from boite.commands.work import run  # imported by the process that is forked

    os.environ.clear()
    os.environ.update(variables)
    os.chdir(ROOT)
    warnings.simplefilter("error")
    sys.exit(run(["--once"]))


def environment(settings: Settings) -> dict[str, str]:
    """These settings as the variables that a process reads."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    for item in fields(settings):
        value = getattr(settings, item.name)
        kept[PREFIX + item.name.upper()] = str(int(value)) if isinstance(value, bool) else str(value)
    return kept


def free_port() -> int:
    """A port that nobody listens to now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

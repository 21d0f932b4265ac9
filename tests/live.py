"""The real server in a process of its own, which can be killed and started again on the same data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import fields, replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from boite.accounts import sessions
from boite.accounts.models import Role, User
from boite.database import opened
from boite.settings import PREFIX, Settings
from tests.people import open_account

PATIENCE = 30
"""Seconds given to the server to start, or to stop by itself."""

SERVE = "import sys; from boite.commands.serve import run; sys.exit(run(['--no-migrate']))"


class Server:
    """One server on 127.0.0.1. Its address stays the same through its restarts."""

    def __init__(self, settings: Settings) -> None:
        port = free_port()
        self.settings = replace(settings, host="127.0.0.1", port=port, base_url=f"http://127.0.0.1:{port}")
        self.log = settings.data / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return self.settings.base_url

    @property
    def pid(self) -> int:
        """The process's number. Raises RuntimeError where it is not running."""
        if self.process is None:
            raise RuntimeError("the server is not running")
        return self.process.pid

    def start(self) -> None:
        """Start it and wait until it answers. Raises RuntimeError with its log."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-W", "error", "-c", SERVE]
            self.process = subprocess.Popen(command, env=environment(self.settings), stdout=log, stderr=log, cwd=ROOT)
        limit = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > limit:
                self.kill()
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL: what a power cut does to a process."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM: the graceful stop. Raises TimeoutExpired where it does not end."""
        self._end(signal.SIGTERM)

    def restart(self) -> None:
        """Kill it and start it again on the same data."""
        self.kill()
        self.start()

    async def person(self, first_name: str = "Inès", role: Role = Role.PERSON) -> User:
        """A new person of this server; their passphrase is `tests.people.PASSPHRASE`."""
        async with opened(self.settings):
            return await open_account(self.settings, first_name, role)

    async def session(self, user: User, *, shared: bool = False) -> str:
        """The token of a new session: the value of the cookie `boite`."""
        async with opened(self.settings):
            _, token = await sessions.begin(user, self.settings, device="Tests", shared=shared)
        return token

    def _end(self, number: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(PATIENCE)
            self.process = None

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/sante", timeout=1) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


ROOT = Path(__file__).resolve().parent.parent


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

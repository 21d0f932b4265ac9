"""Several processes of the site behind one listening socket, and one process that does the chores, on one machine.

uvicorn's own supervisor binds the socket, starts the processes, and starts again those that die. A connection that
nobody took yet waits in the socket that they share: a killed process loses the requests it was answering, no other.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.context import SpawnProcess
from socket import socket
from threading import Thread
from time import monotonic
from typing import Any

from starlette.applications import Starlette
from uvicorn import Config
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from boite.app import create_app
from boite.settings import Settings
from boite.web.bounded_connections import bounded
from boite.web.logs import configure

GRACE = 20
"""Seconds given to the requests under way at a stop. A longer upload resumes at the next start."""
SILENT = 30
"""Seconds after which a process that does not answer its supervisor is killed: one that starts imports for a while."""
AGAIN = 5.0
"""Seconds at least between two starts of the process of the chores."""


def server_options(settings: Settings) -> dict[str, Any]:
    """How uvicorn is run, in production as in development."""
    return {
        "factory": True,
        "http": bounded(settings),
        "host": settings.host,
        "port": settings.port,
        "forwarded_allow_ips": settings.trusted_proxies,
        "timeout_graceful_shutdown": GRACE,
        "server_header": False,
        "access_log": False,  # boite.web.logs tells each request, without people's addresses
        "log_config": None,
    }


def site(settings: Settings | None = None) -> Starlette:
    """The application of a process that does nothing else, and whose code the garbage collector no longer walks.

    A hundred thousand objects of modules and models, none of which ever goes: each full collection looked at all of
    them, and everybody waited some 70 ms meanwhile.
    """
    app = create_app(settings)
    gc.collect()
    gc.freeze()
    return app


def one_of_many() -> Starlette:
    """The application of a process among others: it answers, and leaves the chores to one that does nothing else."""
    stop_with_parent()
    return site(replace(Settings.from_environment(), chores=False))


def do_chores() -> None:
    """What the process of the chores does, until it is asked to stop."""
    from boite.commands import work  # the other processes have no use for it

    stop_with_parent()
    work.run([])


def stop_with_parent() -> None:
    """Ask this process to stop once its supervisor is gone: orphans would hold the address and answer for ever."""
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=wait, daemon=True, name="supervisor").start()


class WebConfig(Config):
    """How each process is run. Made anew in each from the environment: what it holds cannot be handed over."""

    def __init__(self, processes: int) -> None:
        options = server_options(Settings.from_environment())
        super().__init__(
            "boite.web_processes:one_of_many", workers=processes, timeout_worker_healthcheck=SILENT, **options
        )

    def __reduce__(self) -> tuple[type[WebConfig], tuple[int]]:
        return WebConfig, (self.workers,)


class Supervisor(Multiprocess):
    """uvicorn's own, with the process of the chores besides."""

    def __init__(self, config: Config, sockets: list[socket], chores: Callable[[], None] | None) -> None:
        self._chores = chores
        self._worker: SpawnProcess | None = None
        self._started_at = 0.0
        super().__init__(config, sockets)

    @property
    def failed(self) -> bool:
        """Whether it stopped because a process cannot start."""
        return any(process.exitcode == STARTUP_FAILURE for process in self.processes)

    def init_processes(self) -> None:
        """Start them all."""
        super().init_processes()
        self._work()

    def keep_subprocess_alive(self) -> None:
        """Start again what died."""
        super().keep_subprocess_alive()
        dead = self._worker is not None and not self._worker.is_alive()
        if dead and not self.should_exit.is_set() and monotonic() - self._started_at >= AGAIN:
            self._work()

    def terminate_all(self) -> None:
        """Ask them all to stop."""
        super().terminate_all()
        if self._worker is not None:
            self._worker.terminate()

    def join_all(self) -> None:
        """Wait for the last words of each."""
        super().join_all()
        if self._worker is not None:
            self._worker.join()

    def restart_all(self) -> None:
        """One after the other: a new process answers before the former one stops."""
        super().restart_all()
        if self._worker is not None:
            self._worker.terminate()
            self._worker.join()
            self._work()

    def _work(self) -> None:
        if self._chores is None:
            return
        self._started_at = monotonic()
        self._worker = multiprocessing.get_context("spawn").Process(target=self._chores, name="chores")
        self._worker.start()


def serve_with(processes: int, settings: Settings) -> int:
    """Serve until asked to stop. Returns the status of the command."""
    configure(settings.log_level, settings.log_format)
    config = WebConfig(processes)
    with config.bind_socket() as listening:
        supervisor = Supervisor(config, [listening], do_chores if settings.chores else None)
        supervisor.run()
    return STARTUP_FAILURE if supervisor.failed else 0

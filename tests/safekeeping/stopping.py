"""`python -m tests.safekeeping.stopping`: a backup that stops, dies or lacks room at a moment that the test chose.

`pause FOLDER FUNCTION`: it stops itself (SIGSTOP) as it enters this function of `boite.backups`, once.
`kill FOLDER`: one backup after the other, each killed (SIGKILL) later than the former, until one comes to its end.
`trial FOLDER`: a trial of restoring, killed (SIGKILL) once it has its place.
`short FOLDER BYTES`: no file of its own may be longer than that.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from boite.backups.making import make
from boite.backups.trial import try_last
from boite.errors import CannotStart
from boite.settings import Settings

FIRST, FURTHER = 3, 2.0
"""At which call of a function of ours the first one dies, and how much later each next one."""


def backup(folder: str) -> int:
    """One backup in this process. Its status is the command's."""
    try:
        asyncio.run(make(Settings.from_environment(), Path(folder)))
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return refusal.status
    return 0


class Moment:
    """Sends a signal to this process at the n-th call of a function of `boite.backups`, or of the one of that name."""

    def __init__(self, number: int, sent: signal.Signals, function: str = "") -> None:
        self.left, self.sent, self.function = number, sent, function

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        """Called by Python at each call of a function."""
        code = frame.f_code
        ours = "/boite/backups/" in code.co_filename and self.function in ("", code.co_name)
        if event == "call" and ours:
            self.left -= 1
            if not self.left:
                os.kill(os.getpid(), self.sent)


def pause(folder: str, function: str) -> int:
    """Whoever waits for it sees it stopped, and tells it to go on (SIGCONT)."""
    sys.setprofile(Moment(1, signal.SIGSTOP, function))
    return backup(folder)


def kill(folder: str) -> int:
    """Says how many died."""
    number, died = float(FIRST), 0
    while True:
        child = os.fork()
        if not child:
            sys.setprofile(Moment(int(number), signal.SIGKILL))
            os._exit(backup(folder))
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            sys.stdout.write(f"{died}\n")
            return os.WEXITSTATUS(status)
        died, number = died + 1, number * FURTHER


def trial(folder: str) -> int:
    """Dies with a folder and, on PostgreSQL, a base of its own."""
    sys.setprofile(Moment(1, signal.SIGKILL, "restore"))
    asyncio.run(try_last(Settings.from_environment(), Path(folder)))
    return 0


def short(folder: str, size: str) -> int:
    """As on a disk that is nearly full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), int(size)))
    return backup(folder)


if __name__ == "__main__":
    acts: dict[str, Callable[..., int]] = {"pause": pause, "kill": kill, "trial": trial, "short": short}
    sys.exit(acts[sys.argv[1]](*sys.argv[2:]))

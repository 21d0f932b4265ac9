"""Which of our files a request is read through: those whose functions run while it is answered."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
OURS = tuple(f"{ROOT / folder}/" for folder in ("boite", "storage"))
FUNCTION = 0x2
"""The flag of code that has locals of its own (CO_NEWLOCALS): the body of a module has none, and is no reading."""
COMMON = (
    *(f"boite/{name}.py" for name in ("app", "clock", "errors", "holidays", "quiet_hours", "routes")),
    *(f"boite/{name}/" for name in ("database", "journal", "languages", "settings", "text", "web")),
    *(f"boite/accounts/{name}.py" for name in ("guard", "models", "sessions")),
)
"""What every request passes through, read once for all: « Ce que lit une demande », in docs/architecture.md."""
CONTRACT = "storage/store.py"
"""What a domain reads of the store: which class answers is a setting."""


class Reader:
    """Notes which files a request enters. Threads started after `watch` are seen too."""

    def __init__(self) -> None:
        self._calls: set[tuple[str, str]] | None = None

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Begin before the service starts: a thread is watched from its birth or never."""
        threading.setprofile(self._event)
        try:
            yield
        finally:
            threading.setprofile(None)

    @contextmanager
    def reading(self, *folders: str) -> Iterator[set[str]]:
        """The files of these folders that run, and the files that they call elsewhere, but for `COMMON` ones not named.

        What another folder does behind the function that is called is read over there, when one needs it. The set is
        filled at the end.
        """
        self._calls, found = set(), set[str]()
        sys.setprofile(self._event)
        try:
            yield found
        finally:
            sys.setprofile(None)
            calls, self._calls = self._calls, None
        for called, caller in calls:
            counts = called in folders or not called.startswith(COMMON)
            if counts and (called.startswith(folders) or caller.startswith(folders)):
                found.add(CONTRACT if called.startswith("storage/") else called)

    def _event(self, frame: FrameType, event: str, _: object) -> None:
        calls = self._calls
        if calls is not None and event == "call" and (called := _file(frame)):
            caller, back = "", frame.f_back
            while back is not None and (not (caller := _file(back)) or caller.startswith(COMMON)):
                back = back.f_back
            calls.add((called, caller if back is not None else ""))


def _file(frame: FrameType) -> str:
    """The file of a function of ours, from the top of the repository; empty for anything else."""
    code = frame.f_code
    ours = code.co_flags & FUNCTION and code.co_filename.startswith(OURS)
    return code.co_filename.removeprefix(f"{ROOT}/") if ours else ""

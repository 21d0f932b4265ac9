"""One writer per upload. A newcomer asks the holder to let go: the sender whose line was cut comes back and must not
wait for its own dead request.

Between processes the lock is a `flock` on the upload's own file, so nothing is left to clean, and asking is a small
file that the holder looks for.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Final

from storage.errors import UploadMissing, UploadTaken, translated
from storage.threads import Threads, settled

PATIENCE: Final = 5.0
"""Seconds that a newcomer waits for the holder."""
RETRY: Final = 0.02
"""Seconds between two tries of a newcomer."""
LOOK: Final = 0.2
"""Seconds between two looks of the holder for a newcomer of another process."""


class Hold:
    """The right to write to one upload, until somebody else asks for it."""

    def __init__(self) -> None:
        self.asked = False
        self._scope: asyncio.Timeout | None = None

    def ask(self) -> None:
        """Ask the holder to let go: what it waits for is interrupted."""
        self.asked = True
        if self._scope is not None:
            self._scope.reschedule(0)
            self._scope = None

    @asynccontextmanager
    async def interruptible(self) -> AsyncIterator[None]:
        """A span of waiting that ends with UploadTaken when somebody asks."""
        scope = asyncio.timeout(None)
        try:
            async with scope:
                if self.asked:
                    raise UploadTaken("asked to let go")
                self._scope = scope
                try:
                    yield
                finally:
                    self._scope = None
        except TimeoutError:
            if scope.expired():
                raise UploadTaken("asked to let go") from None
            raise


class Holds:
    """The holds of this process, which can be asked without any file."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._holds: dict[str, Hold] = {}
        self.patience = patience

    def __contains__(self, upload: str) -> bool:
        return upload in self._holds

    def ask(self, upload: str) -> bool:
        """Ask the holder in this process, if there is one."""
        hold = self._holds.get(upload)
        if hold is not None:
            hold.ask()
        return hold is not None

    async def wait(self, deadline: float) -> None:
        """Wait a little for the holder. Raises UploadTaken after the deadline, in seconds of `monotonic`."""
        if monotonic() > deadline:
            raise UploadTaken("the holder does not let go")
        await asyncio.sleep(RETRY)

    @asynccontextmanager
    async def hold(self, upload: str) -> AsyncIterator[Hold]:
        """Hold an upload that this process does not hold yet or asks for. Raises UploadTaken."""
        deadline = monotonic() + self.patience
        while self.ask(upload):
            await self.wait(deadline)
        hold = self._holds[upload] = Hold()
        try:
            yield hold
        finally:
            del self._holds[upload]


def _attempt(path: Path, wanted: Path) -> int | None:
    """Open and lock an upload; None when another process holds it. Raises UploadMissing."""
    with translated(missing=UploadMissing):
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(descriptor), path.stat()):
                raise FileNotFoundError(path)  # its former holder finished or discarded it: this locks nothing
        except BlockingIOError:
            os.close(descriptor)
            wanted.touch()
            return None
        except BaseException:
            os.close(descriptor)
            raise
        wanted.unlink(missing_ok=True)
        return descriptor


class FileHolds(Holds):
    """The same over every process that shares the folder."""

    def __init__(self, threads: Threads, patience: float = PATIENCE) -> None:
        super().__init__(patience)
        self._threads = threads

    @asynccontextmanager
    async def descriptor(self, path: Path) -> AsyncIterator[tuple[Hold, int]]:
        """Hold the upload kept in this file and give its open descriptor. Raises UploadMissing, UploadTaken."""
        wanted = path.with_suffix(".wanted")
        async with self.hold(path.name) as hold:
            descriptor = await self._locked(path, wanted)
            watch = _Watch(hold, wanted)
            try:
                yield hold, descriptor
            finally:
                watch.stop()
                os.close(descriptor)

    async def _locked(self, path: Path, wanted: Path) -> int:
        deadline = monotonic() + self.patience
        while True:
            flight = self._threads.start(_attempt, path, wanted)
            try:
                descriptor = await settled(flight)
                if descriptor is not None:
                    return descriptor
                await self.wait(deadline)
            except (UploadTaken, UploadMissing):  # refused, or finished by its holder: nobody waits any more
                self._threads.start(wanted.unlink, missing_ok=True)
                raise
            except asyncio.CancelledError:
                if flight.exception() is None and (descriptor := flight.result()) is not None:
                    os.close(descriptor)
                raise


class _Watch:
    """Looks now and then for a newcomer of another process, also while the sender is silent."""

    def __init__(self, hold: Hold, wanted: Path) -> None:
        self._hold, self._wanted = hold, wanted
        self._timer = asyncio.get_running_loop().call_later(LOOK, self._look)

    def _look(self) -> None:
        if self._wanted.exists():
            self._hold.ask()
        else:
            self._timer = asyncio.get_running_loop().call_later(LOOK, self._look)

    def stop(self) -> None:
        self._timer.cancel()

"""`python -m tests.crash.dying REGISTRATION…`: deposits what each is owed, and dies a statement later each time.

One process by death, forked before any connection. Says how many died before one came to its end.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Collection
from types import FrameType
from typing import Any
from uuid import UUID

from boite.agenda.certificates import deposit_due
from boite.agenda.models import Registration
from boite.clock import now
from boite.database.connection import opened
from boite.settings import Settings
from storage import open_store
from tests.models_read_once import read_now

STATEMENTS = {"execute_query", "execute_insert", "execute_many", "execute_query_dict", "begin", "commit"}


class Death:
    """Comes at the n-th step: a statement for the database or a passage to the store, begun or taken up again."""

    def __init__(self, step: int, store: Collection[str] = ("put",), statements: Collection[str] = STATEMENTS) -> None:
        self.left = step
        self.store, self.statements = store, statements
        self.names = self.named()

    def named(self) -> frozenset[str]:
        """The names of the functions of a step."""
        return frozenset({*self.statements, *self.store})

    def counts(self, file: str, name: str) -> bool:
        """Whether the function of such a name, in this file, is a step."""
        return ("tortoise/backends" in file and name in self.statements) or ("/storage/" in file and name in self.store)

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        """Called by Python at each call of a function and at each end of one: the name first, that says no at once."""
        code = frame.f_code
        if code.co_name in self.names and event == "call" and self.counts(code.co_filename, code.co_name):
            self.left -= 1
            if not self.left:
                os.kill(os.getpid(), signal.SIGKILL)


async def deposit(registration: str, step: int) -> None:
    """First what the former one left, as a new worker would; then this one, up to its death."""
    settings = Settings.from_environment()
    store = open_store(settings.storage_url)
    async with opened(settings):
        await deposit_due(settings, store)
        await Registration.filter(id=UUID(registration)).update(attestation_due=now())
        sys.setprofile(Death(step))
        await deposit_due(settings, store)
        sys.setprofile(None)
    await store.close()


def die(registrations: list[str]) -> int:
    """How many died before one came to its end."""
    for step, registration in enumerate(registrations, 1):
        child = os.fork()
        if not child:
            asyncio.run(deposit(registration, step))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            if os.WEXITSTATUS(status):
                raise SystemExit("it ended by an error, not by death")
            return step - 1
    raise SystemExit("not enough registrations: each died")


if __name__ == "__main__":
    with read_now(Settings.from_environment()):
        sys.stdout.write(f"{die(sys.argv[1:])}\n")

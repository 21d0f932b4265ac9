"""`python -m tests.crash.joining start|repair`: does it again and again, dying one step later each time.

After each death another process does it whole, as the next start would. Says how many died before one came to its end.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine
from typing import Any

from boite.database.connection import execute, fetch, opened
from boite.files.fsck import check
from boite.files.store_identity import own_store
from boite.settings import Settings
from storage import open_store
from storage.disk import DiskStore
from tests.crash.dying import STATEMENTS, Death
from tests.models_read_once import read_now

PASSAGES = {"claim", "set_aside", "set_upload_aside", "put_back", "forget_aside", "delete"}
MOST = 200
"""Steps of one repair, largely."""


async def start(settings: Settings) -> None:
    """The first start of an installation."""
    async with own_store(settings):
        pass


async def repair(settings: Settings) -> None:
    """Accept all that is asked."""
    async with own_store(settings) as store:
        report = await check(settings, store, repair=True, up_to=1000, grace=0)
        if not report.repaired:
            raise SystemExit("it would not repair")


VERBS = {"start": start, "repair": repair}


async def killed(settings: Settings, what: str, step: int) -> None:
    """Once nobody has done anything, neither an identity nor bytes set aside: do it, and die at this step."""
    store = open_store(settings.storage_url)
    async with opened(settings):
        if what == "start" and isinstance(store, DiskStore):
            await execute("DELETE FROM files_store")
            store.folders.badge.path.unlink(missing_ok=True)
        async for thing in store.aside():
            await store.put_back(thing)
    await store.close()
    # A passage to the store; a statement too, at a first start.
    sys.setprofile(Death(step, PASSAGES, STATEMENTS if what == "start" else ()))
    await VERBS[what](settings)
    sys.setprofile(None)


async def next_one(settings: Settings, what: str) -> None:
    """Do it whole. Raises SystemExit where base and store do not name each other then."""
    await VERBS[what](settings)
    store = open_store(settings.storage_url)
    async with opened(settings):
        rows = await fetch("SELECT identity FROM files_store WHERE seen_at IS NOT NULL")
    if [await store.identity()] != [row["identity"] for row in rows]:
        raise SystemExit(f"two identities: {rows}")
    await store.close()


async def everything(settings: Settings) -> set[str]:
    """The names of all that the store keeps, at its place or aside."""
    store = open_store(settings.storage_url)
    found = {key async for key in store.keys()} | {key async for key in store.uploads()}  # noqa: SIM118 - no mapping
    found |= {thing.name async for thing in store.aside()}
    await store.close()
    return found


def apart(work: Coroutine[Any, Any, None]) -> int:
    """Do it in a process of its own. Returns how it ended, as `os.waitpid` says it."""
    child = os.fork()
    if not child:
        asyncio.run(work)
        os._exit(0)
    work.close()
    return os.waitpid(child, 0)[1]


def die(what: str) -> int:
    """How many died before one came to its end."""
    settings = Settings.from_environment()
    kept = asyncio.run(everything(settings))
    for step in range(1, MOST):
        status = apart(killed(settings, what, step))
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            raise SystemExit(f"step {step}: it ended by an error, not by death")
        if asyncio.run(everything(settings)) != kept:
            raise SystemExit(f"step {step}: bytes are gone")
        if apart(next_one(settings, what)):
            raise SystemExit(f"step {step}: the next one does not find its way")
        if asyncio.run(everything(settings)) != kept:
            raise SystemExit(f"step {step}: bytes are gone with the next one")
        if os.WIFEXITED(status):
            return step - 1
    raise SystemExit("not enough steps: each died")


if __name__ == "__main__":
    with read_now(Settings.from_environment()):
        sys.stdout.write(f"{die(sys.argv[1])}\n")

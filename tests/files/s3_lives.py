"""Short lives of a process that receives into S3: `python -m tests.files.s3_lives`. Each is there to be killed.

The modules are read once; then each line of the standard input is one life, in a process of its own (`fork`): what it
does, as JSON. The answer is the status of its death.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from boite.database.connection import opened
from boite.files.opened_store import store_of
from boite.settings import Settings
from storage.s3.store import S3Store
from tests.storage.bodies import body, some_bytes

PIECE = 300_000


def die_at(store: S3Store, call: str, count: int, after: bool) -> None:
    """Die by SIGKILL at the n-th call of `objects.put`, `ledger.save`…, before it or just after its answer."""
    where, _, name = call.partition(".")
    target = getattr(store, where)
    original: Callable[..., Any] = getattr(target, name)

    async def step(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count -= 1
        if count == 0 and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = await original(*args, **kwargs)
        if count == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(target, name, step)


async def live(what: dict[str, Any]) -> None:
    """One life: append the rest, or finish."""
    settings = Settings.from_environment()
    async with opened(settings):
        store = store_of(settings)
        assert isinstance(store, S3Store)
        if what["call"]:
            die_at(store, what["call"], what["count"], what["after"])
        upload = what["upload"]
        if what["key"]:
            await store.finish(upload, what["key"])
        else:
            data, offset = some_bytes(what["size"]), await store.offset(upload)
            pieces = [data[start : start + PIECE] for start in range(offset, len(data), PIECE)]
            await store.append(upload, offset, body(*pieces), limit=len(data))
        await store.close()


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            asyncio.run(live(json.loads(line)))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Another process on the same folder: `python -m tests.storage.child <what> …`. It is there to be killed."""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

from storage.disk import DiskStore
from storage.errors import OffsetMismatch, UploadTaken
from storage.store import BLOCK, Aside, Checksum, Kind
from tests.storage.bodies import body, some_bytes

DAY = date(2026, 11, 29)


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


async def then_silent(data: bytes) -> AsyncIterator[bytes]:
    yield data
    yield b""
    say("sent")
    await asyncio.Event().wait()


async def receive(store: DiskStore, upload: str, size: str, algorithm: str) -> None:
    """Append a body whose end never comes."""
    data = some_bytes(int(size))
    checksum = Checksum(algorithm, hashlib.new(algorithm, data).digest()) if algorithm else None
    offset = await store.offset(upload)
    try:
        await store.append(upload, offset, then_silent(data), limit=1 << 40, checksum=checksum)
    except UploadTaken:
        say("taken")


async def fill(store: DiskStore, upload: str, size: str) -> None:
    """Append small pieces, against others who do the same."""
    data = some_bytes(int(size))
    while (offset := await store.offset(upload)) < len(data):
        try:
            await store.append(upload, offset, body(data[offset : offset + 5000]), limit=len(data))
        except (OffsetMismatch, UploadTaken):
            await asyncio.sleep(0)
    say("full")


async def finish(store: DiskStore, upload: str, key: str, call: str, count: str) -> None:
    die_at(call, int(count))
    await store.finish(upload, key)


async def put(store: DiskStore, key: str, size: str, call: str, count: str) -> None:
    die_at(call, int(count))
    data = some_bytes(int(size))
    await store.put(key, body(*(data[at : at + BLOCK // 4] for at in range(0, len(data), BLOCK // 4))))


async def claim(store: DiskStore, identity: str, call: str, count: str) -> None:
    die_at(call, int(count))
    await store.claim(identity)


async def set_aside(store: DiskStore, kind: str, name: str, call: str, count: str) -> None:
    die_at(call, int(count))
    await (store.set_aside if kind == Kind.BLOB else store.set_upload_aside)(name, DAY)


async def put_back(store: DiskStore, kind: str, name: str, call: str, count: str) -> None:
    die_at(call, int(count))
    await store.put_back(Aside(DAY, Kind(kind), name))


def die_at(call: str, count: int) -> None:
    """Die by SIGKILL instead of making the n-th call of this function of the system."""
    original: Callable[..., Any] = getattr(os, call)

    def step(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count -= 1
        if count == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*args, **kwargs)

    setattr(os, call, step)


async def main(what: str, folder: str, *args: str) -> None:
    store = DiskStore(Path(folder))
    store.folders.ordered = False  # every step of every file system, whatever the one of this machine
    verbs: tuple[Callable[..., Awaitable[None]], ...] = (receive, fill, finish, put, claim, set_aside, put_back)
    await {verb.__name__: verb for verb in verbs}[what](store, *args)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

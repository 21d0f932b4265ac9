"""The process that acts and dies, and what must be true of the rows and the bytes afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from boite import clock
from boite.accounts.models import User
from boite.database.connection import fetch, transaction
from boite.files.deposit import open_space
from boite.files.expiry import drifted_spaces, erase_blobs
from boite.files.models import Blob, Node, Preview, Space, Upload, Width
from boite.settings import Settings
from storage.store import BlobStore
from tests.live import ROOT, environment

QUOTA = 100_000
Act = tuple[str, str, int]


class Stage:
    """The process that acts, and what the test reads beside it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        command = [sys.executable, "-W", "error", "-m", "tests.crash.acts"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment(settings), **pipes)  # type: ignore[call-overload]

    def play(self, person: UUID, *acts: Act, step: int = 0) -> list[Any] | None:
        """What was told; None where the process died."""
        self.process.stdin.write(json.dumps([str(person), acts, step]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "an act ended by an error"
        told: list[Any] | None = json.loads(answer)
        return told

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


async def somebody() -> UUID:
    user = await User.create(handle=uuid4().hex, secret_hash="-")
    async with transaction():
        await open_space(user.id, QUOTA)
    return user.id


async def held(store: BlobStore) -> tuple[set[str], set[str]]:
    """What the store holds: blobs and uploads."""
    keys, under_way = store.keys(), store.uploads()
    return {key async for key in keys}, {key async for key in under_way}


async def every_byte_has_its_row(store: BlobStore) -> None:
    """Also right after a death: else nobody would ever find it."""
    blobs, under_way = await held(store)
    unfinished = await Upload.filter(completed_at=None)
    known = {str(key) for model in (Blob, Preview, Width) for key in await model.all().values_list("key", flat=True)}
    assert blobs <= known | {row.blob_key for row in unfinished}
    assert under_way <= known | {row.id.hex for row in unfinished}
    for space in await Space.all():
        assert space.used_bytes + space.reserved_bytes <= space.quota_bytes
    assert [space async for space in drifted_spaces()] == []


async def only_what_is_counted(settings: Settings, store: BlobStore) -> None:
    """Once the chores have passed, twice an hour apart."""
    for _ in range(2):
        while await erase_blobs(settings, store):
            pass
        clock.advance(timedelta(hours=1, minutes=1))
    blobs, under_way = await held(store)
    unfinished = await Upload.filter(completed_at=None)
    rows = await fetch("SELECT blob_id AS key, size FROM files_version")
    assert blobs - {row.blob_key for row in unfinished} == {row["key"] for row in rows}
    assert under_way <= {row.id.hex for row in unfinished}
    sizes = [await store.stat(key) for key in blobs] + [await store.offset(key) for key in under_way]
    spaces = await Space.all()
    assert sum(sizes) <= sum(space.used_bytes + space.reserved_bytes for space in spaces)
    assert sum(row["size"] for row in rows) == sum(space.used_bytes for space in spaces)
    assert sum(row.size for row in unfinished) == sum(space.reserved_bytes for space in spaces)
    assert await Blob.filter(erase_due__not_isnull=True).count() == 0
    clock.reset()


async def paper(store: BlobStore, person: UUID, name: str) -> bytes | None:
    """The bytes of the paper of this name; None where there is none. Raises where there are two."""
    node = await Node.get_or_none(space__owner_id=person, name=name)
    return b"".join([piece async for piece in store.open(str(node.blob_id))]) if node else None

"""`python -m tests.crash.acts`: does what each line of its input says, in a process of its own that may die on the way.

A line is a list of acts, done together: `[["send", "a.bin", 0], ["give up", "a.bin", 0]]`, and the step of the death,
0 for none. The answer is what the process was told before its end, or null where it died.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import traceback
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from boite.accounts.models import User
from boite.boxes import erasing
from boite.clock import now
from boite.database.connection import opened
from boite.errors import Refusal
from boite.files import abandonment, picture_widths, previews, uploads
from boite.files.deposit import Paper, put_paper
from boite.files.expiry import erase_blobs, expire_uploads
from boite.files.models import Node, Space, Upload
from boite.settings import Settings
from storage import open_store
from storage.errors import StorageError
from storage.store import BlobStore
from tests.crash.dying import Death
from tests.models_read_once import read_now

STORE = frozenset(
    {
        "create",
        "append",
        "finish",
        "_finish",
        "_seal_again",
        "place",
        "settle",
        "discard",
        "remove",
        "delete",
        "_delete",
    }
    | {"put", "publish", "write"}
)
"""The passages to the store, in the loop and in its threads, at which a process may die."""


def content(name: str, size: int) -> bytes:
    """The bytes of a paper: they follow from its name."""
    return (name.encode() * (size // len(name) + 1))[:size]


class Actor:
    """One person and their box."""

    def __init__(self, settings: Settings, store: BlobStore, person: UUID) -> None:
        self.settings, self.store, self.person = settings, store, person

    async def act(self, verb: str, name: str, size: int) -> Any:
        """What the person is told: a number of bytes received, True, or None for a refusal."""
        try:
            return await getattr(self, verb.replace(" ", "_"))(name, size)
        except (Refusal, StorageError):
            return None

    async def _upload(self, name: str) -> Upload:
        found = await Upload.filter(by_id=self.person, name=name).order_by("completed_at").first()
        if found is None:
            raise Refusal
        return found

    async def _root(self, name: str) -> Node:
        """Where it goes, with its space. A name serves once, so that everybody knows which deposit is meant."""
        space = await Space.get_or_none(owner_id=self.person)
        if space is None or await Upload.exists(by_id=self.person, name=name):
            raise Refusal
        root = await Node.get_or_none(space_id=space.id, parent_id=None)
        if root is None:
            raise Refusal
        root.space = space
        return root

    async def declare(self, name: str, size: int) -> bool:
        wish = uploads.UploadRequest(name=name, size=size)
        await uploads.declare(await self._root(name), wish, self.store, by=self.person, days=7)
        return True

    async def deposit(self, name: str, size: int) -> bool:
        """All at once."""
        wish = uploads.UploadRequest(name=name, size=size)
        await uploads.deposit(await self._root(name), wish, content(name, size), self.store, by=self.person, days=7)
        return True

    async def write(self, name: str, size: int) -> bool:
        """As a note is written."""
        root = await self._root(name)
        paper = Paper(space_id=root.space_id, parent_id=root.id, name=name, media_type="text/plain")
        await put_paper(paper, content(name, size), self.store, by=self.person)
        return True

    async def send(self, name: str, size: int) -> int:
        """So many bytes more; all that is left where `size` is 0."""
        upload = await self._upload(name)
        start = await uploads.offset(upload, self.store, by=self.person)
        piece = content(name, upload.size)[start : start + size if size else None]

        async def body() -> AsyncIterator[bytes]:
            yield piece

        if upload.completed_at is not None or not piece:
            return start
        return await uploads.receive(upload, start, body(), self.store, by=self.person, days=7)

    async def ask(self, name: str, size: int) -> int:
        return await uploads.offset(await self._upload(name), self.store, by=self.person)

    async def give_up(self, name: str, size: int) -> bool:
        await abandonment.abandon(await self._upload(name), self.store, by=self.person)
        return True

    async def expire(self, name: str, size: int) -> bool:
        upload = await self._upload(name)
        await Upload.filter(id=upload.id, completed_at=None).update(expires_at=now())
        await expire_uploads(self.settings, self.store)
        return True

    async def close(self, name: str, size: int) -> bool:
        person = await User.get_or_none(id=self.person)
        if person is not None:
            await erasing.erase(person, self.store)
        return True

    async def draw(self, name: str, size: int) -> bool:
        """The previews and the widths of what waits."""
        await previews.make_due(self.settings, self.store)
        await picture_widths.make_due(self.settings, self.store)
        return True

    async def sweep(self, name: str, size: int) -> bool:
        await erase_blobs(self.settings, self.store)
        return True


async def perform(person: UUID, acts: list[tuple[str, str, int]], step: int) -> list[Any]:
    """These acts, together."""
    settings = Settings.from_environment()
    store = open_store(settings.storage_url)
    try:
        async with opened(settings):
            actor = Actor(settings, store, person)
            if step:
                death = Death(step, STORE)
                threading.setprofile(death)
                sys.setprofile(death)
            told = await asyncio.gather(*(actor.act(*act) for act in acts))
            sys.setprofile(None)
            return list(told)
    finally:
        await store.close()


def fork(person: UUID, acts: list[tuple[str, str, int]], step: int) -> list[Any] | None:
    """What was told; None where it died."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            told = asyncio.run(perform(person, acts, step))
            os.write(writer, json.dumps(told).encode())
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"it ended by an error, not by death: {acts}")
    return json.loads(text) if os.WIFEXITED(status) else None


def main() -> None:
    """One answer by line. The models are read once, before any fork: a third of a second each time otherwise."""
    with read_now(Settings.from_environment()):
        for line in sys.stdin:
            person, acts, step = json.loads(line)
            sys.stdout.write(json.dumps(fork(UUID(person), acts, step)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()

"""A small paper sent whole with its declaration: quicker, and the same in every other way."""

from __future__ import annotations

import asyncio
import os

import httpx2
import pytest

from boite.accounts.models import User
from boite.files.models import Blob, Node, Space, Upload
from boite.journal.models import Entry
from boite.tus.handler import WHOLE
from storage.store import BlobStore
from tests.tus.speaking import BODY, TUS, bytes_of, room, rows
from tests.visitors import Visitor


async def whole(visitor: Visitor, body: bytes, announced: int | None = None) -> httpx2.Response:
    """Declare and send in one request."""
    size = len(body) if announced is None else announced
    return await visitor.post("/depots/", headers=TUS | BODY | {"upload-length": str(size)}, content=body)


@pytest.mark.parametrize("size", [1, WHOLE - 1, WHOLE, WHOLE + 1])
async def test_on_both_sides_of_the_limit_it_is_the_same_paper(visitor: Visitor, store: BlobStore, size: int) -> None:
    body = os.urandom(size)
    answer = await whole(visitor, body)
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, str(size))
    assert await bytes_of(answer, store) == body
    again = await visitor.head(answer.headers["location"], headers=TUS)
    assert (again.headers["upload-offset"], again.headers["upload-length"]) == (str(size), str(size))
    node, upload = await Node.get(rank=1), await Upload.get()
    assert answer.headers["boite-papier"] == visitor.address("files:paper", node=node.id)
    assert (upload.node_id, upload.received, node.size, node.number) == (node.id, size, size, 1)
    assert await Entry.filter(kind="file.deposited").count() == 1
    assert await room(visitor) == (size, 0)


async def test_a_lack_of_room_leaves_nothing(visitor: Visitor, person: User, store: BlobStore) -> None:
    await Space.filter(owner_id=person.id).update(quota_bytes=999)
    answer = await whole(visitor, b"x" * 1000)
    assert (answer.status_code, answer.headers["boite-manque"]) == (507, "1")
    assert [key async for key in store.keys()] == []  # noqa: SIM118 (a store is no mapping)
    assert (await room(visitor), await rows(), await Blob.all().count()) == ((0, 0), 0, 0)


async def test_ten_at_once_never_overshoot(visitor: Visitor, person: User) -> None:
    await Space.filter(owner_id=person.id).update(quota_bytes=3500)
    answers = await asyncio.gather(*(whole(visitor, b"x" * 1000) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [507] * 7
    assert await room(visitor) == (3000, 0)
    names = await Node.filter(rank=1).values_list("name", flat=True)
    assert len(set(map(str, names))) == 3


async def test_a_body_shorter_than_announced_waits_for_the_rest(visitor: Visitor) -> None:
    answer = await whole(visitor, b"abc", announced=10)
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, "3")
    assert await room(visitor) == (0, 10)

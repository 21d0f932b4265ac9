"""A replacement over one state only: If-Match on what is declared (RFC 9110, 13.1.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable

import httpx2
import pytest

from boite.accounts.models import User
from boite.files.models import Node, Upload
from storage.store import BlobStore
from tests.files.papers import put
from tests.tus.speaking import BODY, TUS, ask, declare, metadata, room, send
from tests.visitors import Visitor

FORMER = b"%PDF-1.7 text"
TAG = f'"{hashlib.sha256(FORMER).hexdigest()}"'
Send = Callable[[Visitor, str, str], Awaitable[httpx2.Response]]


async def begun(visitor: Visitor, tag: str, conflict: str) -> httpx2.Response:
    said = {"upload-length": "3", "upload-metadata": metadata(filename="CV.pdf", conflict=conflict), "if-match": tag}
    made = await visitor.post("/depots/", headers=TUS | said)
    return await send(visitor, made.headers["location"], 0, b"abc") if made.status_code == 201 else made


async def whole(visitor: Visitor, tag: str, conflict: str) -> httpx2.Response:
    said = {"upload-length": "3", "upload-metadata": metadata(filename="CV.pdf", conflict=conflict), "if-match": tag}
    return await visitor.post("/depots/", headers=TUS | BODY | said, content=b"abc")


@pytest.mark.parametrize("way", [begun, whole])
@pytest.mark.parametrize(("tag", "replaced"), [(TAG, True), ("*", True), (f'"x", {TAG}', True), ('"x"', False)])
async def test_the_paper_that_was_read_is_replaced(
    visitor: Visitor, person: User, store: BlobStore, way: Send, tag: str, replaced: bool
) -> None:
    await put(person, store, "CV.pdf", FORMER)
    answer = await way(visitor, tag, "version")
    node = await Node.get(name="CV.pdf")
    if replaced:
        assert answer.status_code in {201, 204}
        assert node.number == 2
        return
    assert (answer.status_code, node.number) == (412, 1)
    assert await room(visitor) == (len(FORMER), 0)
    assert not await Upload.exists()
    assert [key async for key in store.keys()] == [node.blob_id]  # noqa: SIM118 - not a mapping


@pytest.mark.parametrize("way", [begun, whole])
@pytest.mark.parametrize("conflict", ["version", "both"])
async def test_nothing_to_replace_matches_nothing(visitor: Visitor, way: Send, conflict: str) -> None:
    assert (await way(visitor, "*", conflict)).status_code == 412
    assert not await Node.filter(rank=1).exists()
    assert await room(visitor) == (0, 0)


async def test_a_deposit_has_no_tag(visitor: Visitor) -> None:
    address = (await declare(visitor, 3)).headers["location"]
    assert (await send(visitor, address, 0, b"abc", if_match='"x"')).status_code == 412
    assert (await ask(visitor, address)).headers["upload-offset"] == "0"
    assert (await send(visitor, address, 0, b"abc", if_match="*")).status_code == 204

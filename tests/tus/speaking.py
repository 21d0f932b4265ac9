"""What a tus client says, in a few words of Python."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterable, AsyncIterator
from typing import Any

import httpx2

from boite.files.models import Node, Space, Upload
from storage.store import BlobStore
from tests.visitors import Visitor

TUS = {"tus-resumable": "1.0.0"}
BODY = {"content-type": "application/offset+octet-stream"}


def metadata(**pairs: str) -> str:
    """The value of Upload-Metadata."""
    return ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in pairs.items())


async def declare(visitor: Visitor, size: int | str, *, name: str = "CV.pdf", **pairs: str) -> httpx2.Response:
    """Open an upload of so many bytes."""
    said = {"upload-length": str(size), "upload-metadata": metadata(filename=name, **pairs)}
    return await visitor.post("/depots/", headers=TUS | said)


async def send(
    visitor: Visitor, address: str, offset: int | str, body: bytes | AsyncIterable[bytes], **headers: str
) -> httpx2.Response:
    """Send bytes at an offset. Underscores of header names become hyphens."""
    said = (
        TUS | BODY | {"upload-offset": str(offset)} | {key.replace("_", "-"): value for key, value in headers.items()}
    )
    return await visitor.patch(address, content=body, headers=said)


async def ask(visitor: Visitor, address: str) -> httpx2.Response:
    """Where the upload is."""
    return await visitor.head(address, headers=TUS)


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    """A body whose length is not announced."""
    for part in parts:
        yield part


async def bytes_of(answer: httpx2.Response, store: BlobStore) -> bytes:
    """What is kept of the paper that an answer announces."""
    node = await Node.get(id=answer.headers["boite-papier"].split("/")[-1])
    return b"".join([piece async for piece in store.open(str(node.blob_id))])


async def room(visitor: Visitor) -> tuple[int, int]:
    """Bytes used and promised in a visitor's space."""
    assert visitor.user is not None
    space = await Space.get(owner_id=visitor.user.id)
    return space.used_bytes, space.reserved_bytes


async def rows(**conditions: Any) -> int:
    """How many uploads there are."""
    return await Upload.filter(**conditions).count()

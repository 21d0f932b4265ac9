"""Small boxes for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

from boite.accounts.models import User
from boite.files.deposit import Paper, put_paper, root_of
from boite.files.media_types import sniff
from boite.files.models import Node, Space
from storage.store import BlobStore


async def box_of(user: User, quota: int = 1_000_000_000) -> Node:
    """The root of somebody's box, with a quota of the test's choice (bytes)."""
    space = await Space.get(owner_id=user.id)
    await Space.filter(id=space.id).update(quota_bytes=quota)
    return await root_of(space.id)


async def deposit(parent: Node, name: str, content: bytes, store: BlobStore, user: User) -> Node:
    """Put a paper there."""
    media_type = sniff(content[:8192], name)
    paper = Paper(space_id=parent.space_id, parent_id=parent.id, name=name, media_type=media_type)
    return await put_paper(paper, content, store, by=user.id)


async def chunks(*pieces: bytes) -> AsyncIterator[bytes]:
    """A body in pieces."""
    for piece in pieces:
        yield piece

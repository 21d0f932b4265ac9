"""Papers put in a box without passing by the pages."""

from __future__ import annotations

from typing import Any

from boite.accounts.models import User
from boite.files.deposit import Paper, put_paper, root_of
from boite.files.media_types import sniff
from boite.files.models import Node, Space
from boite.files.quota import locked_space
from boite.files.trash import purge
from storage.store import BlobStore


async def top(user: User) -> Node:
    """The root of somebody's space."""
    return await root_of((await Space.get(owner_id=user.id)).id)


async def put(
    user: User, store: BlobStore, name: str = "CV.pdf", content: bytes = b"%PDF-1.7 text", **more: Any
) -> Node:
    """A paper with this content, its type known as a deposit knows it. `parent` is a folder, the root by default."""
    folder = more.pop("parent", None) or await top(user)
    media_type = more.pop("media_type", None) or sniff(content, name)
    paper = Paper(space_id=folder.space_id, parent_id=folder.id, name=name, media_type=media_type, **more)
    return await put_paper(paper, content, store, by=user.id)


async def erase(node: Node, *, by: User) -> None:
    """Gone for good, as from the trash: at once, or not at all."""
    async with locked_space(node.space_id):
        await purge(await node.discard(by=by, days=0), by=by)

"""Papers put straight into somebody's box, for the tests of the archive and of the erasure."""

from __future__ import annotations

from boite.accounts.models import User
from boite.files.deposit import Paper, put_paper, root_of
from boite.files.models import Node, NodeKind, OnConflict
from boite.files.quota import space_of
from storage.store import BlobStore


async def root(user: User) -> Node:
    """The top of somebody's box."""
    return await root_of((await space_of(user)).id)


async def put(
    user: User,
    store: BlobStore,
    name: str,
    content: bytes,
    *,
    folder: Node | None = None,
    media_type: str = "application/octet-stream",
    kind: NodeKind = NodeKind.FILE,
    on_conflict: OnConflict = OnConflict.KEEP_BOTH,
) -> Node:
    """One paper, at the top of the box or in a folder."""
    home = folder or await root(user)
    paper = Paper(
        space_id=home.space_id,
        parent_id=home.id,
        name=name,
        media_type=media_type,
        kind=kind,
        on_conflict=on_conflict,
    )
    return await put_paper(paper, content, store, by=user.id)

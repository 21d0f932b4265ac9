"""How sealed bytes become a paper: one way, for uploads, for notes and for the demo."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from boite.clock import now
from boite.database.connection import fetch, insert_all
from boite.errors import Refusal
from boite.files import journal_kinds as kinds
from boite.files import names
from boite.files.media_types import viewer_for
from boite.files.models import Blob, Kind, Node, OnConflict, PreviewState, Space, Upload, Version
from boite.files.promises import break_promise, keep_promise, promise
from boite.files.quota import present
from boite.files.tree import ANCESTORS, OWN_ROOT, free_name, naming
from boite.journal.record import entry
from storage.keys import new_key
from storage.store import BlobStore, Seal

HEAD = 16 * 1024
"""How many first bytes are looked at to know the type of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What arrives: where, under which name, and what the person said of it."""

    space_id: UUID
    parent_id: UUID | None
    name: str
    media_type: str
    kind: Kind = Kind.FILE
    document_type: str = "autre"
    valid_until: date | None = None
    on_conflict: OnConflict = OnConflict.KEEP_BOTH
    body_key: str = ""


async def open_space(owner_id: UUID, quota: int, *, root: str = OWN_ROOT) -> Space:
    """The empty space of a new account, with its root, which bears the name of a group in the space of one.

    Inside the transaction that makes the account.
    """
    space = await Space.create(owner_id=owner_id, quota_bytes=quota)
    await Node.create(space_id=space.id, parent_id=None, kind=Kind.FOLDER, rank=0, **naming(root))
    return space


async def root_of(space_id: UUID) -> Node:
    """The top of a space."""
    return await Node.get(space_id=space_id, parent_id=None)


async def land(paper: Paper, key: str, seal: Seal, *, owner: UUID, by: UUID, origin: Upload | None = None) -> Node:
    """Make a paper of sealed bytes in the box of `owner`, inside the lock and the transaction of the caller.

    `origin` is the new row of a deposit that came whole: it is written with the paper that it became.

    Its folder may have gone meanwhile: it lands in the nearest one that lives. A taken name gets a number,
    or a new version where that was chosen.
    """
    home = await _home(paper)
    if origin is not None:
        origin.parent_id = home
    blob = _kept(key, seal, paper.media_type)
    if paper.on_conflict == OnConflict.NEW_VERSION:
        twin = await Node.get_or_none(
            parent_id=home, discard_row_id=None, name_key=names.key(paper.name), kind=paper.kind
        )
        if twin is not None:
            versioned = entry(kinds.Versioned(name=twin.name, node=str(twin.id)), owner=owner, by=by)
            await insert_all(blob, versioned, *_from(origin, twin))
            await twin.append_version(blob, body_key=paper.body_key)
            return twin
    node = await _node(paper, home, blob)
    version = Version(node_id=node.id, number=1, blob_id=blob.key, size=blob.size, created_at=now())
    kind = kinds.Deposited if paper.kind == Kind.FILE else kinds.Written
    deposited = entry(kind(name=node.name, node=str(node.id)), owner=owner, by=by)
    await insert_all(blob, node, version, deposited, *_from(origin, node))
    return node


def _from(origin: Upload | None, node: Node) -> list[Upload]:
    if origin is None:
        return []
    origin.node_id = node.id
    return [origin]


async def _node(paper: Paper, home: UUID, blob: Blob) -> Node:
    return Node(
        space_id=paper.space_id,
        parent_id=home,
        kind=paper.kind,
        document_type=paper.document_type,
        valid_until=paper.valid_until,
        body_key=paper.body_key,
        size=blob.size,
        media_type=blob.media_type,
        number=1,
        blob_id=blob.key,
        **naming(await free_name(home, paper.name)),
    )


def _kept(key: str, seal: Seal, media_type: str) -> Blob:
    drawn = viewer_for(media_type) in {"image", "pdf"}
    return Blob(
        key=key,
        size=seal.size,
        sha256=seal.sha256,
        blocks=seal.blocks,
        media_type=media_type,
        preview_state=PreviewState.DUE if drawn else PreviewState.NONE,
        preview_due=now() if drawn else None,
    )


async def _home(paper: Paper) -> UUID:
    if paper.parent_id is not None:
        for row in reversed(await fetch(ANCESTORS, paper.parent_id)):
            if row["discard_id"] is None:
                return UUID(str(row["id"]))
    return (await root_of(paper.space_id)).id


async def put_paper(paper: Paper, content: bytes, store: BlobStore, *, by: UUID) -> Node:
    """Deposit bytes already in memory (a note, a link, a contact, a demo document). Raises QuotaExceeded.

    Bytes before row: a crash in between leaves bytes that are due to be erased. Nothing is reserved: the room is
    taken with the paper.
    """
    key = new_key()
    space = await present(paper.space_id)
    await promise(key)
    seal = await store.put(key, once(content))
    try:
        async with space.locked():
            await space.take(seal.size)
            await keep_promise(key)
            return await land(paper, key, seal, owner=space.owner_id, by=by)
    except Refusal:
        await break_promise(key, store)
        raise


async def once(content: bytes) -> AsyncIterator[bytes]:
    """Bytes already in memory, as a store takes them."""
    yield content

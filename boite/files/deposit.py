"""How sealed bytes become a paper: one way, for uploads, for notes and for the demo."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from boite.clock import now, today
from boite.database.connection import execute, insert_all
from boite.database.retries import retried
from boite.database.rows import fetch_as
from boite.errors import Full, NotFound, Refusal, Unmatched
from boite.files import ceiling, names
from boite.files import journal_kinds as kinds
from boite.files.abandonment import abandon, check_known
from boite.files.classification import told
from boite.files.erasure_promises import break_promise, erase_ended, keep_promise, promise
from boite.files.media_types import sniff
from boite.files.models import Blob, Node, NodeKind, OnConflict, PreviewState, Space, Upload, Version
from boite.files.preview_formats import PREVIEWED
from boite.files.quota import locked_space, present
from boite.files.tree import ANCESTORS, OWN_ROOT
from boite.journal.record import entry
from storage.errors import BlobMissing, UploadMissing
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
    kind: NodeKind = NodeKind.FILE
    document_type: str = "autre"
    valid_until: date | None = None
    on_conflict: OnConflict = OnConflict.KEEP_BOTH
    body_key: str = ""


async def open_space(owner_id: UUID, quota: int, *, root: str = OWN_ROOT) -> Space:
    """The empty space of a new account, with its root, which bears the name of a group in the space of one.

    Inside the transaction that makes the account.
    """
    space = await Space.create(owner_id=owner_id, quota_bytes=quota)
    await Node.create(space_id=space.id, parent_id=None, kind=NodeKind.FOLDER, rank=0, **names.naming(root))
    return space


async def root_of(space_id: UUID) -> Node:
    """The top of a space."""
    return await Node.get(space_id=space_id, parent_id=None)


async def complete(upload: Upload, store: BlobStore, *, by: UUID) -> Node | None:
    """Seal the bytes, then make the paper and turn the promise into usage. Idempotent.

    Returns the paper, or None where it was completed before and deleted since. Raises NotFound where it was given up
    meanwhile: the bytes just sealed go with it.
    """
    try:
        seal = await store.finish(upload.id.hex, upload.blob_key)
        media_type = sniff(await _head(upload.blob_key, seal, store), upload.name)
    except (UploadMissing, BlobMissing):
        await check_known(upload)
        raise
    try:
        if node := await retried(lambda: _claim(upload, seal, media_type, by)):
            return node
    except Full:
        await abandon(upload, store, by=by)
        raise
    if current := await Upload.get_or_none(id=upload.id):
        told_of_end(upload, current)
        return await Node.get_or_none(id=upload.node_id)
    await erase_ended(upload, store)  # given up between the seal and the lock
    raise NotFound


def told_of_end(upload: Upload, current: Upload) -> None:
    """Let a row read before know the end that another request gave to its deposit."""
    for name in ("completed_at", "received", "node_id", "name"):
        setattr(upload, name, getattr(current, name))


async def _claim(upload: Upload, seal: Seal, media_type: str, by: UUID) -> Node | None:
    """The paper, for the first one to get the lock; None for the others."""
    async with locked_space(upload.space_id):
        claim = "UPDATE files_upload SET completed_at = ?, received = ? WHERE id = ? AND completed_at IS NULL"
        if not await execute(claim, now(), seal.size, upload.id):
            return None
        await upload.refresh_from_db()
        space = await Space.get(id=upload.space_id)
        if seal.size != upload.size:  # another writer added to a form's deposit while it was given its size
            extra = seal.size - upload.size
            await (space.reserve(extra) if extra > 0 else space.release(-extra))
            await execute("UPDATE files_upload SET size = ? WHERE id = ?", seal.size, upload.id)
            upload.size = seal.size
        counted = upload.on_conflict != OnConflict.NEW_VERSION  # where it replaces nothing after all, it is one more
        paper = paper_of(upload, media_type)
        node = await land(paper, upload.blob_key, seal, owner=space.owner_id, by=by, counted=counted)
        await space.settle(upload.size)
        _became(upload, node)
        await execute("UPDATE files_upload SET node_id = ?, name = ? WHERE id = ?", node.id, node.name, upload.id)
        return node


def paper_of(upload: Upload, media_type: str) -> Paper:
    """What an upload says of the paper that it becomes."""
    return Paper(
        space_id=upload.space_id,
        parent_id=upload.parent_id,
        name=upload.title or upload.name,
        media_type=media_type,
        document_type=upload.document_type,
        valid_until=upload.valid_until,
        on_conflict=upload.on_conflict,
    )


async def _head(key: str, seal: Seal, store: BlobStore) -> bytes:
    """The first bytes of a blob, to know its type."""
    head = b""
    async for piece in store.open(key, 0, min(HEAD, seal.size), seal=seal):
        head += piece
    return head


async def land(
    paper: Paper, key: str, seal: Seal, *, owner: UUID, by: UUID, origin: Upload | None = None, counted: bool = False
) -> Node:
    """Make a paper of sealed bytes in the box of `owner`, inside the lock and the transaction of the caller.

    `origin` is the new row of a deposit that came whole: it is written with the paper that it became. `counted`: its
    place among the papers of the box was taken when it was declared. Raises TooManyPapers where it was not.

    Its folder may have been deleted meanwhile: then it goes to the nearest one left. A taken name gets a number,
    or a new version where that was chosen.
    """
    home = await _home(paper)
    if origin is not None:
        origin.parent_id = home
    blob = _kept(key, seal, paper.media_type)
    if paper.on_conflict == OnConflict.NEW_VERSION:
        twin = await _same_name(paper, home)
        if twin is not None:
            versioned = entry(
                kinds.Versioned(name=names.title(twin.name, twin.kind), node=str(twin.id)), owner=owner, by=by
            )
            await insert_all(blob, versioned, *_from(origin, twin))
            await twin.append_version(blob, body_key=paper.body_key)
            if said := told((paper.document_type, paper.valid_until)):
                await twin._set(**said, **({"validity_on": today()} if "valid_until" in said else {}))
            return twin
    if not counted:
        await ceiling.check(paper.space_id)
    node = await _node(paper, home, blob)
    version = Version(node_id=node.id, number=1, blob_id=blob.key, size=blob.size, created_at=now())
    kind = kinds.Deposited if paper.kind == NodeKind.FILE else kinds.Written
    deposited = entry(kind(name=names.title(node.name, node.kind), node=str(node.id)), owner=owner, by=by)
    await insert_all(blob, node, version, deposited, *_from(origin, node))
    return node


async def _same_name(paper: Paper, home: UUID) -> Node | None:
    """The paper that this one replaces, where that was asked for."""
    return await Node.get_or_none(parent_id=home, discard_row_id=None, name_key=names.key(paper.name), kind=paper.kind)


async def check_replaced(paper: Paper, over: Sequence[str]) -> None:
    """Inside the lock: whether this would replace what was expected (tags of contents). Raises Unmatched.

    A long deposit is asked at its beginning. Whatever happens before its end stays among the versions.
    """
    if not over:
        return
    twin = await _same_name(paper, await _home(paper)) if paper.on_conflict == OnConflict.NEW_VERSION else None
    if twin is None or ("*" not in over and (await twin.content()).tag not in over):
        raise Unmatched


def _from(origin: Upload | None, node: Node) -> list[Upload]:
    if origin is None:
        return []
    _became(origin, node)
    return [origin]


def _became(upload: Upload, node: Node) -> None:
    """From here on it bears the name that was kept: a number may have been added to it."""
    upload.node_id, upload.name = node.id, node.name


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
        **names.naming(await names.free_name(home, paper.name)),
    )


def _kept(key: str, seal: Seal, media_type: str) -> Blob:
    drawn = media_type in PREVIEWED
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
        for row in reversed(await fetch_as(ANCESTORS, paper.parent_id, id=UUID)):
            if row["discard_id"] is None:
                return cast("UUID", row["id"])
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
        async with space.locked(brief=True):
            await space.take(seal.size)
            await keep_promise(key)
            return await land(paper, key, seal, owner=space.owner_id, by=by)
    except Refusal:
        await break_promise(key, store)
        raise


async def once(content: bytes) -> AsyncIterator[bytes]:
    """Bytes already in memory, as an async iterator."""
    yield content

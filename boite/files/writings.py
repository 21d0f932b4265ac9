"""What is written here rather than deposited: notes, links, contacts. Kept as ordinary papers, with versions."""

from __future__ import annotations

import hashlib

from boite.accounts.models import User
from boite.errors import Invalid, Refusal, StaleVersion
from boite.files import deposit, names
from boite.files import journal_kinds as kinds
from boite.files.corruption import beginning
from boite.files.deposit import Paper, once
from boite.files.erasure_promises import break_promise, keep_promise, promise
from boite.files.models import Blob, Node, NodeKind
from boite.files.quota import locked_space, present
from boite.journal.record import record
from boite.languages.messages import _
from boite.text.normalise import fold
from storage.keys import new_key
from storage.store import BlobStore, Seal

LIMIT = 100_000
"""Bytes of what is written in one go."""
FORMS = {
    NodeKind.NOTE: ("text/plain", "note-personnelle"),
    NodeKind.LINK: ("application/x-mswinurl", "autre"),
    NodeKind.CONTACT: ("text/vcard", "autre"),
}
"""By kind: the media type, the type of paper."""


async def write(parent: Node, kind: NodeKind, title: str, text: str, store: BlobStore, *, by: User) -> Node:
    """A new note, link or contact in a folder. Raises Invalid, QuotaExceeded."""
    media_type, document_type = FORMS[kind]
    paper = Paper(
        space_id=parent.space_id,
        parent_id=parent.id,
        name=names.ended(names.checked(title), kind),
        media_type=media_type,
        kind=kind,
        document_type=document_type,
        body_key=fold(text),
    )
    return await deposit.put_paper(paper, _bytes(text), store, by=by.id)


async def rewrite(node: Node, text: str, store: BlobStore, *, version: int, by: User) -> None:
    """A new version of what was written, after the one that was read; the former one stays. The same changes nothing.

    Raises Invalid, QuotaExceeded, NotFound, StaleVersion: the same note may be open in two tabs.
    Bytes before row: what is refused afterwards is erased.
    """
    content = _bytes(text)
    if await Blob.exists(key=node.blob_id, sha256=hashlib.sha256(content).hexdigest()):
        return
    key = new_key()
    await promise(key)
    seal = await store.put(key, once(content))
    try:
        await _append(node, key, seal, fold(text), version, by)
    except Refusal:
        await break_promise(key, store)
        raise


async def _append(node: Node, key: str, seal: Seal, body_key: str, version: int, by: User) -> None:
    async with locked_space(node.space_id):
        await node.fresh()
        if node.number != version:
            raise StaleVersion
        await (await present(node.space_id)).take(seal.size)
        await keep_promise(key)
        blob = await Blob.create(
            key=key, size=seal.size, sha256=seal.sha256, blocks=seal.blocks, media_type=FORMS[NodeKind(node.kind)][0]
        )
        await node.append_version(blob, body_key=body_key)
        happening = kinds.Versioned(name=node.shown_name, node=str(node.id))
        await record(happening, owner=await node.owner_id(), by=by.id)


async def text_of(node: Node, store: BlobStore) -> str:
    """The text of what was written. Raises Damaged."""
    blob = await node.content()
    return (await beginning(node, blob, store, LIMIT)).decode(errors="replace")


def _bytes(text: str) -> bytes:
    content = text.encode(errors="replace")
    if len(content) > LIMIT:
        raise Invalid(fields={"text": _("C'est trop long : %(limit)s signes au plus. Faites deux notes.", limit=LIMIT)})
    return content

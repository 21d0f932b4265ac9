"""What a paper is, and until when it is valid: said by the person, never guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

from boite.accounts.models import User
from boite.clock import today
from boite.database.versions import digest
from boite.errors import Forbidden, NotFound, StaleVersion
from boite.files import document_types
from boite.files import journal_kinds as kinds
from boite.files.models import Node, Upload
from boite.files.quota import locked_space
from boite.journal.record import record

Details = tuple[str, date | None]
"""A type, and the end of validity."""


def told(details: Details) -> dict[str, Any]:
    """What was said of a deposit, for the paper that it replaces: the general type and no date say nothing."""
    named = dict(zip(("document_type", "valid_until"), details, strict=True))
    return {name: value for name, value in named.items() if value not in (None, document_types.OTHER.code)}


def said(node: Node) -> str:
    """A digest of a paper's type and date: a change names the one that it was made over."""
    return _digest(node.document_type, node.valid_until)


def _digest(document_type: str, valid_until: date | None) -> str:
    return digest([document_type, valid_until.isoformat() if valid_until else ""])


async def classify(node: Node, document_type: str, valid_until: date | None, *, read: str, by: User) -> None:
    """Set the type and the end of validity, over what was read (its digest).

    Raises Invalid (unknown type), Forbidden (a folder), NotFound, StaleVersion.
    """
    document_type = document_types.known(document_type)
    if node.is_folder:
        raise Forbidden
    async with locked_space(node.space_id):
        await node.fresh()
        if (node.document_type, node.valid_until) == (document_type, valid_until):
            return
        if read != said(node):
            raise StaleVersion
        typed = {"validity_on": today()} if node.valid_until != valid_until else {}
        await node._set(document_type=document_type, valid_until=valid_until, **typed)
        happening = kinds.Classified(name=node.shown_name, node=str(node.id), label=document_types.label(document_type))
        await record(happening, owner=await node.owner_id(), by=by.id)


async def say_again(node: Node, former: Details, details: Details, *, by: User) -> None:
    """Change what was said of a paper when it was sent. One that was replaced keeps what is not said now, as then.

    Raises StaleVersion where somebody said otherwise since.
    """
    kept: Details = (node.document_type, node.valid_until)
    if node.number > 1:
        fields = {"document_type": kept[0], "valid_until": kept[1]}
        details = tuple((fields | told(details)).values())
        former = tuple((fields | told(former)).values())
    await classify(node, *details, read=_digest(*former), by=by)


async def classify_deposit(upload: Upload, document_type: str, valid_until: date | None, *, by: User) -> None:
    """Say what a deposit is once it has begun: its row as long as it goes on, then the paper that it became.

    Raises Invalid, NotFound, and StaleVersion where the paper was classified otherwise since.
    """
    document_type = document_types.known(document_type)
    async with locked_space(upload.space_id):
        current = await Upload.get_or_none(id=upload.id)
        if current is None:
            raise NotFound
        if current.completed_at is not None:
            node = await Node.get_or_none(id=current.node_id)
            if node is None:
                raise NotFound
            former = (current.document_type, current.valid_until)
            await say_again(node, former, (document_type, valid_until), by=by)
        await Upload.filter(id=upload.id).update(document_type=document_type, valid_until=valid_until)

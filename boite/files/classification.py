"""What a paper is, and until when it is valid: said by the person, never guessed."""

from __future__ import annotations

from datetime import date

from boite.accounts.models import User
from boite.database.versions import digest
from boite.errors import Forbidden, StaleVersion
from boite.files import document_types
from boite.files import journal_kinds as kinds
from boite.files.models import Node
from boite.files.quota import locked_space
from boite.journal.record import record


def said(node: Node) -> str:
    """A digest of a paper's type and date: a change names the one that it was made over."""
    return digest([node.document_type, node.valid_until.isoformat() if node.valid_until else ""])


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
        await node._set(document_type=document_type, valid_until=valid_until)
        happening = kinds.Classified(name=node.name, node=str(node.id), label=document_types.label(document_type))
        await record(happening, owner=await node.owner_id(), by=by.id)

"""A paper sent under a name that another has: both are kept, until somebody says that it is a new version."""

from __future__ import annotations

from uuid import UUID

from boite.accounts.models import User
from boite.clock import today
from boite.database.connection import execute
from boite.errors import Conflict, NotFound
from boite.files import journal_kinds as kinds
from boite.files import names
from boite.files.classification import told
from boite.files.models import Node, NodeKind, OnConflict, Upload
from boite.files.quota import locked_space
from boite.files.uploads import UploadRequest
from boite.journal.record import record

CHANGED = "Ces deux papiers ont changé depuis. Ouvrez-les pour choisir."


async def twin(parent: Node, wish: UploadRequest) -> UUID | None:
    """The file of this folder whose name would be taken twice."""
    if wish.on_conflict != OnConflict.KEEP_BOTH:
        return None
    key = names.key(names.clean(wish.name))
    found = await Node.get_or_none(parent_id=parent.id, discard_row_id=None, name_key=key, kind=NodeKind.FILE)
    return found.id if found else None


async def replace(upload: Upload, paper: Node, *, by: User) -> Node:
    """Make of a deposit, under way or just ended, a new version of `paper`. Returns it. Idempotent.

    Raises NotFound, and Conflict where what was sent has versions of its own, or is no longer a file beside it.
    """
    async with locked_space(upload.space_id):
        await paper.fresh()
        current = await Upload.get_or_none(id=upload.id)
        if current is None:
            raise NotFound
        if paper.space_id != current.space_id or paper.kind != NodeKind.FILE:
            raise Conflict(CHANGED)
        if current.completed_at is None:
            replacing = {"on_conflict": OnConflict.NEW_VERSION, "title": paper.name, "parent_id": paper.parent_id}
            await Upload.filter(id=upload.id).update(**replacing)
        elif current.node_id != paper.id:
            await _absorb(current, paper, by)
    return paper


async def _absorb(upload: Upload, paper: Node, by: User) -> None:
    """The bytes of what just came go to the paper that it replaces; its own row goes. The room used does not change."""
    node = await Node.get_or_none(id=upload.node_id, discard_row_id=None)
    if node is None:
        raise NotFound
    if node.number != 1:
        raise Conflict(CHANGED)
    await node._check_unused()
    await paper.append_version(await node.content())
    if said := told((upload.document_type, upload.valid_until)):
        await paper._set(**said, **({"validity_on": today()} if "valid_until" in said else {}))
    await Upload.filter(node_id=node.id).update(node_id=paper.id, name=paper.name)
    await execute("DELETE FROM files_node WHERE id = ?", node.id)
    happening = kinds.Versioned(name=paper.shown_name, node=str(paper.id))
    await record(happening, owner=await paper.owner_id(), by=by.id)

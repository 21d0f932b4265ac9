"""The title of a paper said while it is being sent, or just after."""

from __future__ import annotations

from boite.accounts.models import User
from boite.database.versions import digest
from boite.errors import Conflict, NotFound
from boite.files import names
from boite.files.models import Node, NodeKind, OnConflict, Upload
from boite.files.quota import locked_space
from boite.languages.messages import _

NAME, PAPER = "boite-nom", "boite-papier"
"""Headers of answers about a deposit: the name that was kept, as addresses write it, and the address of the paper."""


async def rename(upload: Upload, title: str, *, by: User) -> str:
    """Give this title to a deposit, or to the paper that it became. Returns the whole name, its ending kept.

    Raises Invalid, NotFound, Conflict for what replaces a paper, and StaleVersion where the paper was renamed elsewhere
    since.
    """
    title = names.checked(title)
    async with locked_space(upload.space_id):
        current = await Upload.get_or_none(id=upload.id)
        if current is None:
            raise NotFound
        if current.completed_at is None:
            if current.on_conflict == OnConflict.NEW_VERSION:
                raise Conflict(_("Ce papier en remplace un autre : il garde son titre."))
            name = names.renamed(current.title or current.name, title, NodeKind.FILE)
            await Upload.filter(id=upload.id).update(title=name)
            return name
        node = await Node.get_or_none(id=current.node_id)
        if node is None:
            raise NotFound
        await node.rename(title, read=digest(current.name), by=by)
        await Upload.filter(id=upload.id).update(name=node.name)
        return node.name

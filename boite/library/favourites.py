"""What somebody keeps of a resource: a copy or a link in their box, and a favourite to find it again."""

from __future__ import annotations

from uuid import UUID, uuid4

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import fetch, transaction
from boite.errors import NotFound
from boite.files import unsized_deposits, web_links, writings
from boite.files.corruption import verified
from boite.files.models import Node, NodeKind
from boite.files.uploads import UploadRequest
from boite.journal.record import record
from boite.library import journal_kinds as kinds
from boite.library.models import Favourite, Resource
from storage.store import BlobStore


async def keep_copy(resource: Resource, root: Node, store: BlobStore, *, by: User) -> Node:
    """A copy of its file in a folder of one's box. Raises QuotaExceeded before the first byte, NotFound, Damaged.

    Two people never share bytes: the copy stays whatever becomes of the resource. It comes in as any deposit does,
    so a crash in the middle leaves a deposit that a chore gives up.
    """
    node = await Node.get_or_none(id=resource.node_id, discard_row_id=None) if resource.node_id else None
    if node is None or node.blob_id is None:
        raise NotFound("Ce fichier n'est plus là. Gardez le lien, ou revenez plus tard.")
    blob = await node.content()
    wish = UploadRequest(name=node.name, size=blob.size)
    made = await unsized_deposits.deposit(root, wish, verified(node, blob, store), store, by=by.id)
    if made is None:
        raise NotFound
    return made


async def keep_link(resource: Resource, address: str, root: Node, store: BlobStore, *, by: User) -> Node:
    """Its address as a paper: that of the page for a link, else that of its sheet here. Raises QuotaExceeded."""
    text = web_links.compose(resource.link or address)
    return await writings.write(root, NodeKind.LINK, resource.title, text, store, by=by)


async def favour(resource: Resource, *, by: User) -> None:
    """Find it again from « Mes ressources ». Twice is once, even at the same time."""
    async with transaction():
        added = await fetch(
            "INSERT INTO library_favourite (id, user_id, resource_id, at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (user_id, resource_id) DO NOTHING RETURNING id",
            *(uuid4(), by.id, resource.id, now()),
        )
        if added:
            await record(kinds.ResourceFavoured(title=resource.title, resource=str(resource.id)), owner=by.id, by=by.id)


async def unfavour(resource: Resource, *, by: User) -> None:
    """It is no longer a favourite. What is not one changes nothing."""
    async with transaction():
        if await Favourite.filter(user_id=by.id, resource_id=resource.id).delete():
            happening = kinds.ResourceUnfavoured(title=resource.title, resource=str(resource.id))
            await record(happening, owner=by.id, by=by.id)


async def favourites(user: User) -> list[UUID]:
    """What this person marked, the last one first."""
    return [row.resource_id for row in await Favourite.filter(user_id=user.id).order_by("-at")]


async def standing(user: User | None, resource: Resource) -> dict[str, bool]:
    """Whether this person marked a resource, and has it in their list. One query; none for somebody unknown."""
    if user is None:
        return {"favourite": False, "listed": False}
    [row] = await fetch(
        "SELECT EXISTS (SELECT 1 FROM library_favourite f WHERE f.user_id = ? AND f.resource_id = ?) AS favourite,"
        " EXISTS (SELECT 1 FROM library_to_read l WHERE l.user_id = ? AND l.resource_id = ?) AS listed",
        *(user.id, resource.id, user.id, resource.id),
    )
    return {name: bool(value) for name, value in row.items()}

"""Where a file chosen while writing goes: two folders at the top of the group's space, made when first needed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from boite.accounts.models import User
from boite.database.retries import retried
from boite.errors import Full, Invalid, NotFound
from boite.files import names, unsized_deposits
from boite.files.deposit import HEAD, root_of
from boite.files.media_types import sniff
from boite.files.models import Node, Space
from boite.files.quota import QuotaExceeded, locked_space
from boite.files.uploads import UploadRequest
from boite.groups.file_picker import Fitting
from boite.groups.models import Group
from boite.text.french import size
from storage.store import BlobStore

PICTURES, DOCUMENTS = "Images", "Documents"
EMPTY = "« {name} » est vide. Choisissez un autre fichier."
NO_ROOM = "Il manque {lack} dans l'espace du groupe. Demandez à la coordination de faire de la place."


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that comes. `at_most` bounds its size, in bytes, which is known only at its end."""

    name: str
    at_most: int
    chunks: AsyncIterator[bytes]


async def keep(arrival: Arrival, group: Group, fitting: Fitting, store: BlobStore, *, by: User) -> Node:
    """Keep a file for what somebody writes, where it is looked for later. Whoever calls has passed the door.

    What it is comes from its first bytes, before any is kept. Raises Invalid (empty, not what the field takes), Full,
    and what the store raises.
    """
    name = names.clean(arrival.name)
    head, chunks = await _beginning(arrival.chunks)
    if not head:
        raise Invalid(EMPTY.format(name=name))
    if not fitting.takes(sniff(head[:HEAD], name), name):
        raise Invalid(fitting.refused.format(name=name))
    where = PICTURES if fitting.pictures else DOCUMENTS
    folder = await retried(lambda: shelf(group, where, by=by))
    wish = UploadRequest(name=name, size=arrival.at_most)
    try:
        node = await unsized_deposits.deposit(folder, wish, chunks, store, by=by.id)
    except QuotaExceeded as error:
        raise Full(NO_ROOM.format(lack=size(error.lack))) from error
    if node is None:  # thrown away by a colleague in the very instant
        raise NotFound
    return node


async def shelf(group: Group, name: str, *, by: User) -> Node:
    """The folder of this name at the top of a group's space; the top itself where a paper bears the name."""
    root = await root_of((await Space.get(owner_id=group.account_id)).id)
    async with locked_space(root.space_id):  # two people may need it first
        found = await Node.get_or_none(parent_id=root.id, name_key=names.key(name), discard_row_id=None)
        if found is None:
            return await root.add_folder(name, by=by)
    return found if found.is_folder else root


async def _beginning(chunks: AsyncIterator[bytes]) -> tuple[bytes, AsyncIterator[bytes]]:
    """The first bytes, to know the type by; and all of them."""
    head = b""
    async for chunk in chunks:
        head += chunk
        if len(head) >= HEAD:
            break
    return head, _again(head, chunks)


async def _again(head: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield head
    async for chunk in chunks:
        yield chunk

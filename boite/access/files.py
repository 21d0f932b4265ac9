"""The door of the space. Not yours: NotFound. Yours, but not allowed: Forbidden.

A box belongs to its person. No role opens somebody else's: staff never read people's papers. The space of a
group is its territory's (`groups.py`). Agreements and links will add roles to the table of `roles.py`.
"""

from __future__ import annotations

from uuid import UUID

from boite.access import groups
from boite.access.roles import SPACE, Right, Role
from boite.accounts.models import User
from boite.database.connection import fetch_by_key
from boite.database.identifiers import identifier
from boite.database.long_lists import few
from boite.database.rows import column, columns, instance
from boite.errors import Forbidden, NotFound
from boite.files.models import Discard, Node, OnConflict, Preview, Space, Upload


async def may(user: User, right: Right, space: Space) -> bool:
    """The table's answer, for doors and for templates alike."""
    return right in await rights(user, space)


async def rights(user: User, space: Space) -> frozenset[Right]:
    """All that this person may do in this space."""
    return SPACE[await role(user, space)]


async def role(user: User, space: Space) -> Role:
    """What this person is to this space. One's own box needs no query."""
    return Role.OWNER if space.owner_id == user.id else await groups.role(user, space.owner_id)


def deposit_right(on_conflict: OnConflict) -> Right:
    """What a deposit asks of its folder: a new version of a paper changes it."""
    return Right.EDIT if on_conflict == OnConflict.NEW_VERSION else Right.ADD


async def _admit(user: User, right: Right, space: Space | None) -> None:
    found = SPACE[Role.ANYONE] if space is None else await rights(user, space)
    if not found:
        raise NotFound
    if right not in found:
        raise Forbidden


async def space(user: User, right: Right = Right.READ) -> Space:
    """The person's own space."""
    found = await Space.get_or_none(owner_id=user.id)
    await _admit(user, right, found)
    if found is None:
        raise NotFound
    return found


async def node(user: User, node_id: object, right: Right) -> Node:
    """A living node. Raises NotFound (nothing, somebody else's, in the trash), Forbidden."""
    return await _admitted(user, right, "n.id = ? AND n.discard_id IS NULL", identifier(node_id))


async def _admitted(user: User, right: Right, condition: str, value: object) -> Node:
    """The node and its space in one query: this is on the way of nearly every request."""
    rows = await fetch_by_key(
        f"SELECT {columns(Node, 'n')}, {columns(Space, 's')} FROM files_node n"
        f" JOIN files_space s ON s.id = n.space_id WHERE {condition}",
        value,
    )
    if not rows:
        raise NotFound
    found = instance(Node, "n", rows[0])
    found.space = instance(Space, "s", rows[0])
    await _admit(user, right, found.space)
    return found


async def folder(user: User, node_id: object, right: Right) -> Node:
    """A living folder."""
    found = await node(user, node_id, right)
    if not found.is_folder:
        raise NotFound
    return found


async def paper(user: User, node_id: object, right: Right) -> Node:
    """A living paper: anything but a folder."""
    found = await node(user, node_id, right)
    if found.is_folder:
        raise NotFound
    return found


async def nodes(user: User, node_ids: list[str], right: Right) -> list[Node]:
    """Several living nodes of one space, in the order asked, without the root. All are refused if one is not theirs."""
    wanted = list(dict.fromkeys(map(identifier, node_ids)))[:1000]
    found = {row.id: row for row in await Node.filter(id__in=few(wanted), discard_row_id=None)}
    if len(found) != len(wanted) or any(row.is_root for row in found.values()):
        raise NotFound
    await _admit(user, right, await _only_space({row.space_id for row in found.values()}))
    return [found[node_id] for node_id in wanted]


async def _only_space(space_ids: set[UUID]) -> Space | None:
    """The space of rows that must all have the same. None where there are none, or several."""
    return await Space.get_or_none(id=next(iter(space_ids))) if len(space_ids) == 1 else None


async def root(user: User, right: Right = Right.READ) -> Node:
    """The top of the person's own space."""
    return await _admitted(user, right, "s.owner_id = ? AND n.parent_id IS NULL", user.id)


async def discard(user: User, discard_id: object, right: Right) -> Discard:
    """One discard."""
    found = await Discard.get_or_none(id=identifier(discard_id)).select_related("space")
    if found is None:
        raise NotFound
    await _admit(user, right, await found.space)
    return found


async def discards(user: User, discard_ids: list[str], right: Right) -> list[Discard]:
    """Several discards of one trash, in the order asked. All are refused if one is not theirs."""
    wanted = list(dict.fromkeys(map(identifier, discard_ids)))[:1000]
    found = {row.id: row for row in await Discard.filter(id__in=few(wanted))}
    if len(found) != len(wanted):
        raise NotFound
    await _admit(user, right, await _only_space({row.space_id for row in found.values()}))
    return [found[discard_id] for discard_id in wanted]


async def preview(user: User, preview_id: object) -> Preview:
    """A picture made from a paper that the person has, living or in the trash, in any version.

    Or that one of their groups has: asked second, since nearly every preview is of one's own box.
    """
    mine, wanted = await space(user, Right.READ), identifier(preview_id)
    found = await Preview.filter(id=wanted, blob__versions__node__space_id=mine.id).first()
    return found or await _group_preview(user, wanted)


async def _group_preview(user: User, preview_id: UUID) -> Preview:
    accounts = await column(
        UUID,
        "SELECT DISTINCT g.account_id FROM files_preview p JOIN files_version v ON v.blob_id = p.blob_id"
        " JOIN files_node n ON n.id = v.node_id JOIN files_space s ON s.id = n.space_id"
        " JOIN groups_group g ON g.account_id = s.owner_id WHERE p.id = ?",
        preview_id,
    )
    for account in accounts:
        if Right.READ in SPACE[await groups.role(user, account)]:
            return await Preview.get(id=preview_id)
    raise NotFound


async def upload(user: User, upload_id: object, right: Right) -> Upload:
    """One deposit in progress or completed. In a group's space, nobody continues somebody else's."""
    found = await Upload.get_or_none(id=identifier(upload_id)).select_related("space")
    if found is None:
        raise NotFound
    into = await found.space
    if right == Right.ADD:
        right = deposit_right(found.on_conflict)
    await _admit(user, right, into)
    if user.id not in (into.owner_id, found.by_id):
        raise NotFound
    return found

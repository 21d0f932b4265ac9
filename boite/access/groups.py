"""The door of the groups' spaces: who coordinates the territory changes everything, its agents read and add.

Only the account of a group opens this way. A person's box has no group: nothing here can lead to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from boite.access.directory import CODE
from boite.access.roles import SPACE, Right, Role
from boite.accounts.models import AccountRole, User
from boite.clock import today
from boite.database.connection import fetch
from boite.database.identifiers import identifier, short_key
from boite.database.rows import columns, instance, typed
from boite.directory.models import REGION
from boite.errors import Forbidden, NotFound
from boite.files.models import Node, Space
from boite.groups.models import Group
from boite.text.normalise import fold

ROLE_COLUMNS = (
    "EXISTS (SELECT 1 FROM directory_coordination c WHERE c.user_id = ? AND c.territory_id IN (t.code, ?)) AS edits,"
    " EXISTS (SELECT 1 FROM directory_membership m JOIN directory_structure w ON w.id = m.structure_id"
    "  WHERE m.user_id = ? AND COALESCE(w.territory_id, ?) = t.code AND NOT EXISTS"
    "  (SELECT 1 FROM directory_ending e WHERE e.structure_id = w.id AND e.since <= ?)) AS adds"
)
"""What somebody is to the group of territory `t`. A structure without territory is the region's, as its sheet is.

One that is no longer there opens nothing.
"""


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """One group as somebody sees it. Without a `group`, nobody has opened its space yet."""

    code: str
    name: str
    """Of its territory."""
    role: Role
    group: Group | None
    space: Space
    """Empty, with no row, where there is no group."""
    root_id: UUID | None

    @property
    def rights(self) -> frozenset[Right]:
        """What this person may do there."""
        return SPACE[self.role]


async def role(user: User, account_id: UUID) -> Role:
    """What somebody is to the space of this account: a stranger, unless it is a group's."""
    if not user.is_professional:
        return Role.ANYONE
    rows = await fetch(
        f"SELECT {ROLE_COLUMNS} FROM groups_group g JOIN directory_territory t ON t.code = g.territory_id"
        " WHERE g.account_id = ?",
        *_who(user),
        account_id,
    )
    return _role(user, rows[0]) if rows else Role.ANYONE


def _who(user: User) -> tuple[object, ...]:
    return (user.id, REGION, user.id, REGION, today())


def _role(user: User, row: Mapping[str, Any]) -> Role:
    if row["edits"] and user.role == AccountRole.COORDINATOR:
        return Role.COORDINATOR
    return Role.COLLEAGUE if row["adds"] else Role.ANYONE


async def groups(user: User) -> list[GroupPlace]:
    """The groups where this person edits or adds, the region's first, opened or not. Raises Forbidden."""
    if not user.is_professional:
        raise Forbidden
    found = [place for place in await _places(user, "1 = 1") if place.rights]
    return sorted(found, key=lambda place: (place.code != REGION, fold(place.name)))


async def group(user: User, code: str, right: Right) -> GroupPlace:
    """The opened group of a territory. Raises NotFound, Forbidden."""
    if not user.is_professional:
        raise NotFound
    places = await _places(user, "t.code = ?", short_key(code, CODE))
    found = [place for place in places if place.group is not None and place.rights]
    if not found:
        raise NotFound
    if right not in found[0].rights:
        raise Forbidden
    return found[0]


async def group_of(user: User, account_id: UUID) -> GroupPlace:
    """The group whose account this is. Raises NotFound."""
    found = [place for place in await _places(user, "g.account_id = ?", account_id) if place.rights]
    if not found:
        raise NotFound
    return found[0]


async def public_file(node_id: object) -> Node:
    """A file that everybody may see: as long as a page shows it, and not one moment more. Raises NotFound."""
    rows = await fetch(
        f"SELECT {columns(Node, 'n')} FROM groups_public_file p JOIN files_node n ON n.id = p.node_id"
        " WHERE p.node_id = ? AND n.discard_id IS NULL",
        identifier(node_id),
    )
    if not rows:
        raise NotFound
    return instance(Node, "n", rows[0])


async def _places(user: User, condition: str, *values: object) -> list[GroupPlace]:
    rows = await fetch(
        f"SELECT {ROLE_COLUMNS}, t.code, t.name, n.id AS root, {columns(Group, 'g')}, {columns(Space, 's')}"
        " FROM directory_territory t LEFT JOIN groups_group g ON g.territory_id = t.code"
        " LEFT JOIN files_space s ON s.owner_id = g.account_id"
        f" LEFT JOIN files_node n ON n.space_id = s.id AND n.parent_id IS NULL WHERE {condition}",
        *_who(user),
        *values,
    )
    return [_place(user, row) for row in rows]


def _place(user: User, row: Mapping[str, Any]) -> GroupPlace:
    opened = row["g_id"] is not None
    return GroupPlace(
        code=row["code"],
        name=row["name"],
        role=_role(user, row),
        group=instance(Group, "g", row) if opened else None,
        space=instance(Space, "s", row) if opened else Space(quota_bytes=0),
        root_id=typed(row["root"], UUID),
    )

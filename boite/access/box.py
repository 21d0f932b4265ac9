"""Who may do what: the only door from an identifier to a row. Not yours: NotFound. Not allowed: Forbidden.

A box belongs to its person. No role opens somebody else's: staff never read people's papers. Agreements
and links will add relations to `ALLOWED`; nothing else needs to change.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from boite.accounts.models import Session, User
from boite.database import fetch
from boite.errors import Forbidden, NotFound
from boite.files.models import Discard, Node, Preview, Space, Upload
from boite.joined import columns, instance


class Action(StrEnum):
    """What can be asked of a row."""

    READ = "read"
    ADD = "add"
    CHANGE = "change"
    DISCARD = "discard"
    RESTORE = "restore"
    PURGE = "purge"


class Relation(StrEnum):
    """What somebody is to a box."""

    OWNER = "owner"
    STRANGER = "stranger"


ALLOWED: dict[Relation, frozenset[Action]] = {
    Relation.OWNER: frozenset(Action),
    Relation.STRANGER: frozenset(),
}


def may(user: User, action: Action, space: Space) -> bool:
    """The table's answer, for doors and for templates alike."""
    return action in ALLOWED[relation(user, space)]


def relation(user: User, space: Space) -> Relation:
    """What this person is to this space."""
    return Relation.OWNER if space.owner_id == user.id else Relation.STRANGER


def _identifier(value: object) -> UUID:
    """An identifier from an address. Nonsense is simply not found."""
    try:
        return UUID(str(value))
    except ValueError as error:
        raise NotFound from error


def _admit(user: User, action: Action, space: Space | None) -> None:
    if space is None or not ALLOWED[relation(user, space)]:
        raise NotFound
    if not may(user, action, space):
        raise Forbidden


async def space(user: User, action: Action = Action.READ) -> Space:
    """The person's own space."""
    found = await Space.get_or_none(owner_id=user.id)
    _admit(user, action, found)
    if found is None:
        raise NotFound
    return found


async def node(user: User, node_id: object, action: Action) -> Node:
    """A living node. Raises NotFound (nothing, somebody else's, in the trash), Forbidden."""
    return await _admitted(user, action, "n.id = ? AND n.discard_id IS NULL", _identifier(node_id))


async def _admitted(user: User, action: Action, condition: str, value: object) -> Node:
    """The node and its space in one query: this is on the way of nearly every request."""
    rows = await fetch(
        f"SELECT {columns(Node, 'n')}, {columns(Space, 's')} FROM files_node n"
        f" JOIN files_space s ON s.id = n.space_id WHERE {condition}",
        value,
    )
    if not rows:
        raise NotFound
    found = instance(Node, "n", rows[0])
    found.space = instance(Space, "s", rows[0])
    _admit(user, action, found.space)
    return found


async def folder(user: User, node_id: object, action: Action) -> Node:
    """A living folder."""
    found = await node(user, node_id, action)
    if not found.is_folder:
        raise NotFound
    return found


async def paper(user: User, node_id: object, action: Action) -> Node:
    """A living paper: anything but a folder."""
    found = await node(user, node_id, action)
    if found.is_folder:
        raise NotFound
    return found


async def nodes(user: User, node_ids: list[str], action: Action) -> list[Node]:
    """Several living nodes at once, in the order asked, without the root. One stranger refuses them all."""
    wanted = list(dict.fromkeys(map(_identifier, node_ids)))[:1000]
    found = {row.id: row for row in await Node.filter(id__in=wanted, discard_row_id=None)}
    mine = await space(user, action)
    if not wanted or len(found) != len(wanted) or any(row.space_id != mine.id or row.is_root for row in found.values()):
        raise NotFound
    return [found[node_id] for node_id in wanted]


async def root(user: User, action: Action = Action.READ) -> Node:
    """The top of the person's own space."""
    return await _admitted(user, action, "s.owner_id = ? AND n.parent_id IS NULL", user.id)


async def discard(user: User, discard_id: object, action: Action) -> Discard:
    """One gesture of the trash."""
    found = await Discard.get_or_none(id=_identifier(discard_id)).select_related("space")
    if found is None:
        raise NotFound
    _admit(user, action, await found.space)
    return found


async def discards(user: User, discard_ids: list[str], action: Action) -> list[Discard]:
    """Several gestures of the trash, in the order asked. One stranger refuses them all."""
    wanted = list(dict.fromkeys(map(_identifier, discard_ids)))[:1000]
    mine = await space(user, action)
    found = {row.id: row for row in await Discard.filter(id__in=wanted, space_id=mine.id)}
    if not wanted or len(found) != len(wanted):
        raise NotFound
    return [found[discard_id] for discard_id in wanted]


async def preview(user: User, preview_id: object) -> Preview:
    """A picture made from a paper that the person has, living or in the trash, in whatever version."""
    mine = await space(user, Action.READ)
    found = await Preview.filter(id=_identifier(preview_id), blob__versions__node__space_id=mine.id).first()
    if found is None:
        raise NotFound
    return found


async def upload(user: User, upload_id: object, action: Action) -> Upload:
    """One deposit under way or completed."""
    found = await Upload.get_or_none(id=_identifier(upload_id)).select_related("space")
    if found is None:
        raise NotFound
    _admit(user, action, await found.space)
    return found


async def session(user: User, session_id: object) -> Session:
    """One of the person's own devices."""
    found = await Session.get_or_none(id=_identifier(session_id), user_id=user.id)
    if found is None:
        raise NotFound
    return found

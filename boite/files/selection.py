"""One action over several papers: all of it happens, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from boite.accounts.models import User
from boite.database.long_lists import marks
from boite.database.rows import column
from boite.files import copying, trash
from boite.files.models import Discard, Node
from boite.files.quota import locked_space


async def tops(nodes: Sequence[Node]) -> list[Node]:
    """Without those that another of them holds: they follow their folder."""
    ids = [node.id for node in nodes]
    inside = await column(
        UUID,
        "WITH RECURSIVE up(start_id, id, parent_id) AS ("
        f" SELECT id, id, parent_id FROM files_node WHERE id IN ({marks(ids)})"
        " UNION ALL SELECT up.start_id, n.id, n.parent_id FROM files_node n JOIN up ON n.id = up.parent_id)"
        f" SELECT DISTINCT start_id FROM up WHERE id <> start_id AND id IN ({marks(ids)})",
        *ids,
        *ids,
    )
    return [node for node in nodes if node.id not in inside]


async def move(nodes: Sequence[Node], to: Node, *, by: User, into: str = "") -> Node:
    """Put them all under `to`, or in a new folder there, which `into` names. Returns the folder where they are.

    Raises what `Node.move` and `Node.add_folder` raise.
    """
    async with locked_space(to.space_id):
        folder = await to.add_folder(into, by=by) if into else to
        for node in await tops(nodes):
            await node.move(folder, by=by)
    return folder


async def copy(nodes: Sequence[Node], to: Node, *, by: User) -> list[Node]:
    """A copy of each under `to`. Raises what `copying.copy` raises."""
    return await copying.copy(await tops(nodes), to, by=by)


async def discard(nodes: Sequence[Node], *, by: User, days: int) -> list[Discard]:
    """Put them all in the trash, each with its own discard. Raises Forbidden (the root), NotFound."""
    async with locked_space(nodes[0].space_id):
        return [await node.discard(by=by, days=days) for node in await tops(nodes)]


async def restore(discards: Sequence[Discard], *, by: User) -> None:
    """Undo several discards, the last made first. Raises NotFound where one went away meanwhile."""
    async with locked_space(discards[0].space_id):
        for row in reversed(discards):
            await trash.restore(row, by=by)


async def empty(space_id: UUID, *, by: User) -> int:
    """Erase for good all that the trash holds. Returns how many discards that was."""
    async with locked_space(space_id):
        discards = await Discard.filter(space_id=space_id)
        for row in discards:
            await trash.purge(row, by=by)
    return len(discards)

"""The trash: a discard is a row, so that each can be undone for itself. Purging gives the room back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import execute, fetch
from boite.errors import Conflict, Forbidden, NotFound
from boite.files import journal_kinds as kinds
from boite.files import names
from boite.files.quota import Space, locked_space
from boite.files.rows import Discard
from boite.files.tree import ANCESTORS, SUBTREE, Nested
from boite.files.use_rows import PLACES
from boite.journal.record import record

NOT_THERE = "Ce papier n'est plus dans la corbeille."
ERASED = "Ce papier vient d'être supprimé pour toujours."


class Trashable(Nested):
    """What a node does around the trash."""

    class Meta:
        abstract = True

    async def discard(self, *, by: User, days: int) -> Discard:
        """Put this node and all it holds in the trash for `days`. Raises Forbidden (the root), NotFound."""
        async with locked_space(self.space_id):
            await self.fresh()
            if self.is_root:
                raise Forbidden
            await self._check_unused()
            due = now() + timedelta(days=days)
            discard = await Discard.create(
                space_id=self.space_id, node_id=self.id, by_id=by.id, at=now(), purge_due=due
            )
            mark = "UPDATE files_node SET discard_id = ? WHERE id IN (SELECT id FROM sub)"
            # The values follow the order of the text: the subtree's top, then the discard.
            await execute(SUBTREE + mark, self.id, discard.id)
            happening = kinds.Discarded(name=self.shown_name, node=str(self.id))
            await record(happening, owner=await self.owner_id(), by=by.id)
        return discard

    async def _check_unused(self) -> None:
        """Raises Conflict where a page shows this node, or something that it holds."""
        shown = await fetch(
            SUBTREE + "SELECT n.name, n.kind, u.place, u.title FROM files_use u JOIN sub ON sub.id = u.node_id"
            " JOIN files_node n ON n.id = u.node_id ORDER BY u.title LIMIT 1",
            self.id,
        )
        if shown:
            where = f"{PLACES[shown[0]['place']]} « {shown[0]['title']} »"
            title = names.title(shown[0]["name"], shown[0]["kind"])
            raise Conflict(f"« {title} » se voit dans {where}. Retirez-le d'abord de cette page.")


async def restore(discard: Discard, *, by: User) -> Nested:
    """Undo one discard: back where it was, or in the nearest ancestor still living.

    A name taken meanwhile gets a number. Raises NotFound where it was restored or purged already.
    """
    async with locked_space(discard.space_id):
        node = await _top(discard)
        home = await _living_ancestor(node)
        name = await home.free_name(node.name)
        await node._set(parent_id=home.id, **names.naming(name))
        await execute("UPDATE files_node SET discard_id = NULL WHERE discard_id = ?", discard.id)
        await discard.delete()
        happening = kinds.Restored(name=node.shown_name, node=str(node.id), folder=home.shown_name)
        await record(happening, owner=await node.owner_id(), by=by.id)
    return node


async def purge(discard: Discard, *, by: User | None) -> None:
    """Erase what one discard holds. `by` is None at the end of its days. Raises NotFound if already gone.

    One that names no node, as while a large copy is made, is erased without a word.

    Rows go first; the bytes are marked and a chore erases them, so that a crash never leaves a row without
    bytes. What was discarded earlier from inside keeps its own days, and will be restored higher up.
    """
    async with locked_space(discard.space_id):
        if not await Discard.exists(id=discard.id):
            raise NotFound(NOT_THERE)
        node = await _found(discard)
        if node is not None:
            await _leave(discard, node, by)
        await erase_rows(discard.space_id, "n.discard_id = ?", discard.id)
        await discard.delete()


async def _leave(discard: Discard, node: Nested, by: User | None) -> None:
    """What was discarded earlier from inside moves up; the journal says that the rest goes."""
    await execute(
        "UPDATE files_node SET parent_id = ? WHERE discard_id <> ?"
        " AND parent_id IN (SELECT id FROM files_node WHERE discard_id = ?)",
        node.parent_id,
        discard.id,
        discard.id,
    )
    kind = kinds.Purged if by else kinds.Expired
    said = kind(name=node.shown_name, node=str(node.id))
    await record(said, owner=await node.owner_id(), by=by.id if by else None)


async def erase_rows(space_id: UUID, condition: str, value: object) -> None:
    """Delete the nodes `n` that meet `condition`, give their room back and mark their bytes for erasure."""
    chosen = f"SELECT n.id FROM files_node n WHERE {condition}"
    [row] = await fetch(
        f"SELECT COALESCE(SUM(size), 0) AS total FROM files_version WHERE node_id IN ({chosen})",
        value,
    )
    await execute(
        "UPDATE files_blob SET erase_due = ? WHERE key IN"
        f" (SELECT blob_id FROM files_version WHERE node_id IN ({chosen}))",
        now(),
        value,
    )
    await execute(f"DELETE FROM files_node WHERE id IN ({chosen})", value)
    await (await Space.get(id=space_id)).release_used(int(row["total"]))


async def top_of(discard: Discard) -> Nested:
    """What was put in the trash, wherever it is now. Raises NotFound where it was erased since."""
    from boite.files.models import Node

    node = await Node.get_or_none(id=discard.node_id)
    if node is None:
        raise NotFound(ERASED)
    return node


async def _top(discard: Discard) -> Nested:
    """The node of a discard, both read again inside the lock. Raises NotFound."""
    node = await _found(discard)
    if node is None:
        raise NotFound(NOT_THERE)
    return node


async def _found(discard: Discard) -> Nested | None:
    from boite.files.models import Node

    return await Node.get_or_none(id=discard.node_id, discard_row_id=discard.id)


async def _living_ancestor(node: Nested) -> Nested:
    """Where to come back: the parent, or the nearest ancestor that is not in the trash. A root always lives."""
    path = await fetch(ANCESTORS, node.parent_id)
    home = next(row["id"] for row in reversed(path) if row["discard_id"] is None)
    return await type(node).get(id=home)

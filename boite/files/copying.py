"""Copies of papers and of folders with all they hold. All of it happens, or nothing.

A large copy is made by pieces, each a transaction: on SQLite nobody could write before its end. Until the last one its
rows are in a part of the trash that no page shows, and where a chore erases them should the service die meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import execute, execute_many, fetch, on_sqlite
from boite.database.long_lists import marks, parts
from boite.database.rows import retyped
from boite.errors import Forbidden, NotFound
from boite.files import ceiling, names
from boite.files import journal_kinds as kinds
from boite.files.models import Discard, Node, NodeKind
from boite.files.quota import locked_space, present
from boite.files.trash import erase_rows
from boite.files.tree import SUBTREE
from boite.journal.record import record
from boite.languages.messages import _
from storage.threads import settled

PIECE = 500
"""Rows of one transaction: some 50 ms on SQLite, for which everybody else waits."""
CONTENT = ("kind", "rank", "body_key", "document_type", "valid_until", "size", "media_type", "blob_id")
NAMES = ("name", "name_key", "sort_key")
ABANDONED = timedelta(hours=1)
"""Longer than any copy: what the trash holds of one after that is erased."""


@dataclass(slots=True)
class _Copy:
    """One node to copy, as it was when it was asked: what it holds, parents first, and the twin of each row."""

    top: Node
    to: Node
    height: int
    rows: list[dict[str, Any]]
    name: str
    top_twin: UUID = field(default_factory=uuid4)
    discard: Discard | None = None
    """What keeps the twins out of sight, where they come by pieces."""
    twins: dict[UUID, UUID] = field(default_factory=dict)
    """Of the rows already copied."""


async def copy(nodes: Sequence[Node], to: Node, *, by: User) -> list[Node]:
    """A copy of each node and of all it holds, in its current version, under `to`. `nodes` do not hold each other.

    Bytes are shared between copies but each counts in the quota. What is erased while a large copy goes on is not in
    it. Raises QuotaExceeded, TooManyPapers, Forbidden, NotFound, Conflict.
    """
    async with locked_space(to.space_id):
        copies = [await _planned(node, to) for node in nodes]
        await _check_room(to.space_id, copies)
        if sum(len(each.rows) for each in copies) <= PIECE:
            return [await _at_once(each, by) for each in copies]
    try:
        for each in copies:
            for rows in parts(each.rows, PIECE):
                await settled(asyncio.ensure_future(_add_apart(each, rows, by)))  # cut, it may still be committed
        async with locked_space(to.space_id):
            return [await _show(each, by) for each in copies]
    except BaseException:
        await settled(asyncio.ensure_future(_undo(copies)))
        raise


async def _planned(node: Node, to: Node) -> _Copy:
    await node.fresh()
    await to.fresh()
    if node.is_root or to.space_id != node.space_id or not to.is_folder:
        raise Forbidden
    height = await node._height()
    await to._check_depth(height)
    columns = ", ".join(f"n.{name}" for name in ("id", "parent_id", "size", *NAMES))
    rows = await fetch(f"{SUBTREE}SELECT {columns} FROM files_node n JOIN sub ON sub.id = n.id", node.id)
    return _Copy(node, to, height, _parents_first(node.id, retyped(rows, id=UUID, parent_id=UUID)), node.name)


def _parents_first(top: UUID, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    below: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        below.setdefault(row["parent_id"], []).append(row)
    ordered = [row for row in rows if row["id"] == top]
    for row in ordered:  # it grows meanwhile
        ordered += below.get(row["id"], [])
    return ordered


async def _check_room(space_id: UUID, copies: Sequence[_Copy]) -> None:
    """Refuse at once what will not fit, rather than in the middle."""
    rows = [row for each in copies for row in each.rows]
    await ceiling.check(space_id, len(rows))
    await (await present(space_id)).check(sum(row["size"] for row in rows))


async def _at_once(each: _Copy, by: User) -> Node:
    each.name = await each.to.free_name(each.name)
    await _add(each, each.rows)
    return await _tell(each, by)


async def _add_apart(each: _Copy, rows: Sequence[dict[str, Any]], by: User) -> None:
    """One piece, out of sight, in a transaction of its own. Then others pass. Raises NotFound where it was erased."""
    async with locked_space(each.to.space_id):
        begun = monotonic()
        await ceiling.check(each.to.space_id, len(rows))
        if each.discard is None:
            due = now() + ABANDONED
            # It names no node: so no trash shows it, and nobody takes half of a copy out of there.
            made = Discard(space_id=each.to.space_id, node_id=uuid4(), by_id=by.id, purge_due=due)
            await made.save(force_create=True)
            each.discard = made
        await _check_kept(each)
        await _add(each, rows)
        if each.top.id not in each.twins:
            each.discard = None
            raise NotFound
    if on_sqlite():  # other processes look now and then whether the file is free: leave it to them for as long
        await asyncio.sleep(monotonic() - begun)


async def _check_kept(each: _Copy) -> Discard:
    """Inside the lock: whether what is copied by pieces is still there. Raises NotFound."""
    if each.discard is None or not await Discard.exists(id=each.discard.id):
        raise NotFound(_("La copie s'est arrêtée : la corbeille a été vidée. Recommencez."))
    return each.discard


async def _add(each: _Copy, rows: Sequence[dict[str, Any]]) -> None:
    """The twins of these rows: their names and places as they were, their contents as they are now."""
    known = await fetch(f"SELECT id, {', '.join(CONTENT)} FROM files_node WHERE id IN ({marks(rows)})", *_ids(rows))
    current = {row["id"]: row for row in retyped(known, id=UUID)}
    twins = [twin for row in rows if row["id"] in current and (twin := _twin(each, row, current[row["id"]]))]
    await (await present(each.to.space_id)).take(sum(twin["size"] for twin in twins))
    await _insert("files_node", twins)
    await _insert("files_version", [_version(twin) for twin in twins if twin["blob_id"]])


def _ids(rows: Sequence[dict[str, Any]]) -> list[UUID]:
    return [row["id"] for row in rows]


async def _insert(table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Written by hand: four times faster than through the models, and everybody waits meanwhile."""
    if rows:
        columns = f"{table} ({', '.join(rows[0])})"
        await execute_many(f"INSERT INTO {columns} VALUES ({marks(rows[0])})", [list(row.values()) for row in rows])


def _twin(each: _Copy, row: dict[str, Any], current: dict[str, Any]) -> dict[str, Any] | None:
    """None where the folder that held it was erased before its turn."""
    is_top = row["id"] == each.top.id
    parent = each.to.id if is_top else each.twins.get(row["parent_id"])
    if parent is None:
        return None
    each.twins[row["id"]] = each.top_twin if is_top else uuid4()
    called = names.naming(each.name) if is_top else {column: row[column] for column in NAMES}
    return {
        **{column: current[column] for column in CONTENT},
        **called,
        "id": each.twins[row["id"]],
        "space_id": each.to.space_id,
        "parent_id": parent,
        "number": 0 if current["kind"] == NodeKind.FOLDER else 1,
        "discard_id": each.discard.id if each.discard else None,
        "created_at": now(),
        "changed_at": now(),
    }


def _version(twin: dict[str, Any]) -> dict[str, Any]:
    kept = {"blob_id": twin["blob_id"], "size": twin["size"], "created_at": twin["created_at"]}
    return {"id": uuid4(), "node_id": twin["id"], "number": 1, **kept}


async def _show(each: _Copy, by: User) -> Node:
    """What came by pieces appears, inside the lock of the caller. Raises NotFound, Conflict."""
    discard = await _check_kept(each)
    await each.to.fresh()
    await each.to._check_depth(each.height)
    twin = await Node.get_or_none(id=each.top_twin)
    if twin is None:  # its paper was erased before its turn
        raise NotFound
    each.name = await each.to.free_name(each.name)
    await twin._set(parent_id=each.to.id, **names.naming(each.name))
    await execute("UPDATE files_node SET discard_id = NULL WHERE discard_id = ?", discard.id)
    await discard.delete()
    return await _tell(each, by)


async def _tell(each: _Copy, by: User) -> Node:
    happening = kinds.Copied(
        name=names.title(each.name, each.top.kind), node=str(each.top_twin), folder=each.to.shown_name
    )
    await record(happening, owner=await each.to.owner_id(), by=by.id)
    return await Node.get(id=each.top_twin)


async def _undo(copies: Sequence[_Copy]) -> None:
    """Erase what came by pieces, and give its room back."""
    for each in copies:
        if each.discard is None:
            continue
        async with locked_space(each.to.space_id):
            if await Discard.filter(id=each.discard.id).exists():
                await erase_rows(each.to.space_id, "n.discard_id = ?", each.discard.id)
                await each.discard.delete()

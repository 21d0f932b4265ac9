"""« Mes papiers »: all the papers of a space whatever their folder, of one type or of all, in the order one wishes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from boite.database.rows import fetch_as
from boite.files.document_types import OTHER
from boite.files.node_lists import SOURCE, NodePage, binary_order, typed

PAGE = 24
"""Papers of one page: whole rows of the grid, at two a row as at four."""
RECENT, NAMED, ENDING, HEAVY = ORDERS = ("recents", "noms", "fin", "lourds")


def _order(order: str) -> str:
    """The order as the database says it, always the same between two equals."""
    name = f"{binary_order('n.sort_key')}, n.id"
    return {
        NAMED: name,
        ENDING: f"CASE WHEN n.valid_until IS NULL THEN 1 ELSE 0 END, n.valid_until, {name}",
        HEAVY: f"n.size DESC, {name}",
    }.get(order, "n.changed_at DESC, n.id")


async def page(space_id: UUID, *, document_type: str = "", order: str = RECENT, number: int = 1) -> NodePage:
    """One page of the living papers; of one type where it is named."""
    of_type = " AND n.document_type = ?" if document_type else ""
    rows = await fetch_as(
        f"{SOURCE} WHERE n.space_id = ? AND n.discard_id IS NULL AND n.rank = 1{of_type}"
        f" ORDER BY {_order(order)} LIMIT {PAGE + 1} OFFSET {(number - 1) * PAGE}",
        space_id,
        *([document_type] if document_type else []),
    )
    return NodePage(typed(rows)[:PAGE], str(number + 1) if len(rows) > PAGE else "")


async def counts_by_folder(folder_id: UUID) -> dict[str, int]:
    """How many living papers each folder of this one holds, those of its own folders included."""
    rows = await fetch_as(
        "WITH RECURSIVE sub(top, id) AS (SELECT id, id FROM files_node"
        " WHERE parent_id = ? AND discard_id IS NULL AND rank = 0 UNION ALL SELECT sub.top, n.id FROM files_node n"
        " JOIN sub ON n.parent_id = sub.id WHERE n.discard_id IS NULL AND n.rank = 0)"
        " SELECT sub.top, COUNT(p.id) AS count FROM sub LEFT JOIN files_node p"
        " ON p.parent_id = sub.id AND p.rank = 1 AND p.discard_id IS NULL GROUP BY sub.top",
        folder_id,
        top=str,
    )
    return {row["top"]: int(row["count"]) for row in rows}


def fullest_first(counts: list[dict[str, Any]], codes: list[str]) -> list[tuple[str, int]]:
    """The types that hold something: the fullest first, then in the order of `codes`; what has no type comes last."""
    found = {row["code"]: int(row["count"]) for row in counts}
    held = [(code, found[code]) for code in codes if code in found]
    return sorted(held, key=lambda each: (each[0] == OTHER.code, -each[1]))

"""What a page shows of the space: a page of a folder, of a type, of the trash, of a search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from boite.clock import midnight
from boite.database.connection import fetch, on_sqlite
from boite.database.long_lists import marks
from boite.database.rows import retyped
from boite.database.shortened import Shortened
from boite.errors import NotFound
from boite.files.document_types import DOCUMENT_TYPES
from boite.text.normalise import fold

PAGE = 100
TRASH_PAGE = 50
"""Its rows carry their buttons: half as many keep the page as light."""
FOLDERS = 500
"""Folders to choose from inside one."""
COLUMNS = (
    "n.id, n.kind, n.rank, n.name, n.sort_key, n.document_type, n.valid_until, n.size, n.media_type, n.number,"
    " n.changed_at, n.parent_id, p.id AS thumbnail"
)
SOURCE = f"SELECT {COLUMNS} FROM files_node n LEFT JOIN files_preview p ON p.blob_id = n.blob_id AND p.page = 0"


@dataclass(frozen=True, slots=True)
class NodePage:
    """One page of rows, and the mark that asks for the next one (empty at the end)."""

    rows: list[dict[str, Any]]
    after: str


INSTANTS = dict.fromkeys(("changed_at", "at", "purge_due"), datetime)
NAMED = dict.fromkeys(("id", "parent_id", "thumbnail", "discard_id"), str)


def typed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same from both drivers; identifiers as addresses have them."""
    return retyped(rows, valid_until=date, **INSTANTS, **NAMED)


def binary_order(column: str) -> str:
    """Names in the order of their folded form, whatever the server's locale."""
    return column if on_sqlite() else f'{column} COLLATE "C"'


async def folder(folder_id: UUID, after: str = "") -> NodePage:
    """A page of a folder: folders first, then papers, by name. Raises NotFound for an invalid mark."""
    sort = binary_order("n.sort_key")
    condition, values = "", []
    if after:
        rank, sort_key, node_id = _mark(after)
        condition = f" AND (n.rank, {sort}, n.id) > (?, ?, ?)"
        values = [rank, sort_key, node_id]
    rows = await fetch(
        f"{SOURCE} WHERE n.parent_id = ? AND n.discard_id IS NULL{condition}"
        f" ORDER BY n.rank, {sort}, n.id LIMIT {PAGE + 1}",
        folder_id,
        *values,
    )
    return _page(typed(rows))


def _page(rows: list[dict[str, Any]]) -> NodePage:
    if len(rows) <= PAGE:
        return NodePage(rows, "")
    last = rows[PAGE - 1]
    return NodePage(rows[:PAGE], f"{last['rank']}.{last['id']}.{last['sort_key']}")


def _mark(after: str) -> tuple[int, str, UUID]:
    try:
        rank, node_id, sort_key = after.split(".", 2)
        return int(rank) % 2, sort_key.replace("\x00", ""), UUID(node_id)
    except ValueError as error:
        raise NotFound from error


async def children(folder_id: UUID) -> Shortened[dict[str, Any]]:
    """The folders inside a folder, for choosing where to move."""
    rows = await fetch(
        "SELECT id, name FROM files_node WHERE parent_id = ? AND discard_id IS NULL AND rank = 0"
        f" ORDER BY {binary_order('sort_key')}, id LIMIT {FOLDERS + 1}",
        folder_id,
    )
    return Shortened(typed(rows), FOLDERS)


async def type_counts(space_id: UUID) -> list[dict[str, Any]]:
    """How many living papers of each type: code and count, for the types that have some."""
    return await fetch(
        "SELECT document_type AS code, COUNT(*) AS count FROM files_node"
        " WHERE space_id = ? AND discard_id IS NULL AND rank = 1 GROUP BY document_type",
        space_id,
    )


async def recent(space_id: UUID, limit: int = 5) -> list[dict[str, Any]]:
    """The papers that changed last."""
    rows = await fetch(
        f"{SOURCE} WHERE n.space_id = ? AND n.discard_id IS NULL AND n.rank = 1"
        f" ORDER BY n.changed_at DESC, n.id LIMIT {int(limit)}",
        space_id,
    )
    return typed(rows)


async def ending(space_id: UUID, first: date, last: date, limit: int) -> list[dict[str, Any]]:
    """The living papers whose validity ends between two days, both included, the soonest first."""
    rows = await fetch(
        f"{SOURCE} WHERE n.space_id = ? AND n.discard_id IS NULL AND n.rank = 1 AND n.valid_until BETWEEN ? AND ?"
        f" ORDER BY n.valid_until, n.id LIMIT {int(limit)}",
        space_id,
        first,
        last,
    )
    return typed(rows)


async def trash(space_id: UUID, number: int = 1) -> NodePage:
    """A page of the trash, one row per discard, newest first: `discard_id`, `at`, `purge_due`, `weight`."""
    start = (max(1, min(number, 10_000)) - 1) * TRASH_PAGE
    rows = await fetch(
        f"SELECT {COLUMNS}, d.id AS discard_id, d.at, d.purge_due, w.weight FROM files_discard d"
        " JOIN files_node n ON n.id = d.node_id LEFT JOIN files_preview p ON p.blob_id = n.blob_id AND p.page = 0"
        " LEFT JOIN (SELECT m.discard_id, CAST(SUM(v.size) AS BIGINT) AS weight FROM files_node m"
        "   JOIN files_version v ON v.node_id = m.id WHERE m.space_id = ? AND m.discard_id IS NOT NULL"
        "   GROUP BY m.discard_id) w ON w.discard_id = d.id"
        f" WHERE d.space_id = ? ORDER BY d.at DESC, d.id LIMIT {TRASH_PAGE + 1} OFFSET {start}",
        space_id,
        space_id,
    )
    return NodePage(typed(rows)[:TRASH_PAGE], str(number + 1) if len(rows) > TRASH_PAGE else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingCriteria:
    """What somebody looks for. Empty fields do not count."""

    words: str = ""
    document_type: str = ""
    since: date | None = None
    until: date | None = None
    min_bytes: int | None = None
    max_bytes: int | None = None
    page: int = 1

    def __bool__(self) -> bool:
        fields = (fold(self.words), self.document_type, self.since, self.until, self.min_bytes, self.max_bytes)
        return any(value not in ("", None) for value in fields)


async def search(space_id: UUID, wanted: ListingCriteria) -> NodePage:
    """Papers and folders whose name, text or type has every word, deaf to accents and case. Newest first."""
    conditions, values = ["n.space_id = ?", "n.discard_id IS NULL", "n.parent_id IS NOT NULL"], [space_id]
    extra: list[Any] = []
    for word in fold(wanted.words.replace("\x00", "")).split()[:10]:
        clause, given = _word(word[:100])
        conditions.append(clause)
        extra += given
    for clause, value in _bounds(wanted):
        conditions.append(clause)
        extra.append(value)
    start = (max(1, min(wanted.page, 10_000)) - 1) * PAGE
    rows = await fetch(
        f"{SOURCE} WHERE {' AND '.join(conditions)} ORDER BY n.changed_at DESC, n.id LIMIT {PAGE + 1} OFFSET {start}",
        *values,
        *extra,
    )
    return NodePage(typed(rows)[:PAGE], str(wanted.page + 1) if len(rows) > PAGE else "")


def _word(word: str) -> tuple[str, list[Any]]:
    """One word against the name, the text and the name of the type."""
    escaped = word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    pattern = f"%{escaped}%"
    types = [item.code for item in DOCUMENT_TYPES if word in fold(item.label)]
    clause = "n.sort_key LIKE ? ESCAPE '!' OR n.body_key LIKE ? ESCAPE '!'"
    if types:
        clause += f" OR n.document_type IN ({marks(types)})"
    return f"({clause})", [pattern, pattern, *types]


def _bounds(wanted: ListingCriteria) -> list[tuple[str, Any]]:
    """The other conditions, as clauses with one value each."""
    given: list[tuple[str, Any]] = []
    if wanted.document_type:
        given.append(("n.document_type = ?", wanted.document_type))
    if wanted.since:
        given.append(("n.changed_at >= ?", _instant(wanted.since)))
    if wanted.until:
        given.append(("n.changed_at < ?", _instant(wanted.until, days=1)))
    if wanted.min_bytes is not None:
        given.append(("n.size >= ?", wanted.min_bytes))
    if wanted.max_bytes is not None:
        given.append(("n.rank = 1 AND n.size <= ?", wanted.max_bytes))
    return given


def _instant(day: date, days: int = 0) -> datetime:
    """Midnight in France at the beginning of a day, `days` later."""
    return midnight(day + timedelta(days=days))

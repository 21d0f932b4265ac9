"""What the search knows of structures: their documents, renewed whole after each change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from boite.database.connection import connection, execute, fetch, on_sqlite, transaction
from boite.database.long_lists import few, marks, parts
from boite.database.rows import column
from boite.database.sqlite import Batching
from boite.directory.models import Network, NetworkName, ReceptionPoint, Service, Structure, Territory
from boite.directory.search_engine import learning
from boite.directory.search_engine.documents import IndexedSheet, NetworkNames, NewDocument, documents
from boite.directory.search_engine.learning import Vocabulary
from boite.directory.search_engine.numbers import ENDED_FROM
from boite.directory.sheet import fields
from boite.directory.sheet.gone import gone


def _searched(part: str) -> tuple[str, ...]:
    return tuple(fields.chosen(part, lambda field: field.searched or field.tagged))


BATCH = 200
"""Structures read and written at once."""
ENDED_AT_ONCE = 100
"""Structures that one passage of the chore puts among those that ended."""
Item = TypeVar("Item")
STRUCTURE = ("id", "slug", "networks", "territory_id", "checked_on", "ending__since", *_searched(fields.STRUCTURE))
POINT = (
    *("id", "structure_id", "rank", "latitude", "longitude", "opening_hours", *_searched(fields.POINT)),
    *("commune__code", "commune__latitude", "commune__longitude", "commune__territory_id"),
)
SERVICE = ("structure_id", "point_id", "needs", "publics", *_searched(fields.SERVICE))


async def index(structure_id: UUID) -> None:
    """Renew the documents of one structure, inside the transaction of the verb that changed it."""
    await index_many([structure_id])


async def index_many(structure_ids: Iterable[UUID]) -> None:
    """The same for several, inside the caller's transaction: an import, a network that changed its name."""
    ids = sorted(set(structure_ids))
    if ids:
        await _lock(ids)
        context = await _context()
        for some in parts(ids, BATCH):
            await _renew(some, context)


async def index_communes(codes: Collection[str]) -> None:
    """Learn the names of these communes and renew the structures that receive there, in the caller's transaction."""
    ids: set[UUID] = set()
    for some in parts(sorted(codes), BATCH):
        rows = await ReceptionPoint.filter(commune_id__in=some).values("structure_id")
        ids.update(row["structure_id"] for row in rows)
    await index_many(ids)
    await learning.learn_communes(codes)


async def reindex_all() -> int:
    """Renew every document, a batch in each transaction, then forget unused words. Returns how many sheets.

    Searching goes on meanwhile. To run after a change of the networks' names, or of how text is analysed.
    """
    count, last, seen = 0, UUID(int=0), await learning.learn_communes()
    context = await _context()
    while ids := await _next(last):
        async with transaction():
            await _lock(ids)
            seen |= await _renew(ids, context)
        count, last = count + len(ids), ids[-1]
    await learning.forget_unused(seen)
    return count


async def index_ended() -> int:
    """Put among those that ended the structures whose day has come (a chore). Returns how many, ENDED_AT_ONCE at most.

    Pages, addresses and files go by the day itself: only the order of what a search finds waits for this.
    """
    found = await column(
        UUID,
        "SELECT DISTINCT e.structure_id FROM directory_ending e"
        " JOIN directory_document d ON d.structure_id = e.structure_id"
        f" WHERE (CASE WHEN {gone()} THEN 1 ELSE 0 END) <> (CASE WHEN d.id >= {ENDED_FROM} THEN 1 ELSE 0 END)"
        f" LIMIT {ENDED_AT_ONCE}",
    )
    if found:
        async with transaction():
            await index_many(found)
    return len(found)


async def _next(last: UUID) -> list[UUID]:
    rows = await Structure.filter(id__gt=last).order_by("id").limit(BATCH).values("id")
    return [row["id"] for row in rows]


Context = tuple[dict[str, NetworkNames], dict[str, str]]
"""Every network, and the name of every territory: a few dozen, whatever the number of structures."""


async def _context() -> Context:
    return await _networks(), await _territories()


async def _renew(ids: Sequence[UUID], context: Context) -> set[str]:
    """Renew the documents of a batch. Returns the words that they taught."""
    vocabulary = Vocabulary()
    drafts = [draft for sheet in await _sheets(ids, *context) for draft in documents(sheet, vocabulary)]
    await learning.learn(vocabulary)
    await _replace(ids, drafts)
    return set(vocabulary.words)


async def _networks() -> dict[str, NetworkNames]:
    names: dict[str, list[str]] = {}
    for row in await NetworkName.all().order_by("id").values("network_id", "name"):
        names.setdefault(row["network_id"], []).append(row["name"])
    rows = await Network.all().values("code", "name", "short_name", "rank")
    return {
        row["code"]: NetworkNames(row["code"], row["rank"], _names(row, names.get(row["code"], []))) for row in rows
    }


def _names(row: dict[str, Any], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((row["name"], row["short_name"], *others)))


async def _territories() -> dict[str, str]:
    return {row["code"]: row["name"] for row in await Territory.all().values("code", "name")}


async def _sheets(
    ids: Sequence[UUID], networks: dict[str, NetworkNames], territories: dict[str, str]
) -> list[IndexedSheet]:
    """These structures with their points and services: three statements, whatever their number."""
    rows = await Structure.filter(id__in=few(ids)).order_by("id").values(*STRUCTURE)
    found = {row["id"]: IndexedSheet(row, _of(row["networks"], networks), territories=territories) for row in rows}
    for row in await ReceptionPoint.filter(structure_id__in=few(ids)).order_by("rank", "id").values(*POINT):
        found[row["structure_id"]].points.append(row)
    for row in await Service.filter(structure_id__in=few(ids)).order_by("rank", "id").values(*SERVICE):
        found[row["structure_id"]].services.append(row)
    return list(found.values())


def _of(codes: Sequence[str], networks: dict[str, NetworkNames]) -> list[NetworkNames]:
    return [networks[code] for code in codes if code in networks]


async def _lock(ids: Sequence[UUID]) -> None:
    """Two verbs that change one structure at once would each write its documents: the second one waits, then reads.

    All of them before any word is learnt, so that nobody waits for a structure while another waits for a word.
    """
    for some in parts(ids, BATCH) if not on_sqlite() else ():
        await fetch(f"SELECT id FROM directory_structure WHERE id IN ({marks(some)}) ORDER BY id FOR UPDATE", *some)


async def _replace(ids: Sequence[UUID], drafts: Sequence[NewDocument]) -> None:
    """Write these documents instead of those that these structures had. Words follow: see `boite.database.schema`."""
    await execute(f"DELETE FROM directory_document WHERE structure_id IN ({marks(ids)})", *ids)
    await write(drafts)


COLUMNS = ("id", "structure_id", "point_id", "latitude", "longitude", "opening_hours", "named")


async def write(drafts: Sequence[NewDocument]) -> None:
    """Insert these documents and their words, in one trip. None does nothing."""
    client = connection()
    if not drafts:
        return
    if isinstance(client, Batching):
        await client.execute_all([statement for draft in drafts for statement in _statements(draft)])
        return
    columns = [list(values) for values in zip(*map(_values, drafts), strict=True)]
    types = ("bigint", "uuid", "uuid", "float8", "float8", "text", "text", "text")
    unnested = ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(types, 1))
    names = ", ".join(COLUMNS)
    await client.execute_query(
        f"INSERT INTO directory_document ({names}, terms)"
        f" SELECT {names}, array_to_tsvector(string_to_array(terms, ' '))"
        f" FROM unnest({unnested}) AS draft ({names}, terms)",
        columns,
    )


def _values(draft: NewDocument) -> tuple[Any, ...]:
    return (*(getattr(draft, column) for column in COLUMNS), draft.terms)


def _statements(draft: NewDocument) -> Iterator[tuple[str, list[Any]]]:
    *values, terms = _values(draft)
    plain = [str(value) if isinstance(value, UUID) else value for value in values]
    yield f"INSERT INTO directory_document ({', '.join(COLUMNS)}) VALUES ({marks(COLUMNS)})", plain
    # What a document lost by some other way would have left behind gives way.
    yield "INSERT OR REPLACE INTO directory_terms (rowid, terms) VALUES (?, ?)", [draft.id, terms]

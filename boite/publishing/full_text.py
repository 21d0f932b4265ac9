"""What searching knows of what is on line: its words, renewed with each change; and the rows that have some words.

SQLite keeps the words in a table of its own, PostgreSQL in a column of the document (`boite.database.schema`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from boite.database.connection import execute, fetch, on_sqlite
from boite.database.long_lists import marks
from boite.publishing.rows import Publication, Tables
from boite.text import rich_text
from boite.text.stems import stems

WEIGHTS = {"titled": ("A", 8.0), "named": ("B", 3.0), "said": ("C", 1.0)}
"""What each column of words weighs: its class on PostgreSQL, its factor on SQLite."""


async def index(tables: Tables[Any], publication_id: UUID, words: Mapping[str, str]) -> None:
    """Renew the words of one publication, already stems, by column: in the transaction of the verb that changed it."""
    document, _ = await tables.document.get_or_create(**tables.of(publication_id))
    values = [words[column] for column in tables.terms]
    if on_sqlite():
        terms = _terms(tables)
        await execute(f"DELETE FROM {terms} WHERE rowid = ?", document.id)
        named = ", ".join(tables.terms)
        await execute(f"INSERT INTO {terms} (rowid, {named}) VALUES (?, {marks(values)})", document.id, *values)
        return
    weighed = " || ".join(f"setweight(to_tsvector('simple', ?), '{WEIGHTS[column][0]}')" for column in tables.terms)
    table = tables.document._meta.db_table
    await execute(f"UPDATE {table} SET terms = {weighed} WHERE id = ?", *values, document.id)


def stems_of(publication: Publication, html: str) -> dict[str, str]:
    """The stems of its title, and those of what it says, `html` included: by column."""
    said = f"{publication.summary} {publication.signature} {rich_text.plain(html)}"
    return {"titled": " ".join(stems(publication.title)), "said": " ".join(stems(said))}


async def forget(tables: Tables[Any], publication_id: UUID) -> None:
    """What is withdrawn is found no more. On SQLite a trigger takes the words away with their document."""
    await tables.document.filter(**tables.of(publication_id)).delete()


async def matches(
    tables: Tables[Any],
    stems: list[str],
    *,
    every: bool,
    select: str,
    condition: tuple[str, list[Any]],
    limit: int,
    start: int = 0,
) -> list[dict[str, Any]]:
    """The rows that have every stem, or some of them: the nearest first, then the newest.

    `select` is what is asked, then what is joined, around `{}`: the document `d` joined to the publication `p`.
    """
    where, values = condition
    table, terms = tables.document._meta.db_table, _terms(tables)
    publications = tables.publication._meta.db_table
    joined = f"JOIN {publications} p ON p.id = d.{tables.name}_id"
    end = f"p.published_at DESC, p.id LIMIT {limit} OFFSET {start}"
    if on_sqlite():
        words = (" AND " if every else " OR ").join(f'"{stem}"' for stem in stems)
        weights = ", ".join(str(WEIGHTS[column][1]) for column in tables.terms)
        source = select.format(f"{terms} JOIN {table} d ON d.id = {terms}.rowid {joined}")
        ranked = f"{source} WHERE {terms} MATCH ? AND {where} ORDER BY bm25({terms}, {weights}), {end}"
        return await fetch(ranked, words, *values)
    words = (" & " if every else " | ").join(f"'{stem}'" for stem in stems)
    source = select.format(f"{table} d {joined}")
    rank = "ts_rank(d.terms, to_tsquery('simple', ?))"
    ranked = f"{source} WHERE d.terms @@ to_tsquery('simple', ?) AND {where} ORDER BY {rank} DESC, {end}"
    return await fetch(ranked, words, *values, words)


def _terms(tables: Tables[Any]) -> str:
    """The table of SQLite that holds the words."""
    return tables.document._meta.db_table.removesuffix("_document") + "_terms"

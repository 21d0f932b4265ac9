"""Searching as most people write it, over the same rows: `LIKE` over a text, and plain full text by relevance."""

from __future__ import annotations

from boite.database.connection import execute, fetch, on_sqlite
from boite.directory.search_engine.search import PAGE, SearchCriteria
from boite.text.normalise import fold


async def prepare() -> None:
    """One row by structure: its folded text, its place, and a full-text index of the same text."""
    gathered = "group_concat(v.name, ' ')" if on_sqlite() else "string_agg(v.name, ' ')"
    services = f"(SELECT COALESCE({gathered}, '') FROM directory_service v WHERE v.structure_id = s.id)"
    body = f"s.name || ' ' || CAST(s.networks AS TEXT) || ' ' || p.city || ' ' || {services} || ' ' || s.description"
    await execute(
        f"CREATE TABLE plain AS SELECT s.id, lower({body}) AS body, p.latitude, p.longitude, p.opening_hours"
        " FROM directory_structure s JOIN directory_point p ON p.structure_id = s.id AND p.rank = 0"
    )
    if on_sqlite():
        await execute("CREATE VIRTUAL TABLE plain_text USING fts5(body, content='plain')")
        await execute("INSERT INTO plain_text (plain_text) VALUES ('rebuild')")
        return
    await execute("ALTER TABLE plain ADD COLUMN terms tsvector")
    await execute("UPDATE plain SET terms = to_tsvector('french', body)")
    await execute("CREATE INDEX plain_terms ON plain USING gin (terms)")
    await execute("ANALYZE plain")


async def by_like(wanted: SearchCriteria) -> None:
    """Every word somewhere in the text: every row is read."""
    words = fold(wanted.words).split()
    conditions = " AND ".join(["body LIKE ?"] * len(words)) or "1 = 1"
    order, values = _nearest(wanted)
    patterns = [f"%{word}%" for word in words]
    await fetch(f"SELECT id FROM plain WHERE {conditions} ORDER BY {order or 'body'} LIMIT {PAGE}", *patterns, *values)


async def by_full_text(wanted: SearchCriteria) -> None:
    """Every word, the most relevant first: the score of every row that answers is computed."""
    words = fold(wanted.words).split()
    order, values = _nearest(wanted)
    if on_sqlite():
        source = "plain_text JOIN plain ON plain.rowid = plain_text.rowid WHERE plain_text MATCH ?"
        sql = f"SELECT plain.id FROM {source} ORDER BY {order or 'bm25(plain_text)'} LIMIT {PAGE}"
        await fetch(sql, " AND ".join(f'"{word}"' for word in words), *values)
        return
    relevance = order or "ts_rank(terms, plainto_tsquery('french', ?)) DESC"
    sql = f"SELECT id FROM plain WHERE terms @@ plainto_tsquery('french', ?) ORDER BY {relevance} LIMIT {PAGE}"
    await fetch(sql, " ".join(words), *(values if order else [" ".join(words)]))


def _nearest(wanted: SearchCriteria) -> tuple[str, list[float]]:
    if wanted.place is None:
        return "", []
    here = [wanted.place.latitude, wanted.place.latitude, wanted.place.longitude, wanted.place.longitude]
    return "(latitude - ?) * (latitude - ?) + (longitude - ?) * (longitude - ?) * 0.46", here

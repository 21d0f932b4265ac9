"""Where the words of each kind of publication are kept for searching: what models cannot say."""

from __future__ import annotations


def on_sqlite(kind: str, columns: str = "titled, said") -> tuple[str, ...]:
    """A table of words beside the documents of a kind. A document that goes takes its words with it."""
    return (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {kind}_terms USING fts5({columns})",
        f"CREATE TRIGGER IF NOT EXISTS {kind}_document_gone AFTER DELETE ON {kind}_document"
        f" BEGIN DELETE FROM {kind}_terms WHERE rowid = old.id; END",
    )


def on_postgresql(kind: str) -> tuple[str, ...]:
    """A column of words in the documents of a kind, and its index."""
    table = f"{kind}_document"
    return (
        f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS terms tsvector",
        f"CREATE INDEX IF NOT EXISTS {table}_terms ON {table} USING gin (terms) WITH (fastupdate = off)",
    )

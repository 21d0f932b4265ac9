"""What the releases up to 0.3.0 lost of the schema, put back where it is missing.

On SQLite, 0002 wrote `files_space` anew without the uniqueness of its owner, and 0003 `files_node` without the key of
its discards, with a column too many that held its own name, and without four indexes. On PostgreSQL, 0003 dropped the
check of 0002. Looks at what is there: 0003 does none of it any more, and this runs on every database.
"""

from datetime import timedelta
from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops

from boite.clock import now
from boite.database.upgrade.rebuilding import columns, rebuild

CHECK = 'CONSTRAINT "files_space_not_negative" CHECK (used_bytes >= 0 AND reserved_bytes >= 0)'
SPACE = f"""
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "quota_bytes" BIGINT NOT NULL,
    "used_bytes" BIGINT NOT NULL,
    "reserved_bytes" BIGINT NOT NULL,
    "owner_id" CHAR(36) NOT NULL UNIQUE REFERENCES "account_user" ("id") ON DELETE CASCADE,
    {CHECK}
"""
NODE = """
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "kind" VARCHAR(10) NOT NULL,
    "rank" SMALLINT NOT NULL,
    "name" VARCHAR(255) NOT NULL,
    "name_key" VARCHAR(400) NOT NULL,
    "sort_key" VARCHAR(400) NOT NULL,
    "body_key" TEXT NOT NULL,
    "document_type" VARCHAR(40) NOT NULL,
    "valid_until" DATE,
    "size" BIGINT NOT NULL,
    "media_type" VARCHAR(120) NOT NULL,
    "number" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "changed_at" TIMESTAMP NOT NULL,
    "blob_id" VARCHAR(32) REFERENCES "files_blob" ("key") ON DELETE RESTRICT,
    "discard_id" CHAR(36) REFERENCES "files_discard" ("id") ON DELETE SET NULL,
    "parent_id" CHAR(36) REFERENCES "files_node" ("id") ON DELETE CASCADE,
    "space_id" CHAR(36) NOT NULL REFERENCES "files_space" ("id") ON DELETE CASCADE
"""
INDEXES = (
    'CREATE INDEX IF NOT EXISTS "files_node_space" ON "files_node" ("space_id", "changed_at")',
    'CREATE INDEX IF NOT EXISTS "files_node_type" ON "files_node" ("space_id", "document_type")',
    'CREATE INDEX IF NOT EXISTS "files_node_parent" ON "files_node" ("parent_id")',
    'CREATE INDEX IF NOT EXISTS "files_node_blob" ON "files_node" ("blob_id")',
)
EDITION = '"name" VARCHAR(30) NOT NULL PRIMARY KEY, "number" BIGINT NOT NULL'
AT_ZERO = """
    UPDATE files_space SET used_bytes = CASE WHEN used_bytes < 0 THEN 0 ELSE used_bytes END,
        reserved_bytes = CASE WHEN reserved_bytes < 0 THEN 0 ELSE reserved_bytes END
    WHERE used_bytes < 0 OR reserved_bytes < 0
"""
"""Without its check a total may have gone below zero; the daily recount says the right one."""
ORPHANS = """
    INSERT INTO files_discard (id, node_id, at, purge_due, by_id, space_id)
    SELECT n.discard_id, n.id, ?, ?, NULL, n.space_id FROM files_node n LEFT JOIN files_node p ON p.id = n.parent_id
    WHERE n.discard_id IS NOT NULL AND n.discard_id NOT IN (SELECT id FROM files_discard)
        AND (p.id IS NULL OR p.discard_id IS NOT n.discard_id)
    GROUP BY n.discard_id
"""
"""Papers of a discard that is gone, which its key would have forbidden: in the trash, for thirty days from now."""


async def put_back(apps: Any, editor: Any) -> None:
    """What is missing, on either engine."""
    await editor.client.execute_query(AT_ZERO)
    if editor.client.capabilities.dialect == "sqlite":
        await _on_sqlite(editor.client)
    else:
        await _on_postgresql(editor.client)


async def _on_postgresql(client: Any) -> None:
    there = "SELECT 1 FROM pg_constraint WHERE conname = 'files_space_not_negative'"
    if not await client.execute_query_dict(there):
        await client.execute_query(f"ALTER TABLE files_space ADD {CHECK}")


async def _on_sqlite(client: Any) -> None:
    if "discard_id" not in {row["from"] for row in await client.execute_query_dict("PRAGMA foreign_key_list(files_node)")}:
        at = now()
        due = at + timedelta(days=30)
        await client.execute_query(ORPHANS, [at.isoformat(" "), due.isoformat(" ")])
        await rebuild(client, "files_node", NODE)
    for statement in INDEXES:
        await client.execute_query(statement)
    if not await _owners_are_unique(client):
        await rebuild(client, "files_space", SPACE)
    if (await columns(client, "site_edition")).get("name"):
        await rebuild(client, "site_edition", EDITION)


async def _owners_are_unique(client: Any) -> bool:
    for index in await client.execute_query_dict("PRAGMA index_list(files_space)"):
        indexed = await client.execute_query_dict(f'PRAGMA index_info("{index["name"]}")')
        if index["unique"] and [row["name"] for row in indexed] == ["owner_id"]:
            return True
    return False


class Migration(migrations.Migration):
    dependencies = [("boite", "0011_portraits")]

    operations = [ops.RunPython(put_back, ops.RunPython.noop)]

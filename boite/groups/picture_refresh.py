"""Public pictures whose content changed: their widths are drawn again."""

from __future__ import annotations

from boite.database.connection import fetch
from boite.database.long_lists import few
from boite.files import picture_widths
from boite.files.models import Node
from boite.settings import Settings
from storage.store import BlobStore


async def order_new_versions(settings: Settings, store: BlobStore) -> int:
    """Order the widths of the public pictures whose content has changed. Returns how many."""
    rows = await fetch(
        "SELECT p.node_id FROM groups_public_file p JOIN files_node n ON n.id = p.node_id"
        " LEFT JOIN files_width_order o ON o.blob_id = n.blob_id WHERE p.alt <> '' AND o.blob_id IS NULL LIMIT 100"
    )
    if rows:
        await picture_widths.order(
            await Node.filter(id__in=few(row["node_id"] for row in rows), media_type__startswith="image/")
        )
    return 0

"""Pages that show papers: while one does, the paper stays. It may change, it does not go away."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from boite.database.connection import execute
from boite.database.long_lists import parts
from boite.database.rows import column
from boite.files.models import PaperUse
from boite.files.node_row import NodeRow


async def replace(nodes: Sequence[NodeRow], place: str, key: UUID, title: str) -> set[UUID]:
    """This page shows these papers and no other any more. Returns those that it showed before.

    Inside the caller's transaction and lock of the space.
    """
    before = set(await of_page(place, key))
    await execute("DELETE FROM files_use WHERE place = ? AND key = ?", place, key)
    wanted = {node.id: PaperUse(node_id=node.id, place=place, key=key, title=title[:200]) for node in nodes}
    await PaperUse.bulk_create(wanted.values())
    return before


async def of_page(place: str, key: UUID) -> list[UUID]:
    """The papers that this page shows."""
    return await column(UUID, "SELECT node_id FROM files_use WHERE place = ? AND key = ?", place, key)


async def still_used(node_ids: set[UUID]) -> set[UUID]:
    """Those of these papers that some page shows."""
    used: set[UUID] = set()
    for some in parts(node_ids):
        used |= {row.node_id for row in await PaperUse.filter(node_id__in=some).only("id", "node_id")}
    return used

"""Whose paper is drawn next: boxes take turns, and what is long to draw waits apart.

A box that deposits a hundred papers lets the others pass between two of its own. A paper that takes longer than most,
or that killed its worker, is drawn again with more time where it holds nobody but its like.
"""

from __future__ import annotations

from enum import StrEnum

from boite.database.connection import fetch
from boite.database.leases import Queue
from boite.database.long_lists import marks
from boite.files.models import Blob

MOST = 200
"""Most boxes remembered: beyond, the rotation starts over."""
NOT_OF = (
    " AND key NOT IN (SELECT v.blob_id FROM files_version v JOIN files_node n ON n.id = v.node_id"
    " WHERE n.space_id IN ({marks}))"
)
BOX = "SELECT n.space_id FROM files_version v JOIN files_node n ON n.id = v.node_id WHERE v.blob_id = ? LIMIT 1"


class Lane(StrEnum):
    """Two lines of papers, each with its own worker. Worded as a condition over rows."""

    QUICK = "preview_tries = 0"
    SLOW = "preview_tries > 0"


class Turns:
    """The boxes served since the last time that everybody had been."""

    def __init__(self, waiting: Queue[Blob], lane: Lane) -> None:
        self._waiting = waiting
        self._lane = lane
        self._served: list[str] = []

    async def next(self) -> Blob | None:
        """The paper that has waited longest in a box that was not served yet; None where nothing waits."""
        found = await self._take() if self._served else []
        if not found:
            self._served.clear()
            found = await self._take()
        for blob in found:
            self._served += [str(row["space_id"]) for row in await fetch(BOX, blob.key)]
        if len(self._served) > MOST:
            self._served.clear()
        return found[0] if found else None

    async def _take(self) -> list[Blob]:
        others = NOT_OF.format(marks=marks(self._served)) if self._served else ""
        return await self._waiting.take(where=self._lane + others, values=tuple(self._served))

"""How many papers and folders one box may hold. Bytes do not bound them: an empty paper weighs nothing.

Beyond, each page of the box, each search and each gesture over a folder would be slow, on SQLite for everybody.
"""

from __future__ import annotations

from uuid import UUID

from boite.database.connection import fetch
from boite.errors import Full
from boite.languages.messages import _

MOST = 20_000
"""Papers and folders of one box, its trash included: ten years of three papers a day, with as much again."""
NEAR = MOST * 9 // 10
"""From here on, the pages say how many there are."""


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


class TooManyPapers(Full):
    """There are as many papers and folders as a box may hold."""

    message = (
        f"Il y a déjà {_spaced(MOST)} papiers et dossiers ici, corbeille comprise : c'est le plus possible."
        " Supprimez ceux qui ne servent plus, puis recommencez."
    )


async def count(space_id: UUID) -> int:
    """What counts: papers and folders, living or in the trash, and the deposits that will become papers."""
    [row] = await fetch(
        "SELECT (SELECT COUNT(*) FROM files_node WHERE space_id = ?)"
        " + (SELECT COUNT(*) FROM files_upload WHERE space_id = ? AND completed_at IS NULL) AS number",
        space_id,
        space_id,
    )
    return int(row["number"])


async def check(space_id: UUID, more: int = 1) -> None:
    """Inside the lock of the space: whether so many can still come. Raises TooManyPapers."""
    if await count(space_id) + more > MOST:
        raise TooManyPapers


async def nearly(space_id: UUID) -> str | None:
    """The sentence that says how many there are, where it is time to."""
    number = await count(space_id)
    if number < NEAR:
        return None
    return _(
        "Il y a %(number)s papiers et dossiers ici, corbeille comprise. Le plus possible : %(most)s."
        " Supprimez ceux qui ne servent plus.",
        number=_spaced(number),
        most=_spaced(MOST),
    )

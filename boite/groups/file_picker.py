"""Choosing among the files of the groups' spaces for what they publish: by words of the name, or the latest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q

from boite.database.long_lists import few
from boite.files.media_types import viewer_for
from boite.files.models import Node
from boite.text.normalise import fold

MOST = 60
"""Files offered: the latest ones, or those whose names have the words searched for."""


@dataclass(frozen=True, slots=True)
class FileChoice:
    """One file that somebody may choose."""

    node: UUID
    name: str
    viewer: str
    """What shows it in a page (`boite.files.media_types.viewer_for`): image, video, audio…"""


@dataclass(frozen=True, slots=True)
class FileChoices:
    """What somebody may choose from, and how many have the words looked for: None where nothing was looked for."""

    files: list[FileChoice]
    found: int | None = None


async def choices(
    space_ids: Collection[UUID], kept: Collection[UUID] = (), picked: Collection[UUID] = (), words: str = ""
) -> FileChoices:
    """The files of these spaces whose names have these words, else the latest ones. Three queries at most.

    What is `kept` already comes first, wherever it is, then what was `picked` on the page, in these spaces only: both
    stay, whatever is looked for.
    """
    living, here = Node.filter(rank=1, discard_row_id=None), list(space_ids)
    mine = Q(id__in=few(kept)) | Q(id__in=few(picked), space_id__in=few(here))
    own = await living.filter(mine) if kept or picked else []
    inside = living.filter(space_id__in=few(here)).order_by("-changed_at", "id").limit(MOST)
    named = inside.filter(*(Q(sort_key__contains=word) for word in fold(words).split()))
    found = await named if here else []
    latest = found if found or not words.strip() or not here else await inside
    rows = {node.id: node for node in [*own, *latest]}
    files = [FileChoice(node.id, node.name, viewer_for(node.media_type or "")) for node in rows.values()]
    return FileChoices(files, len(found) if words.strip() else None)

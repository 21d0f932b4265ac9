"""The folders of a space as a tree, for choosing where to move: all of them on one page, or those of some words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from boite.database.rows import fetch_as
from boite.database.shortened import Shortened
from boite.files.node_lists import binary_order
from boite.files.tree import said_name
from boite.text.normalise import fold

MOST = 150
"""Folders that a page offers. Beyond, one looks for a folder by its words."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One folder: how deep it is (0 for the top), and the names of those that hold it."""

    id: UUID
    name: str
    level: int
    inside: str

    @property
    def said_name(self) -> str:
        """What the page calls it."""
        return said_name(None if self.level == 0 else self.id, self.name)


async def folders(space_id: UUID, *, but: Collection[UUID] = (), words: str = "") -> Shortened[Branch]:
    """The folders of a space, each after the one that holds it, siblings by name; without those of `but` and theirs.

    With `words`, those whose names have them all.
    """
    rows = await fetch_as(
        "SELECT id, parent_id, name, sort_key FROM files_node WHERE space_id = ? AND discard_id IS NULL AND rank = 0"
        f" ORDER BY {binary_order('sort_key')} DESC, id",
        space_id,
        id=UUID,
        parent_id=UUID,
    )
    below: dict[UUID | None, list[tuple[UUID, str]]] = {}
    for row in rows:
        below.setdefault(row["parent_id"], []).append((row["id"], row["name"]))
    branches = _walk(below, set(but))
    wanted = fold(words).split()
    found = [each for each in branches if all(word in fold(each.name) for word in wanted)]
    return Shortened(found, MOST)


def _walk(below: dict[UUID | None, list[tuple[UUID, str]]], but: set[UUID]) -> list[Branch]:
    """From the top down, by hand: folders may be fifty deep."""
    found: list[Branch] = []
    ahead = [(node_id, name, 0, "") for node_id, name in below.get(None, [])]
    while ahead:
        node_id, name, level, inside = ahead.pop()
        if node_id in but:
            continue
        found.append(Branch(node_id, name, level, inside))
        ahead += [(child, called, level + 1, name) for child, called in below.get(node_id, [])]
    return found

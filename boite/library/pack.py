"""« Clé USB numérique »: the resources of a topic in one zip, to read without a connection in a workshop.

Opened from a key, everything is a plain page: no script, no address asked but those of links that somebody follows.
Only what is public at this moment goes in; what is missing is said in the table of contents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote
from uuid import UUID

from boite.database.long_lists import few, marks
from boite.database.rows import fetch_as, typed
from boite.database.shortened import Shortened
from boite.files.archive_names import Places
from boite.files.preview_formats import viewer_for
from boite.groups.file_views import public_name
from boite.library import resource_lists
from boite.library.models import Resource, ResourceKind
from boite.library.wording import KINDS
from boite.publishing.topics import Topic

MOST = 200
"""Resources of one pack: the newest ones."""
FAT32 = 2**32 - 1
"""Bytes of the heaviest file that a key formatted for every computer takes."""
ORDER = (ResourceKind.VIDEO, ResourceKind.AUDIO, ResourceKind.DOCUMENT, ResourceKind.LINK)


@dataclass(frozen=True, slots=True)
class File:
    """One file of a group that is public, and where it goes."""

    node: UUID
    path: str
    blob: str
    size: int
    media_type: str
    at: Any

    @property
    def too_heavy(self) -> bool:
        """Whether most keys refuse it."""
        return self.size > FAT32


@dataclass(frozen=True, slots=True)
class Item:
    """One resource of the pack."""

    row: dict[str, Any]
    file: File | None
    captions: str = ""
    """The path of its subtitles; empty where there are none."""
    page: str = ""
    """The path of its own page: only what is played or has a transcript needs one."""

    @property
    def missing(self) -> bool:
        """Whether its file should be there and is not."""
        return self.row["kind"] != ResourceKind.LINK and self.file is None

    @property
    def plays(self) -> str:
        """`video`, `audio`, or nothing."""
        viewer = viewer_for(self.file.media_type) if self.file else "none"
        return viewer if viewer == self.row["kind"] else ""

    @property
    def href(self) -> str:
        """Where its title leads from the table of contents."""
        path = self.page or (self.file.path if self.file else "")
        return quote(path) or self.row["link"]


@dataclass(frozen=True, slots=True)
class Pack:
    """What goes on the key."""

    topic: Topic
    where: str
    """The name of its territory; empty for the whole region."""
    items: Shortened[Item] = field(default_factory=lambda: Shortened([], MOST))

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(file.size for file in self.files)

    @property
    def files(self) -> list[File]:
        """What goes on the key, each once."""
        return list({item.file.path: item.file for item in self.items if item.file}.values())

    @property
    def groups(self) -> list[tuple[str, list[Item]]]:
        """By kind, in the order of a workshop: what is watched together first."""
        found = [(KINDS[kind].several, [item for item in self.items if item.row["kind"] == kind]) for kind in ORDER]
        return [(words, items) for words, items in found if items]

    @property
    def name(self) -> str:
        """Of the zip, without « .zip »."""
        return "-".join(filter(None, ("cle-usb", self.topic.code, public_name(self.where) if self.where else "")))


async def gather(topic: Topic, territory: str, where: str) -> Pack:
    """Everything that is on line about a topic in a territory, the newest first. Three queries."""
    rows = Shortened(await resource_lists.of_topic(topic.code, territory, MOST + 1), MOST)
    told = await Resource.filter(id__in=few(UUID(row["id"]) for row in rows)).values("id", "subtitles_id", "transcript")
    more = {str(row["id"]): row for row in told}
    wanted = [UUID(row["node_id"]) for row in rows if row["node_id"]]
    captions = [row["subtitles_id"] for row in told if row["subtitles_id"]]
    files, places = await _files([*wanted, *captions]), Places()
    shelf = _Shelf(places)
    items = []
    for row in rows:
        found, about = files.get(str(row["node_id"])), more[row["id"]]
        file = shelf.file(found) if found else None
        captions_id = str(about["subtitles_id"])
        items.append(
            Item(
                row,
                file,
                shelf.captions(file, captions_id) if file and captions_id in files else "",
                places.give("pages/", f"{row['slug'][:80]}.html") if file and about["transcript"] else "",
            )
        )
    return Pack(topic, where, rows.drawn(items))


class _Shelf:
    """Where files go: the same bytes once, however many resources speak of them."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._files: dict[str, File] = {}
        self._captions: dict[tuple[str, str], str] = {}

    def file(self, row: dict[str, Any]) -> File:
        """A file, and its place."""
        if (key := str(row["blob_id"])) not in self._files:
            self._files[key] = _placed(row, self._places)
        return self._files[key]

    def captions(self, file: File, node: str) -> str:
        """The place of these subtitles of this film: beside it, under its name, for the players that look there."""
        if (key := (file.path, node)) not in self._captions:
            self._captions[key] = self._places.give("fichiers/", f"{PurePosixPath(file.path).stem}.vtt")
        return self._captions[key]


async def _files(nodes: Sequence[UUID | str]) -> dict[str, dict[str, Any]]:
    """Those of these files that are public, whole, and not known to be damaged."""
    if not nodes:
        return {}
    rows = await fetch_as(
        "SELECT n.id, n.name, n.size, n.media_type, n.blob_id, n.changed_at FROM groups_public_file p"
        " JOIN files_node n ON n.id = p.node_id JOIN files_blob b ON b.key = n.blob_id"
        " WHERE n.discard_id IS NULL AND b.damaged_at IS NULL AND b.erase_due IS NULL"
        f" AND n.id IN ({marks(nodes)})",
        *[typed(node, UUID) for node in nodes],
        id=UUID,
    )
    return {str(row["id"]): row for row in rows}


def _placed(row: dict[str, Any], places: Places) -> File:
    path = places.give("fichiers/", public_name(row["name"]))
    size, media_type = int(row["size"]), row["media_type"] or ""
    return File(row["id"], path, str(row["blob_id"]), size, media_type, row["changed_at"])

"""Everything in one download: the papers as deposited, and what the service knows (RGPD, art. 15 and 20)."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Any

from boite.accounts import journal_kinds as kinds
from boite.accounts.models import User
from boite.boxes import export_data, export_index
from boite.database.connection import fetch, transaction
from boite.files.archive_names import Places
from boite.files.deposit import root_of
from boite.files.models import Discard, Space
from boite.files.names import clean
from boite.files.zip_download import entry, living, walk
from boite.files.zipping import ZipEntry
from boite.journal.record import record

OLD, TRASH = "Anciennes versions/", "Corbeille/"


@dataclass(frozen=True, slots=True)
class Filed:
    """One node and where its bytes are in the archive: the current ones, and the older ones by number."""

    row: dict[str, Any]
    path: str
    versions: list[dict[str, Any]]
    discarded: bool


async def note(user: User) -> None:
    """Record in the journal that everything was downloaded."""
    async with transaction():
        await record(kinds.Exported(), owner=user.id, by=user.id)


async def entries(user: User, space: Space) -> AsyncGenerator[ZipEntry, None]:
    """Every entry of the archive. The tables of contents come first, made of what is there now."""
    filed = [item async for item in _filed(space)]
    yield ZipEntry("index.html", export_index.page(user, filed))
    yield ZipEntry("index.csv", export_index.table(filed))
    yield ZipEntry("donnees.json", export_data.document(user, space, filed))
    for item in filed:
        yield entry(item.row, item.path)
        for version in item.versions:
            if version["path"] != item.path:
                yield _old(version)


async def _filed(space: Space) -> AsyncIterator[Filed]:
    """The living tree, then each discard."""
    places, versions = Places(), await _versions(space)
    root = await root_of(space.id)
    for row, path in walk(await living(root.id), root.id, places):
        yield _file(row, path, versions, places, discarded=False)
    for discard in await Discard.filter(space_id=space.id).order_by("-at", "id"):
        rows = await fetch("SELECT * FROM files_node WHERE discard_id = ?", discard.id)
        for row, path in walk(rows, discard.node_id, places, TRASH):
            yield _file(row, path, versions, places, discarded=True)


async def _versions(space: Space) -> dict[str, list[dict[str, Any]]]:
    """The versions of every paper of the space, oldest first, by node."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in await fetch(
        "SELECT v.node_id, v.number, v.size, v.created_at, v.blob_id, b.sha256, b.media_type FROM files_version v"
        " JOIN files_node n ON n.id = v.node_id JOIN files_blob b ON b.key = v.blob_id"
        " WHERE n.space_id = ? ORDER BY v.node_id, v.number",
        space.id,
    ):
        found.setdefault(str(row["node_id"]), []).append(row)
    return found


def _file(
    row: dict[str, Any], path: str, versions: dict[str, list[dict[str, Any]]], places: Places, *, discarded: bool
) -> Filed:
    mine = versions.get(str(row["id"]), [])
    for version in mine:
        current = version["number"] == row["number"]
        version["path"] = path if current else _old_path(path, version["number"], places)
    return Filed(row, path, mine, discarded)


def _old(version: dict[str, Any]) -> ZipEntry:
    """What goes at the path of an older version."""
    blob, node = str(version["blob_id"]), version["node_id"]
    return ZipEntry(version["path"], blob=blob, size=version["size"], node=node, at=version["created_at"])


def _old_path(path: str, number: int, places: Places) -> str:
    """`Mes papiers/CV.pdf` as `Anciennes versions/Mes papiers/version 1 de CV.pdf`."""
    folder, _, name = path.rpartition("/")
    return places.give(f"{OLD}{folder}/", clean(f"version {number} de {name}"))

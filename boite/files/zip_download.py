"""Several papers, or a folder with all it holds, in one zip."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

from starlette.responses import StreamingResponse

from boite.database.connection import fetch
from boite.files.archive_names import Places, portable
from boite.files.models import Node, NodeKind
from boite.files.tree import SUBTREE
from boite.files.zipping import ZipEntry, zipped
from storage.store import BlobStore

SUFFIXES = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "text/vcard": ".vcf",
    "text/uri-list": ".txt",
    "application/json": ".json",
}
"""Ends for what was written in the box: without one, a computer does not know what to open it with."""


def zip_response(nodes: Sequence[Node], store: BlobStore, name: str) -> StreamingResponse:
    """A zip of these nodes in their current version, sent while it is made. `name` without « .zip »."""
    return attachment(zipped(tree_entries(nodes), store), f"{portable(name)}.zip")


def attachment(content: AsyncIterator[bytes], name: str) -> StreamingResponse:
    """A download under this name (RFC 6266), which nobody keeps on the way."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"content-disposition": disposition, "cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(content, media_type="application/zip", headers=headers)


async def tree_entries(nodes: Sequence[Node]) -> AsyncIterator[ZipEntry]:
    """The entries of these nodes and of all they hold."""
    places = Places()
    for node in nodes:
        for row, path in walk(await living(node.id), node.id, places):
            yield entry(row, path)


async def living(node_id: UUID) -> list[dict[str, Any]]:
    """The rows of a node and of all that lives below."""
    return await fetch(SUBTREE + "SELECT n.* FROM files_node n JOIN sub ON sub.id = n.id", node_id)


def walk(
    rows: list[dict[str, Any]], top_id: UUID, places: Places, folder: str = ""
) -> Iterator[tuple[dict[str, Any], str]]:
    """Each row of a tree with its path under `folder` (empty, or ending with a slash); folders come first."""
    below: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row["rank"], row["sort_key"], str(row["id"])), reverse=True):
        below.setdefault(str(row["parent_id"]), []).append(row)
    waiting = [(row, folder) for row in rows if str(row["id"]) == str(top_id)]
    while waiting:
        row, parent = waiting.pop()
        path = places.give(parent, filed_name(row))
        if row["kind"] == NodeKind.FOLDER:
            path += "/"
            waiting += [(child, path) for child in below.get(str(row["id"]), [])]
        yield row, path


def entry(row: dict[str, Any], path: str) -> ZipEntry:
    """What goes at this path."""
    return ZipEntry(path, blob=str(row["blob_id"] or ""), size=row["size"], node=row["id"], at=row["changed_at"])


def filed_name(row: dict[str, Any]) -> str:
    """The name of a node as a file: what was written in the box gets an end."""
    name = str(row["name"])
    suffix = SUFFIXES.get(str(row["media_type"]), "")
    if row["kind"] in {NodeKind.FOLDER, NodeKind.FILE} or name.lower().endswith(suffix):
        return name
    return name + suffix

"""How pages show the public files of the groups: pictures in several widths, files to download."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any, cast
from uuid import UUID

from boite.database.long_lists import marks
from boite.database.rows import fetch_as
from boite.text.normalise import fold
from boite.web.addresses import Addresses

SHOWN = (
    "SELECT n.id, n.name, n.number, n.size, n.media_type, p.alt{more} FROM groups_public_file p"
    " JOIN files_node n ON n.id = p.node_id{join} WHERE n.discard_id IS NULL AND p.node_id IN ({marks})"
)


WEBP, JPEG = ".webp", ".jpg"
"""How the address of a picture ends: pages show the first, mails the second (Outlook shows no WebP).

A browser that shows no WebP gets a JPEG at the first one too (`boite.files.picture_response_pages`).
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as components/picture.html takes it: the widest, and all of them for the browser to choose from."""

    src: str
    srcset: str
    width: int
    height: int
    """In pixels: the page reserves the space, so that nothing moves when the picture loads."""
    alt: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file as a page names it. `size` in bytes."""

    href: str
    name: str
    size: int
    media_type: str


async def pictures(url: Addresses, node_ids: Iterable[UUID]) -> dict[UUID, Picture]:
    """The public pictures among these files, in one query. Those that are not drawn yet are left out."""
    more = ", w.width, w.height", " JOIN files_width w ON w.blob_id = n.blob_id"
    rows = await _shown(node_ids, *more, order=" ORDER BY n.id, w.width")
    grouped = groupby(rows, key=lambda row: cast("UUID", row["id"]))
    return {node_id: _picture(url, list(drawn)) for node_id, drawn in grouped}


def _picture(url: Addresses, drawn: list[dict[str, Any]]) -> Picture:
    widest = drawn[-1]
    href = {row["width"]: _href(url, row) for row in drawn}
    srcset = ", ".join(f"{address} {width}w" for width, address in href.items())
    return Picture(href[widest["width"]], srcset, widest["width"], widest["height"], widest["alt"])


def _href(url: Addresses, row: dict[str, Any]) -> str:
    """With the version number, so that no cache shows a former version."""
    address = url("medias:picture", node=row["id"], width=str(row["width"]), name=picture_name(row["name"]))
    return f"{address}?v={row['number']}"


async def thumbnails(url: Addresses, node_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The address of the small picture of each of these files that is public and was drawn, in one query."""
    rows = await _shown(node_ids, join=" JOIN files_preview w ON w.blob_id = n.blob_id AND w.page = 0")
    return {row["id"]: _thumbnail(url, row) for row in rows}


def _thumbnail(url: Addresses, row: dict[str, Any]) -> str:
    return f"{url('medias:thumbnail', node=row['id'], name=picture_name(row['name']))}?v={row['number']}"


async def attachments(url: Addresses, node_ids: Iterable[UUID]) -> dict[UUID, Attachment]:
    """The public ones of these files, in one query."""
    rows = await _shown(node_ids)
    return {row["id"]: _attachment(url, row) for row in rows}


def _attachment(url: Addresses, row: dict[str, Any]) -> Attachment:
    href = url("medias:file", node=row["id"], name=public_name(row["name"]))
    return Attachment(href, row["name"], int(row["size"]), row["media_type"])


async def _shown(node_ids: Iterable[UUID], more: str = "", join: str = "", order: str = "") -> list[dict[str, Any]]:
    wanted = list(dict.fromkeys(node_ids))
    if not wanted:
        return []
    return await fetch_as(SHOWN.format(more=more, join=join, marks=marks(wanted)) + order, *wanted, id=UUID)


def public_name(name: str) -> str:
    """`Programme du forum (Été).PDF` as `programme-du-forum-ete.pdf`: what an address shows of a name."""
    path = PurePosixPath(fold(name))
    suffix = path.suffix if re.fullmatch(r"\.[a-z0-9]{1,10}", path.suffix) else ""
    stem = path.name.removesuffix(suffix) if suffix else path.name
    return f"{_plain(stem)}{suffix}"


def picture_name(name: str) -> str:
    """The same for a picture that was drawn: a WebP."""
    return f"{_plain(PurePosixPath(fold(name)).stem)}{WEBP}"


def in_mails(address: str) -> str:
    """The address of the same picture as a JPEG: what every mail program shows."""
    return f"{JPEG}?v=".join(address.rsplit(f"{WEBP}?v=", 1))


def _plain(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", stem)[:80].strip("-") or "fichier"

"""Names of papers and folders: what is kept of what a person or a phone gives."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from boite.database.connection import fetch
from boite.database.long_lists import marks
from boite.errors import Invalid
from boite.files.node_row import NodeKind
from boite.languages.messages import _
from boite.text.normalise import DIRECTION_MARKS, fold
from boite.text.visible import shows

MAX_BYTES = 255
"""Length of a name in UTF-8: what the usual file systems take, so that an export unpacks anywhere."""

ENDS = {NodeKind.NOTE: ".txt", NodeKind.LINK: ".url", NodeKind.CONTACT: ".vcf"}
"""How the name of what is written here ends, so that a computer knows what to open it with. No page shows it."""

USUAL = frozenset(
    {
        *(".pdf", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".svg"),
        *(".doc", ".docx", ".odt", ".rtf", ".txt", ".md", ".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".pps"),
        *(".odp", ".odg", ".pages", ".numbers", ".pub", ".xps", ".psd", ".ai", ".eps", ".dwg", ".dxf", ".bin", ".p7m"),
        *(
            ".epub",
            ".zip",
            ".7z",
            ".rar",
            ".tar",
            ".gz",
            ".tgz",
            ".mp3",
            ".m4a",
            ".aac",
            ".amr",
            ".wav",
            ".ogg",
            ".oga",
        ),
        *(".oga", ".opus", ".flac", ".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".3gp", ".wmv", ".wma", ".vtt"),
        *(".htm", ".html", ".xml", ".json", ".ics", ".vcf", ".url", ".eml", ".msg", ".exe", ".apk", ".dmg", ".iso"),
    }
)
"""What is an ending, in any case: « M.Roy » and « facture 12.bis » are names."""

_INVISIBLE = re.compile(
    # Controls, and the marks that reorder text on screen ("facture‮gpj.exe"), Unicode TR36.
    f"[\x00-\x1f\x7f-\x9f{DIRECTION_MARKS}\ud800-\udfff]"
)


def clean(name: str, *, fallback: str = "papier") -> str:
    """A name that can be kept: NFC, no control or reordering mark, no slash, 255 bytes at most.

    The end (".pdf") survives shortening. What is nothing once cleaned becomes `fallback`.
    """
    name = unicodedata.normalize("NFC", _INVISIBLE.sub("", name))
    name = name.replace("/", "-").replace("\\", "-")
    name = " ".join(name.split()).strip().rstrip(". ")
    if not shows(name.strip(". ")):
        return fallback
    return _shorten(name)


def checked(name: str) -> str:
    """The cleaned form of a name that a person typed. Raises Invalid where nothing is left of it."""
    cleaned = clean(name, fallback="")
    if not cleaned:
        raise Invalid(fields={"name": _("Écrivez un nom.")})
    return cleaned


def title(name: str, kind: NodeKind | str) -> str:
    """What a page calls it, without the ending of a file: « CV » for `CV.pdf`, as pages say otherwise what it is."""
    return name[: len(name) - len(ending(name, kind))]


def ending(name: str, kind: NodeKind | str) -> str:
    """The end of a name that no page shows: « .pdf » of a file, « .txt » of a note, in any case; none of a folder."""
    if kind == NodeKind.FILE:
        before, dot, end = name.rpartition(".")
        return dot + end if f".{end.lower()}" in USUAL and before.strip() else ""
    end = ENDS.get(NodeKind(kind), "")
    return name[len(name) - len(end) :] if len(name) > len(end) and name.lower().endswith(end) else ""


def ended(title: str, kind: NodeKind | str) -> str:
    """The name under which a title that was written here is kept: `title` undone, whatever end was typed."""
    end = ENDS.get(NodeKind(kind), "")
    if not end:
        return title
    stem = _cut(title, MAX_BYTES - len(end))
    while stem.lower().endswith(end):
        stem = stem[: -len(end)]
    return clean(stem + end)


def renamed(former: str, typed: str, kind: NodeKind | str) -> str:
    """The name of what was called `former` once another title was typed: its ending stays, unless one was typed too."""
    if typed == title(former, kind):
        return former
    if kind != NodeKind.FILE:
        return ended(typed, kind)
    return typed if ending(typed, kind) else clean(typed + ending(former, kind))


def key(name: str) -> str:
    """What makes two names the same one: case and Unicode composition do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())[:400]


async def free_name(folder_id: UUID, name: str) -> str:
    """`name`, or the first of `name (2)`, `name (3)`… that no living child of this folder has."""
    wanted, number = [name], 2
    while True:
        keys = {key(candidate): candidate for candidate in wanted}
        rows = await fetch(
            "SELECT name_key FROM files_node WHERE parent_id = ? AND discard_id IS NULL"
            f" AND name_key IN ({marks(keys)})",
            folder_id,
            *keys,
        )
        taken = {row["name_key"] for row in rows}
        for taken_as, candidate in keys.items():
            if taken_as not in taken:
                return candidate
        wanted = [numbered(name, number + step) for step in range(50)]
        number += 50


def naming(name: str) -> dict[str, Any]:
    """The columns that follow from a name."""
    return {"name": name, "name_key": key(name), "sort_key": fold(name)[:400]}


def numbered(name: str, number: int) -> str:
    """`rapport.pdf` as `rapport (2).pdf`, still within the length."""
    suffix = _suffix(name)
    stem = name[: len(name) - len(suffix)]
    mark = f" ({number})"
    return _cut(stem, MAX_BYTES - len((mark + suffix).encode())) + mark + suffix


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    return suffix if 1 < len(suffix.encode()) <= 20 else ""


def _shorten(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    suffix = _suffix(name)
    stem = name[: len(name) - len(suffix)]
    return _cut(stem, MAX_BYTES - len(suffix.encode())).rstrip(". ") + suffix


def _cut(text: str, size: int) -> str:
    """The longest beginning of `text` that fits in `size` bytes, never splitting a character."""
    return text.encode()[:size].decode(errors="ignore")

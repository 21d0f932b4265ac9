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
from boite.text.normalise import DIRECTION_MARKS, fold
from boite.text.visible import shows

MAX_BYTES = 255
"""Length of a name in UTF-8: what the usual file systems take, so that an export unpacks anywhere."""

ENDS = {NodeKind.NOTE: ".txt", NodeKind.LINK: ".url", NodeKind.CONTACT: ".vcf"}
"""How the name of what is written here ends, so that a computer knows what to open it with. No page shows it."""

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
        raise Invalid(fields={"name": "Écrivez un nom."})
    return cleaned


def title(name: str, kind: NodeKind | str) -> str:
    """What a page calls it: the end of a note, a link or a contact is not shown, as pages say which it is."""
    end = ENDS.get(NodeKind(kind), "")
    return name[: -len(end)] if end and name.lower().endswith(end) and len(name) > len(end) else name


def bare(name: str, kind: NodeKind | str) -> str:
    """What a paper is called where it is seen: its title without any ending of a file (« CV », not « CV.pdf »)."""
    shown = title(name, kind)
    before, dot, end = shown.rpartition(".")
    is_ending = dot and 2 <= len(end) <= 5 and end.isascii() and end.isalnum() and not end.isdigit()
    return before if is_ending and before.strip() and kind == NodeKind.FILE else shown


def ended(title: str, kind: NodeKind | str) -> str:
    """The name under which a title is kept: `title` undone."""
    end = ENDS.get(NodeKind(kind), "")
    return title if title.lower().endswith(end) else clean(f"{title[:200]}{end}")


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

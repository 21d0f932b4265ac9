"""Versions: a save names the version that it was made over, and overwrites no other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from boite.database.model import Model
from boite.errors import StaleVersion


async def swap(row: Model, read: int, columns: Mapping[str, Any], **where: Any) -> None:
    """Write `columns` while the row is still at the version that was read; it rises by one. Raises StaleVersion.

    The very statement that writes compares: of two people at one instant, one is refused. `where` adds what must also
    be so (a stage). Inside the caller's transaction.
    """
    raised = {**columns, "version": read + 1}
    if not await type(row).filter(pk=row.pk, version=read, **where).update(**raised):
        raise StaleVersion
    row.update_from_dict(raised)


def digest(value: str | list[str] | None) -> str:
    """A short mark of what a field holds, for what has no version of its own.

    Line ends and spaces around do not count: browsers change them. Nor does the order of several answers.
    """
    said = "\0".join(sorted(value)) if isinstance(value, list) else "\n".join((value or "").splitlines()).strip()
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:12]

"""What the fields of a form over a sheet hold: as they are drawn, as they are sent, and their words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from boite.accounts.models import User
from boite.directory.maintenance.revision import last_change, last_revision
from boite.directory.sheet import field_wording
from boite.directory.sheet.structure_rows import Structure
from boite.web.versions import Reading, Saying, Values


def sayer(kind: str, names: Mapping[str, str] | None = None) -> Saying:
    """The French name and words of the fields of such a row."""

    def said(name: str, value: Any) -> tuple[str, str]:
        label = field_wording.FORM.get(name) or field_wording.label(kind, name)
        return label[:1].upper() + label[1:], field_wording.shown(kind, name, value, names)

    return said


Fields = Callable[[], Awaitable[tuple[Values, dict[str, Any]]]]
"""The fields of a form, and what its page shows around them."""


async def read_of(
    structure: Structure,
    kind: str,
    identifier: object,
    user: User,
    read: Fields,
) -> Reading:
    """What a form over this part of a sheet is drawn with, and who wrote it last. `read`: its fields, and the rest.

    The version is read before the values: what comes in between then looks newer than the form, never older.
    """
    version, last = await last_revision(structure), await last_change(structure, kind, identifier)
    values, beside = await read()
    return Reading(
        values=values,
        version=version,
        author=last.author if last else "",
        own=last is not None and last.by_id == user.id,
        at=last.at if last else None,
        beside=beside,
    )

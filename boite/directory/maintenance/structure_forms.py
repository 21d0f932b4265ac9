"""The fields of a structure's own words, and what they hold."""

from __future__ import annotations

from typing import Any

from boite.directory.places.network_rows import Network
from boite.directory.sheet import phones
from boite.directory.sheet.fields import LISTS, STRUCTURE, chosen
from boite.directory.sheet.languages import LANGUAGES
from boite.directory.sheet.structure_rows import Structure
from boite.web.versions import Values

EMPTY: Values = {
    column: [] if column in LISTS[STRUCTURE] else ""
    for column in chosen(STRUCTURE, lambda field: field.clean and field.typed)
}
"""Every field, and how one without anything is."""


def values_of(structure: Structure) -> Values:
    """What the form shows of a structure."""
    found = {name: getattr(structure, name) for name in EMPTY}
    return found | {"phone": phones.shown(structure.phone)}


async def network_names() -> dict[str, str]:
    """The name of each network by its code, in their order."""
    return {row.code: row.name for row in await Network.all().order_by("rank", "name")}


async def options() -> dict[str, Any]:
    """The lists to choose from."""
    return {"networks": list((await network_names()).items()), "languages": list(LANGUAGES.items())}

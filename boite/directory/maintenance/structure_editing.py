"""The verbs over a structure's own words: enter it in the directory, change what its sheet says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boite.accounts.models import User
from boite.clock import now
from boite.database import slugs
from boite.database.connection import transaction
from boite.database.long_lists import few
from boite.directory import journal_kinds as kinds
from boite.directory.history.history_rows import Revision, What
from boite.directory.history.revision import author_of, check_version, differences, revising, snapshot, tell
from boite.directory.places import network_rows, place_rows
from boite.directory.places.network_rows import Network
from boite.directory.places.place_rows import Territory
from boite.directory.search_engine import search_index
from boite.directory.sheet.fields import STRUCTURE, regular
from boite.directory.sheet.structure_rows import Structure
from boite.errors import Invalid
from boite.text.normalise import slug


async def change(
    structure: Structure, values: Mapping[str, Any], *, by: User, version: int | None = None
) -> Revision | None:
    """Say something else in these fields. Nothing is written where nothing changes.

    `version` is that of the form: the last revision when it was drawn. Raises Invalid, StaleVersion, NotFound.
    """
    wanted = await checked(values)
    async with revising(structure, What.EDITED, by=by) as draft:
        await check_version(draft.structure, version, STRUCTURE, structure.id)
        if changed := {name: value for name, value in wanted.items() if getattr(draft.structure, name) != value}:
            await Structure.filter(id=structure.id).update(**changed)
    return draft.revision


async def create(values: Mapping[str, Any], territory: Territory, *, by: User) -> Structure:
    """A structure that enters the directory, in this territory. Raises Invalid."""
    wanted = await checked({"name": "", **values})
    async with transaction():
        address = await slugs.free(Structure, slug(wanted["name"], "structure"))
        made = await Structure.create(**wanted | {"slug": address, "territory_id": territory.code, "edited_at": now()})
        changes = differences({}, await snapshot(made.id))
        author = await author_of(made, by)
        await Revision.create(
            structure_id=made.id, what=What.CREATED, by_id=by.id, author=author, at=made.changed_at, changes=changes
        )
        await search_index.index(made.id)
        await tell(kinds.SheetCreated, made.id, by=by)
    return made


async def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """These values of a structure, regular, with networks and territory that exist. Raises Invalid."""
    found = regular(STRUCTURE, values)
    codes = set(found.get("networks", []))
    known = {code for code in codes if len(code) <= network_rows.LONGEST_CODE}
    if len(codes) != await Network.filter(code__in=few(known)).count():
        raise Invalid(fields={"networks": "Choisissez un réseau dans la liste."})
    territory = found.get("territory_id") or ""
    if territory and (len(territory) > place_rows.LONGEST_CODE or not await Territory.exists(code=territory)):
        raise Invalid(fields={"territory_id": "Choisissez un territoire dans la liste."})
    return found

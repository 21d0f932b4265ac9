"""The door of the imports: they change sheets of every territory, so that the region's coordination alone does them."""

from __future__ import annotations

from uuid import UUID

from boite.access.sheets import steering
from boite.accounts.models import User
from boite.directory.models import REGION, ImportRun
from boite.errors import Forbidden, NotFound


async def regional(user: User) -> None:
    """Let the coordination of the whole region through. Raises Forbidden."""
    if all(territory.code != REGION for territory in await steering(user)):
        raise Forbidden


async def import_run(user: User, run_id: object) -> ImportRun:
    """The report of one import, or of a rehearsal. Raises NotFound, Forbidden."""
    try:
        identifier = UUID(str(run_id))
    except ValueError as error:
        raise NotFound from error
    await regional(user)
    found = await ImportRun.get_or_none(id=identifier)
    if found is None:
        raise NotFound
    return found

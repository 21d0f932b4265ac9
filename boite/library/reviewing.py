"""From the author to the coordination and back: proposed, taken back, sent back with a reason, set aside."""

from __future__ import annotations

from boite.accounts.models import User
from boite.database.connection import transaction
from boite.errors import Invalid
from boite.library.drafts import draft_of
from boite.library.group_files import check
from boite.library.models import Resource
from boite.library.steps import take
from boite.publishing.stages import Step
from storage.store import BlobStore


async def propose(resource: Resource, store: BlobStore, *, by: User) -> None:
    """Ask the coordination of its territory to decide. Raises Invalid where something is missing, MovedOn."""
    await check(await draft_of(resource), store)
    async with transaction():
        await take(resource, Step.PROPOSED, by=by, read=resource.version)


async def take_back(resource: Resource, *, by: User) -> None:
    """Its author wants to change it: it is a draft again. Raises MovedOn."""
    async with transaction():
        await take(resource, Step.TAKEN_BACK, by=by)


async def send_back(resource: Resource, reason: str, *, by: User) -> None:
    """The coordination asks for changes. Raises Invalid without a reason, MovedOn."""
    if not reason:
        raise Invalid(fields={"reason": "Dites ce qu'il faut changer."})
    async with transaction():
        await take(resource, Step.SENT_BACK, by=by, note=reason)


async def set_aside(resource: Resource, *, by: User) -> None:
    """A draft that is no longer wanted. What it says is kept. Raises MovedOn."""
    async with transaction():
        await take(resource, Step.SET_ASIDE, by=by)


async def recover(resource: Resource, *, by: User) -> None:
    """A draft that was set aside is wanted again. Raises MovedOn."""
    async with transaction():
        await take(resource, Step.RECOVERED, by=by)

"""Putting on line and taking off line. What is on line was looked at that day: it is to be checked again later."""

from __future__ import annotations

from typing import Any

from boite.accounts.models import User
from boite.clock import months_later, now, today
from boite.database import slugs
from boite.database.connection import transaction
from boite.errors import Invalid
from boite.library import group_files, indexing, link_check
from boite.library.drafts import draft_of
from boite.library.models import Resource
from boite.library.steps import take
from boite.publishing.stages import Step
from boite.text.normalise import slug
from storage.store import BlobStore

RESERVED = frozenset({"redaction", "mes-ressources", "cle-usb"})
"""First words of our own addresses: no resource may take one."""


def checked_today(by: User, months: int) -> dict[str, Any]:
    """The columns that say who looked at it, and when it is looked at again: `months` later."""
    return {"checked_on": today(), "checked_by_id": by.id, "next_check": months_later(today(), months)}


async def publish(resource: Resource, store: BlobStore, *, version: int, months: int, by: User) -> None:
    """Put on line the version that was read. Raises Invalid (something is missing or wrong), MovedOn, Conflict."""
    await group_files.check(await draft_of(resource), store)
    async with transaction():
        address = resource.slug or await slugs.free(Resource, slug(resource.title, "ressource"), reserved=RESERVED)
        columns: dict[str, Any] = {"slug": address, "published_at": now(), **checked_today(by, months)}
        await take(resource, Step.PUBLISHED, by=by, read=version, **columns)
        await _appear(resource, by)


async def _appear(resource: Resource, by: User) -> None:
    await indexing.index(resource)
    await group_files.show(resource, by=by)
    await link_check.watch(resource)


async def check(resource: Resource, *, months: int, by: User) -> None:
    """Say that all of it is right today. Raises MovedOn."""
    async with transaction():
        await take(resource, Step.CHECKED, by=by, **checked_today(by, months))


async def withdraw(resource: Resource, reason: str, *, by: User) -> None:
    """Take it off line: its address says so from now on. Raises Invalid without a reason, MovedOn."""
    if not reason:
        raise Invalid(fields={"reason": "Dites pourquoi elle est retirée."})
    async with transaction():
        await take(resource, Step.WITHDRAWN, by=by, note=reason)
        await indexing.forget(resource.id)
        await group_files.hide(resource, by=by)
        await link_check.forget(resource.id)


async def restore(resource: Resource, store: BlobStore, *, by: User) -> None:
    """Put back on line what was withdrawn. Raises Invalid, MovedOn, Conflict."""
    await group_files.check(await draft_of(resource), store)
    async with transaction():
        await take(resource, Step.RESTORED, by=by)
        await _appear(resource, by)

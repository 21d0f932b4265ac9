"""Going on line and off line: exactly once, at an address that lasts; withdrawn with a reason, and put back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Generic
from uuid import UUID

from boite.accounts.models import User
from boite.clock import now
from boite.database import slugs
from boite.database.connection import transaction
from boite.errors import Invalid
from boite.journal.catalogue import Happening
from boite.publishing.drafts import D
from boite.publishing.review import Review
from boite.publishing.rows import P
from boite.publishing.stages import Step
from boite.text.normalise import slug


class Appearance(Review[P, D], Generic[P, D]):
    """What readers see, from when until when."""

    reserved: ClassVar[Collection[str]] = ()
    """First words of our own addresses: none may be the address of a publication."""
    without_words: ClassVar[str]
    """The address of a title that has no word."""

    def on_publishing(self, by: User | None) -> dict[str, Any]:
        """The columns that this kind sets besides when it goes on line."""
        return {}

    async def hidden(self, publication: P, *, by: User | None) -> None:
        """What follows when readers see it no more: in the transaction of the step."""
        raise NotImplementedError

    async def publish(self, publication: P, *, version: int, by: User) -> None:
        """Put on line now the version that was read. Raises Invalid, MovedOn, Conflict where a file cannot be shown."""
        await self.check(await self.draft_of(publication), Step.PUBLISHED)
        await self.appear(publication, version=version, by=by, told=by.id)

    async def appear(
        self,
        publication: P,
        *,
        version: int,
        by: User | None,
        told: UUID | None,
        where: Mapping[str, Any] | None = None,
        happening: type[Happening] | None = None,
    ) -> None:
        """The same, by somebody or by itself, its text already looked at. `where`, `happening`: see `Workflow`."""
        async with transaction():
            address = publication.slug or await slugs.free(
                self.tables.publication, slug(publication.title, self.without_words), reserved=self.reserved
            )
            columns = {"slug": address, "published_at": now(), **self.on_publishing(by)}
            await self.claim(publication, Step.PUBLISHED, read=version, where=where, **columns)
            who = by.id if by else None
            await self.write_down(publication, Step.PUBLISHED, by=who, told=told, happening=happening)
            await self.shown(publication, by=by)

    async def withdraw(self, publication: P, reason: str, *, by: User) -> None:
        """Take it off line: its address says so from now on. Raises Invalid without a reason, MovedOn."""
        if not reason:
            raise Invalid(fields={"reason": "Dites pourquoi."})
        async with transaction():
            await self.take(publication, Step.WITHDRAWN, by=by, note=reason)
            await self.hidden(publication, by=by)

    async def restore(self, publication: P, *, by: User) -> None:
        """Put back on line what was withdrawn. Raises Invalid, MovedOn, Conflict."""
        await self.check(await self.draft_of(publication), Step.RESTORED)
        async with transaction():
            await self.take(publication, Step.RESTORED, by=by)
            await self.shown(publication, by=by)

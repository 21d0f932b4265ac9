"""From the author to the coordination and back: proposed, taken back, accepted, sent back with a reason, set aside."""

from __future__ import annotations

from typing import Generic

from boite.accounts.models import User
from boite.database.connection import transaction
from boite.errors import Invalid
from boite.publishing.drafts import D
from boite.publishing.manuscript import Manuscript
from boite.publishing.rows import P
from boite.publishing.stages import Step


class Review(Manuscript[P, D], Generic[P, D]):
    """What happens before it is on line."""

    async def propose(self, publication: P, *, by: User) -> None:
        """Ask the coordination of its territory to decide. Raises Invalid where something is missing, MovedOn."""
        await self.check(await self.draft_of(publication), Step.PROPOSED)
        async with transaction():
            await self.take(publication, Step.PROPOSED, by=by, read=publication.version)

    async def take_back(self, publication: P, *, by: User) -> None:
        """Its author wants to change it: it is a draft again, and what was accepted is no longer. Raises MovedOn."""
        await self._simply(publication, Step.TAKEN_BACK, by)

    async def accept(self, publication: P, *, version: int, by: User) -> None:
        """The coordination says yes to the version that it read. Raises Invalid, MovedOn."""
        await self.check(await self.draft_of(publication), Step.ACCEPTED)
        async with transaction():
            await self.take(publication, Step.ACCEPTED, by=by, read=version)

    async def send_back(self, publication: P, reason: str, *, by: User) -> None:
        """The coordination asks for changes. Raises Invalid without a reason, MovedOn."""
        if not reason:
            raise Invalid(fields={"reason": "Dites ce qu'il faut changer."})
        await self._simply(publication, Step.SENT_BACK, by, reason)

    async def set_aside(self, publication: P, *, by: User) -> None:
        """A draft that is no longer wanted. Its text is kept. Raises MovedOn."""
        await self._simply(publication, Step.SET_ASIDE, by)

    async def recover(self, publication: P, *, by: User) -> None:
        """A draft that was set aside is wanted again. Raises MovedOn."""
        await self._simply(publication, Step.RECOVERED, by)

    async def _simply(self, publication: P, step: Step, by: User, note: str = "") -> None:
        async with transaction():
            await self.take(publication, step, by=by, note=note)

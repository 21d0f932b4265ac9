"""The desk of the resources: what is their own, on the desk of everything that is published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boite.accounts.models import User
from boite.clock import months_later, today
from boite.database.connection import transaction
from boite.database.revisions import Change
from boite.errors import Invalid
from boite.library import content_check, job_words, journal_kinds, link_check
from boite.library.drafts import ResourceDraft
from boite.library.models import RESOURCES, Resource, ResourceJob
from boite.publishing.desk import Desk
from boite.publishing.drafts import Around
from boite.publishing.stages import Step
from storage.store import BlobStore


class LibraryDesk(Desk[Resource, ResourceDraft]):
    """Writing, deciding, putting on line and taking off line a resource; saying that it is still right."""

    tables, draft, says, prose = RESOURCES, ResourceDraft, journal_kinds.SAYS, "transcript"
    around = (Around("jobs", ResourceJob, ("job_id",)),)
    moved_on = "Cette ressource a changé entre-temps. Relisez-la, puis recommencez."
    without_words, needs_text = "ressource", False
    reserved = frozenset({"redaction", "mes-ressources", "cle-usb"})

    def __init__(self, store: BlobStore | None = None, months: int = 0) -> None:
        """`store`: where files are looked at, before a resource is proposed or on line; `months`: see `confirm`."""
        self.store, self.months = store, months

    def missing(self, draft: ResourceDraft) -> dict[str, str]:
        """What readers would miss: the content too."""
        return super().missing(draft) | content_check.missing(draft)

    async def check(self, draft: ResourceDraft, step: Step) -> None:
        """Its files too, by their bytes. Raises Invalid."""
        if self.store is None:
            raise TypeError("the files of a resource are looked at: this desk needs the store")
        if wrong := self.missing(draft) | await content_check.wrong_files(draft, self.store):
            raise Invalid(fields=wrong)

    def on_publishing(self, by: User | None) -> dict[str, Any]:
        """What goes on line was looked at that day: it is to be checked again later."""
        return {
            "checked_on": today(),
            "checked_by_id": by.id if by else None,
            "next_check": months_later(today(), self.months),
        }

    async def confirm(self, resource: Resource, *, by: User) -> None:
        """Say that all of it is right today; it is looked at again `months` later. Raises MovedOn."""
        async with transaction():
            await self.take(resource, Step.CHECKED, by=by, **self.on_publishing(by))

    async def shown(self, publication: Resource, *, by: User | None, changes: Sequence[Change] = ()) -> None:
        """Its link is tried from time to time."""
        await super().shown(publication, by=by, changes=changes)
        await link_check.watch(publication)

    async def hidden(self, publication: Resource, *, by: User | None) -> None:
        """Its link is tried no more."""
        await super().hidden(publication, by=by)
        await link_check.forget(publication.id)

    async def index(self, publication: Resource) -> None:
        """Found by the names of its jobs too."""
        await job_words.index(publication)


LIBRARY = LibraryDesk()
"""For what needs neither files nor settings: writing, sending back, taking off line."""

"""Giving a deposit up before it becomes a paper. The first one to lock the space wins."""

from __future__ import annotations

from uuid import UUID

from boite.clock import now
from boite.database.retries import retried
from boite.errors import NotFound
from boite.files import journal_kinds as kinds
from boite.files.erasure_promises import erase_ended, promise_ended
from boite.files.models import Space, Upload
from boite.files.quota import locked_space
from boite.journal.record import record
from boite.languages.messages import _
from storage.store import BlobStore


async def abandon(upload: Upload, store: BlobStore, *, by: UUID | None) -> None:
    """Give an upload up and its room back. `by` is None when it has expired.

    Raises NotFound where it is completed, given up already, or where its end was pushed back. Rows before bytes: a
    crash leaves bytes that are due to be erased, under both their names.
    """
    await retried(lambda: _give_up(upload, by))
    await erase_ended(upload, store)


async def _give_up(upload: Upload, by: UUID | None) -> None:
    async with locked_space(upload.space_id):
        found = await Upload.get_or_none(id=upload.id, completed_at=None)
        if found is None or (by is None and found.expires_at > now()):
            raise NotFound(_("Ce dépôt est déjà terminé."))
        await found.delete()
        await promise_ended([found])
        space = await Space.get(id=found.space_id)
        await space.release(found.size)
        kind = kinds.UploadAbandoned if by else kinds.UploadExpired
        await record(kind(name=found.name, upload=str(found.id)), owner=space.owner_id, by=by)


async def check_known(upload: Upload) -> None:
    """Raises NotFound where an upload was given up meanwhile."""
    if not await Upload.exists(id=upload.id):
        raise NotFound

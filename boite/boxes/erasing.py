"""Erasing a closed box for good: rows, then bytes, previews and search text included."""

from __future__ import annotations

from datetime import datetime

from boite.accounts.models import User
from boite.clock import now
from boite.database.announcements import announce
from boite.database.chores import one_by_one
from boite.database.connection import execute, on_sqlite, transaction
from boite.database.rows import fetch_as
from boite.database.upgrade import copies
from boite.directory.maintenance import correction_retention
from boite.files.erasure_promises import erase_ended, promise_ended
from boite.files.models import Space, Upload
from boite.files.quota import locked_space
from boite.newsletter.forgetting import forget_person
from boite.notifications import contact_points
from boite.settings import Settings
from storage.store import BlobStore

BATCH = 20


async def erase_due(settings: Settings, store: BlobStore) -> int:
    """Erase the boxes whose thirty days are over. Returns how many.

    Not those that an operator keeps closed: their person could not change their mind.
    """
    due = await User.filter(closing_at__lte=now(), disabled_at=None).limit(BATCH)
    if due:
        copies.forget_all(settings)  # the copies made before a migration still hold them
    return await one_by_one(due, lambda user: erase(user, store, due=True))


async def erase(user: User, store: BlobStore, *, due: bool = False) -> None:
    """Erase one person: rows in one transaction, then bytes: the chore erases what is marked.

    `due`: only where the box still closes now. Its person may have come back while others were erased.
    """
    space = await Space.get_or_none(owner_id=user.id)
    pending: list[Upload] = []
    if space is not None:
        async with locked_space(space.id):
            if due and not await _still_closes(user):
                return
            pending = await Upload.filter(space_id=space.id, completed_at=None)
            await promise_ended(pending)
            await _mark_bytes(space)
            await _delete_rows(user, space)
    else:
        async with transaction():
            if due and not await _still_closes(user):
                return
            await _delete_person(user)
    for upload in pending:
        await erase_ended(upload, store)


async def _still_closes(user: User) -> bool:
    """Read again, and held until the end: whoever keeps the box waits, or was first."""
    held = "" if on_sqlite() else " FOR UPDATE"
    asked = "SELECT closing_at FROM account_user WHERE id = ? AND closing_at IS NOT NULL AND disabled_at IS NULL"
    rows = await fetch_as(asked + held, user.id, closing_at=datetime)
    return bool(rows) and rows[0]["closing_at"] <= now()  # the hour once it is held: one may wait for it


async def _mark_bytes(space: Space) -> None:
    await execute(
        "UPDATE files_blob SET erase_due = ? WHERE key IN (SELECT v.blob_id FROM files_version v"
        " JOIN files_node n ON n.id = v.node_id WHERE n.space_id = ?)",
        now(),
        space.id,
    )


async def _delete_rows(user: User, space: Space) -> None:
    """Children before parents: a cascade would recurse as deep as the tree."""
    for table in ("files_upload", "files_node", "files_discard"):
        await execute(f"DELETE FROM {table} WHERE space_id = ?", space.id)
    await _delete_person(user)


async def _delete_person(user: User) -> None:
    await correction_retention.forget_author(user.id)
    await forget_person(user)
    await contact_points.forget_person(user.id)
    announce(user.id)
    await user.delete()

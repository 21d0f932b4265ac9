"""How long a single mail is kept: its words until its fate, its address a day, what recognises its mailbox a month."""

from __future__ import annotations

from datetime import timedelta

from boite.clock import now
from boite.database.connection import execute
from boite.database.long_lists import few
from boite.mail.addresses import digest, mailbox
from boite.mail.models import Fate, OutgoingMail
from boite.settings import Settings
from storage.store import BlobStore

KEPT = timedelta(days=1)
"""How long an address is kept once its mail has a fate."""
UNDERSTOOD = timedelta(days=30)
"""How long a failure that comes back is understood: a keyed digest of the address stays."""
STALE = timedelta(days=3)
"""What could not leave by then, for want of a server, is no news any more: beyond the sum of the delays."""
AT_ONCE = 500
LEFT = (Fate.HANDED, Fate.DOUBTFUL)
FORGOTTEN = "(fate NOT IN ('due', 'handed', 'doubtful') AND at <= ?) OR (fate = 'due' AND at <= ?) OR at <= ?"


async def forget_mailbox(box: str) -> None:
    """Nothing is written to this mailbox any more, and what was written is forgotten: its person is erased."""
    await execute("DELETE FROM mail_outgoing WHERE LOWER(address) = ?", box)


async def forget(settings: Settings, store: BlobStore) -> int:
    """Erase the mails whose fate is known, and those that waited too long to leave (a chore). Returns how many.

    Of those that a server may have, what recognises the mailbox stays a month: some failures come back days later.
    """
    gone = f"DELETE FROM mail_outgoing WHERE {FORGOTTEN}"
    erased = await execute(gone, now() - KEPT, now() - STALE, now() - UNDERSTOOD)
    for mail in await OutgoingMail.filter(fate__in=few(LEFT), at__lte=now() - KEPT).exclude(address="").limit(AT_ONCE):
        known = digest(settings.secret_key(), mailbox(mail.address))
        emptied = {"address": "", "subject": "", "words": "", "mailbox_digest": known}
        erased += await OutgoingMail.filter(id=mail.id).update(**emptied)
    return erased

"""Single mails: a verb writes that one is due, in its own transaction; a chore sends it within seconds."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from boite.clock import now
from boite.database.connection import execute, transaction
from boite.database.leases import Queue
from boite.mail import suppression
from boite.mail.addresses import digest, mailbox
from boite.mail.bounces import ENOUGH, Origin, at_the_door, is_dead, returning
from boite.mail.connection import Lost, MailRoute, SendOutcome, ServerReply, Unreachable, opened_line, reachable
from boite.mail.links import resolved
from boite.mail.messages import Letter, Sender, message, sender
from boite.mail.models import Fate, OutgoingMail, Why
from boite.mail.reports import Failure, Understood
from boite.settings import Settings
from storage.store import BlobStore

log = logging.getLogger("boite.mail")
BATCH = 50
HELD = timedelta(minutes=5)
"""How long a worker has for one. One that died gives it back: such a mail may come twice, rather than never."""
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""After each « later » of the server; beyond the last one, nobody waits for it any more."""
KEPT = timedelta(days=1)
STALE = timedelta(days=3)
"""What could not leave by then, for want of a server, is no news any more: beyond the sum of `DELAYS`."""
ROWS = 500

WAITING = Queue(OutgoingMail, HELD, {"fate": Fate.DUE}, due="due_at", tries="attempts")


async def post(address: str, letter: Letter, headers: dict[str, str] | None = None) -> None:
    """Write that a mail is due. In the caller's transaction: no mail for what did not happen."""
    await OutgoingMail.create(
        address=address,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers=headers or {},
        due_at=now(),
        at=now(),
    )


async def post_all(mails: Sequence[tuple[str, Letter]]) -> None:
    """The same for several, in a few statements."""
    rows = [
        OutgoingMail(address=address, subject=letter.subject, text=letter.text, html=letter.html, due_at=at, at=at)
        for at in [now()]
        for address, letter in mails
    ]
    await OutgoingMail.bulk_create(rows, batch_size=ROWS)


async def forget_mailbox(mailbox: str) -> None:
    """Nothing is written to this mailbox any more, and what was written is forgotten: its person is erased."""
    await execute("DELETE FROM mail_outgoing WHERE LOWER(address) = ?", mailbox)


async def send_due(settings: Settings, store: BlobStore) -> int:
    """Send what is due (a chore). Returns how many the server took. Several workers may run it at once."""
    if not reachable(settings):
        return 0
    if not await OutgoingMail.exists(fate=Fate.DUE, due_at__lte=now()):
        return 0
    done = 0
    try:
        async with opened_line(settings) as line:
            for _ in range(BATCH):
                mail = await WAITING.take_one()
                if mail is None:
                    break
                done += await _send(line, sender(settings), mail, settings)
    except (Unreachable, Lost) as error:  # what was taken is due again in some minutes, the rest at once
        _say_away(error, await late())
        return done
    _away_since.clear()
    return done


_away_since: list[datetime] = []
SAID = timedelta(minutes=10)
"""Between two lines of the log about the same server: the chore tries every other second."""
LATE = timedelta(minutes=10)


def _say_away(error: Exception, waiting: int) -> None:
    """Tell the log that no mail leaves, then again from time to time."""
    if not _away_since or now() - _away_since[0] >= SAID:
        _away_since[:] = [now()]
        log.error("no mail leaves", extra={"fields": {"why": str(error)[:200], "late": waiting}})


async def late() -> int:
    """How many mails are overdue: the mail server does not answer, or refuses for now."""
    return await OutgoingMail.filter(fate=Fate.DUE, at__lte=now() - LATE).count()


async def _send(line: MailRoute, by: Sender, mail: OutgoingMail, settings: Settings) -> bool:
    if await suppression.is_dead(settings, mail.address):
        await _end(mail, Fate.SUPPRESSED, words="")
        return False
    letter = Letter(mail.subject, resolved(mail.text, settings), resolved(mail.html, settings))
    built = message(letter, mail.address, by, mail.headers)
    envelope = returning(settings, by.bounces, mail.id, Origin.SINGLE)
    reply = await line.hand(envelope, mail.address, built.as_bytes())
    await _settle(mail, reply)
    if at_the_door(reply):
        await _close(mail, settings)
    return reply.outcome == SendOutcome.HANDED


async def _settle(mail: OutgoingMail, reply: ServerReply) -> None:
    """Keep the answer, unless another worker took the mail meanwhile: its own answer will count."""
    fate = {SendOutcome.HANDED: Fate.HANDED, SendOutcome.REFUSED: Fate.REFUSED}.get(reply.outcome, Fate.DUE)
    if fate == Fate.DUE and mail.attempts > len(DELAYS):
        fate = Fate.GIVEN_UP
    answer = {"code": reply.code, "words": reply.words}
    if fate == Fate.DUE:
        await WAITING.put_off(mail, now() + DELAYS[mail.attempts - 1], **answer)
    else:
        await _end(mail, fate, **answer)


async def _end(mail: OutgoingMail, fate: Fate, **answer: Any) -> None:
    """Its words go; `due_at` says when, so that the last answers of the server are known in their order."""
    await WAITING.held(mail).update(**answer, fate=fate, due_at=now(), text="", html="", headers={})


async def _close(mail: OutgoingMail, settings: Settings) -> None:
    """The address does not exist: no mail goes there again. A server that refuses everybody closes nobody."""
    last = await OutgoingMail.filter(fate=Fate.HANDED).order_by("-due_at").first()
    refused = OutgoingMail.filter(fate=Fate.REFUSED, **({"due_at__gt": last.due_at} if last else {}))
    row = await refused.order_by("-due_at").limit(ENOUGH)
    async with transaction():
        if len(row) < ENOUGH:
            await suppression.suppress(digest(settings.secret_key(), mailbox(mail.address)), Why.BOUNCED)
        else:
            await suppression.take_back([digest(settings.secret_key(), mailbox(each.address)) for each in row])
            log.error("the mail server refuses everybody", extra={"fields": {"last": mail.address.rpartition("@")[2]}})


async def receive(settings: Settings, failure: Failure) -> Understood:
    """A report about a single mail came back: an address that does not exist is put aside."""
    async with transaction():
        mail = await OutgoingMail.get_or_none(id=failure.number)
        if mail is None:
            return Understood.FORGOTTEN
        if await suppression.is_dead(settings, mail.address):
            return Understood.KNOWN
        if is_dead(failure.status):
            await suppression.suppress(digest(settings.secret_key(), mailbox(mail.address)), Why.BOUNCED)
    return Understood.NOTED


async def forget(settings: Settings, store: BlobStore) -> int:
    """Erase the mails whose fate is known, and those that waited too long to leave (a chore). Returns how many."""
    gone = "DELETE FROM mail_outgoing WHERE (fate <> 'due' AND at <= ?) OR at <= ?"
    return await execute(gone, now() - KEPT, now() - STALE)

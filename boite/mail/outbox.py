"""Single mails: a verb writes that one is due, in its own transaction; a chore sends it within seconds.

A mail is marked, on the disk, before its first byte leaves. Whoever dies after that leaves a doubt: the server may have
it. It goes once more, under the same Message-ID, and then nobody tries again. Tries are counted in the taking itself
(`boite.mail.in_hands`): whatever happens next, there are at most `MOST` of them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, TypeVar, Unpack

from boite.clock import now
from boite.database.connection import execute, fetch, transaction
from boite.mail import single_bounces, wire
from boite.mail.bounces import Origin, at_the_door, returning
from boite.mail.connection import Lost, MailRoute, SendOutcome, ServerReply, Unreachable, opened_line, reachable
from boite.mail.drawn import drawer
from boite.mail.in_hands import GROUP, SENDINGS, WAITING, MailsInHands
from boite.mail.links import resolved
from boite.mail.messages import Letter, sender
from boite.mail.models import Fate, OutgoingMail
from boite.mail.retries import LAST_TRIES, MOST, delay_after
from boite.settings import Settings
from storage.store import BlobStore

log = logging.getLogger("boite.mail")
Result = TypeVar("Result")
BATCH = 100
"""Mails of one connection: many servers want no more, and opening one takes time."""
IN_DOUBT = timedelta(minutes=10)
"""Before a mail that the server may have goes once more."""
AT_ONCE = 500
ENDED = (
    "UPDATE mail_outgoing SET fate = CASE WHEN sendings >= ? THEN 'doubtful' ELSE 'given_up' END, text = '', html = '',"
    " headers = '{}' WHERE fate = 'due' AND due_at <= ? AND (sendings >= ? OR attempts >= ?) RETURNING drawn_for, fate"
)
"""What nobody may take any more: whoever held it last died with it, or every try is used."""
ENDS = (
    "UPDATE mail_outgoing SET code = ?, words = ?, fate = ?, due_at = ?, mailbox_digest = ?, text = '', html = '',"
    " headers = '{}' WHERE id = ? AND attempts = ? AND fate = 'due'"
)
"""The end of a mail, where whoever has it still holds it."""


async def post(address: str, letter: Letter, headers: dict[str, str] | None = None, *, urgent: bool = False) -> None:
    """Write that a mail is due. In the caller's transaction: no mail for what did not happen.

    `urgent`: somebody waits for it before their screen, or it cannot wait for a thousand others.
    """
    await OutgoingMail.create(
        address=address,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers=headers or {},
        urgent=urgent,
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
    await OutgoingMail.bulk_create(rows, batch_size=AT_ONCE)


async def post_drawn(numbers: Collection[int], *, urgent: bool) -> None:
    """The same for mails whose words are drawn as they leave (`boite.mail.drawn`)."""
    rows = [
        OutgoingMail(address="", subject="", drawn_for=number, urgent=urgent, due_at=at, at=at)
        for at in [now()]
        for number in numbers
    ]
    await OutgoingMail.bulk_create(rows, batch_size=AT_ONCE)


async def send_due(settings: Settings, store: BlobStore) -> int:
    """Send what is due (a chore). Returns how many the server took. Several workers may run it at once.

    Stopped, it ends the mail that it has in hands, then ends.
    """
    return await _send_what(settings, urgent=False)


async def send_urgent(settings: Settings, store: BlobStore) -> int:
    """The same for those that are urgent alone, on a line of their own (a chore)."""
    return await _send_what(settings, urgent=True)


async def _send_what(settings: Settings, *, urgent: bool) -> int:
    waiting = await _due(urgent, GROUP * settings.mail_connections) if reachable(settings) else 0
    if not waiting:
        return 0
    await _end_abandoned()
    # Beside one another where many wait: each waits for the server, which answers several at once.
    lines = min(settings.mail_connections, -(-waiting // GROUP))
    ended = await asyncio.gather(*(_keep_sending(settings, urgent) for _ in range(lines)), return_exceptions=True)
    if failed := [each for each in ended if isinstance(each, BaseException)]:
        raise failed[0]
    return sum(each for each in ended if isinstance(each, int))


async def _keep_sending(settings: Settings, urgent: bool) -> int:
    """One line after the other. Returns how many mails the server took."""
    replies: list[ServerReply | None] = []
    hands = MailsInHands(settings, urgent=urgent)
    try:
        while await _another_line(settings, hands, replies, urgent):
            pass
    except Unreachable as error:
        if not replies:
            _say_away(error, await late())
    finally:
        await hands.let_go()
    if replies:
        _away_since.clear()
    return sum(reply is not None and reply.outcome == SendOutcome.HANDED for reply in replies)


async def _end_abandoned() -> None:
    async with transaction():
        for row in await fetch(ENDED, SENDINGS, now(), SENDINGS, MOST):
            if row["drawn_for"] is not None:
                await drawer().ended(row["drawn_for"], Fate(row["fate"]), code=0, words="")


async def _another_line(
    settings: Settings, hands: MailsInHands, replies: list[ServerReply | None], urgent: bool
) -> bool:
    """Send on a line of its own. Returns whether another one may be of use: this one was, until it was closed."""
    before = len(replies)
    async with opened_line(settings) as line:
        await _keep_line(line, hands, settings, replies)
        closed = line.closed
    return closed and before < len(replies) < BATCH and (bool(hands) or bool(await _due(urgent, 1)))


async def _due(urgent: bool, at_most: int) -> int:
    """How many mails are due, as far as `at_most`."""
    only = " AND urgent" if urgent else ""
    some = f"SELECT id FROM mail_outgoing WHERE fate = 'due' AND due_at <= ?{only} LIMIT {at_most:d}"
    [row] = await fetch(f"SELECT COUNT(*) AS due FROM ({some}) AS waiting", now())
    return int(row["due"])


async def _keep_line(
    line: MailRoute, hands: MailsInHands, settings: Settings, replies: list[ServerReply | None]
) -> None:
    """One mail after the other, while the line is open and something is due. Adds what became of each."""
    while len(replies) < BATCH and not line.closed:
        mail = await hands.next(BATCH - len(replies))
        if mail is None:
            return
        replies.append(await _to_its_end(_send(line, hands, mail, settings)))


async def _to_its_end(work: Coroutine[Any, Any, Result]) -> Result:
    """What was begun is ended, even where somebody stops this process: a mail cut on its way would leave twice."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def _send(line: MailRoute, hands: MailsInHands, mail: OutgoingMail, settings: Settings) -> ServerReply | None:
    """Hand one over and keep the answer. None where nothing was handed: the address is dead, or there is no mail."""
    try:
        identifier = await hands.identified(mail)
        if not identifier:
            # An earlier try may have reached the server: then nobody knows, and nobody tries again.
            await _end(mail, Fate.DOUBTFUL if mail.sendings else Fate.WITHDRAWN)
            return None
        if await hands.is_dead(mail):
            await _end(mail, Fate.SUPPRESSED)
            return None
        by, payload = _written(mail, identifier, settings)
    except Exception as error:  # whatever its words did: the others of the batch have nothing to do with it
        log.error("a mail cannot be written", exc_info=error, extra={"fields": {"mail": mail.id}})
        await _settle(mail, ServerReply(outcome=SendOutcome.LATER, words=type(error).__name__))
        return None
    if not await hands.mark(mail):
        return None
    try:
        reply = await line.hand(by, mail.address, payload)
    except Lost as error:  # surely not sent: perhaps because of this mail, so its try counts
        reply = ServerReply(outcome=SendOutcome.LATER, words=str(error)[:300])
    if reply.outcome == SendOutcome.LATER:
        mail.sendings -= 1
    await _settle(mail, reply)
    if at_the_door(reply):
        await single_bounces.close(mail, settings)
    return reply


def _written(mail: OutgoingMail, identifier: str, settings: Settings) -> tuple[str, bytes]:
    """Where failures come back, and the message. Raises for what is no mail."""
    mail.address.encode("ascii")
    by = sender(settings)
    letter = Letter(mail.subject, resolved(mail.text, settings), resolved(mail.html, settings))
    payload = wire.written(letter, mail.address, by, mail.headers, identifier=identifier)
    return returning(settings, by.bounces, mail.id, Origin.SINGLE), payload


class _Answer(TypedDict):
    """What the server said last."""

    code: int
    words: str


async def _settle(mail: OutgoingMail, reply: ServerReply) -> None:
    """Keep the answer, unless another worker took the mail meanwhile: its own answer will count."""
    answer = _Answer(code=reply.code, words=reply.words)
    if reply.outcome == SendOutcome.HANDED:
        await _end(mail, Fate.HANDED, **answer)
    elif reply.outcome == SendOutcome.UNKNOWN:
        await _doubt(mail, **answer)
    elif reply.outcome == SendOutcome.REFUSED:
        await _end(mail, Fate.REFUSED, **answer)
    elif mail.attempts >= MOST:
        await _end(mail, Fate.GIVEN_UP, **answer)
    else:
        await WAITING.put_off(mail, now() + delay_after(mail.attempts), sendings=mail.sendings, **answer)


async def _doubt(mail: OutgoingMail, **answer: Unpack[_Answer]) -> None:
    """The server may have it: once more, then nobody knows and nobody tries."""
    if mail.sendings >= SENDINGS or mail.attempts >= MOST:
        await _end(mail, Fate.DOUBTFUL, **answer)
    else:
        await WAITING.put_off(mail, now() + IN_DOUBT, **answer)


async def _end(mail: OutgoingMail, fate: Fate, *, code: int = 0, words: str = "") -> None:
    """Its words go; `due_at` says when, so that the last answers of the server are known in their order."""
    async with transaction(brief=fate == Fate.HANDED):
        # Of the address of what is drawn, what its bounces need and no more.
        values = (code, words, fate.value, now(), mail.mailbox_digest, mail.id, mail.attempts)
        if await execute(ENDS, *values) and mail.drawn_for is not None:
            await drawer().ended(mail.drawn_for, fate, code=code, words=words)


async def retry(held: timedelta) -> int:
    """Try again now what waits for its next try, and nobody holds. Returns how many.

    Not what the server may have, nor what has its last tries left.
    """
    tried = OutgoingMail.filter(fate=Fate.DUE, attempts__gt=0, attempts__lt=MOST - LAST_TRIES, sendings=0)
    return await tried.filter(due_at__gt=now() + held).update(due_at=now())


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

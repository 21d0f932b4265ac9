"""Handing an issue to the SMTP server: a few lines open together, each with its own mails in hand."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from boite.clock import now
from boite.database.connection import on_disk, transaction
from boite.database.rows import column
from boite.mail import suppression
from boite.mail.addresses import digest
from boite.mail.bounces import Origin, Streak, at_the_door, returning
from boite.mail.connection import Lost, MailRoute, SendOutcome, ServerReply, Unreachable, opened_line, reachable
from boite.mail.merge import Cast
from boite.mail.messages import Letter, Sender, sender
from boite.newsletter import bounces, circuit_breaker, delivery_queue, links
from boite.newsletter.delivery_queue import LEASE, Held
from boite.newsletter.models import Being, Delivery, Sending
from boite.settings import Settings
from storage.store import BlobStore

log = logging.getLogger("boite.newsletter")
TURN = 30.0
"""Seconds of work before the other chores of this process, and the other issues, have their turn."""
MARGIN = 0.5
"""Part of a lease after which nothing new is begun: the rest is for an answer that is slow to come."""
REASONS = {
    Being.ASKED: "Vous recevez cette lettre parce que vous l'avez demandée.",
    Being.PROFESSIONAL: "Vous recevez cette lettre parce que vous travaillez dans une structure du territoire.",
}


@dataclass
class Turn:
    """What the lines of one turn share."""

    settings: Settings
    issue: UUID
    begun_at: datetime
    cast: Cast
    by: Sender
    ends: float = field(default_factory=lambda: time.monotonic() + TURN)
    streak: Streak[Held] = field(default_factory=Streak)
    stopping: bool = False
    """Somebody wants this process to end: finish the mail in hand, give the others back."""

    @property
    def over(self) -> bool:
        """Whether nothing new should be taken."""
        return self.stopping or self.streak.tripped or time.monotonic() > self.ends


async def deliver_due(settings: Settings, store: BlobStore) -> int:
    """Hand over what is due, issue after issue (a chore). Returns how many mails the server took.

    Several workers may run it at once. Stopped, it ends the message on its way, gives back the others, then ends.
    """
    if not reachable(settings):
        return 0
    return sum([await _issue(settings, issue) for issue in await _ready()])


async def _ready() -> list[UUID]:
    """The issues with something due."""
    return await column(
        UUID,
        "SELECT i.id FROM newsletter_issue i WHERE i.stage = 'sending' AND EXISTS (SELECT 1 FROM newsletter_delivery d"
        " WHERE d.issue_id = i.id AND d.state = 'due' AND d.due_at <= ?)",
        now(),
    )


async def _issue(settings: Settings, issue: UUID) -> int:
    turn = await _turn(settings, issue)
    lines = [asyncio.create_task(_keep_line(turn)) for _ in range(max(1, settings.mail_connections))]
    try:
        counts = await asyncio.shield(asyncio.gather(*lines))
    except asyncio.CancelledError:
        turn.stopping = True
        await asyncio.gather(*lines, return_exceptions=True)
        raise
    if turn.streak.tripped:
        await circuit_breaker.halt(settings, issue, turn.streak)
    return sum(counts)


async def _turn(settings: Settings, issue: UUID) -> Turn:
    """The letter of an issue, cast for this turn."""
    sending = await Sending.get(issue_id=issue).select_related("issue__territory")
    by, territory = sender(settings), sending.issue.territory
    headers = {
        "List-Id": f"{territory.name} <{territory.code.lower()}.lettre.{by.domain}>",
        "Precedence": "bulk",
    }
    cast = Cast(Letter(sending.subject, sending.text, sending.html), by, headers)
    return Turn(settings, issue, sending.begun_at, cast, by)


async def _keep_line(turn: Turn) -> int:
    """One line to the server, opened again as long as it was of use: a refusal is an answer too."""
    total = 0
    while not turn.over:
        try:
            async with opened_line(turn.settings) as line:
                answers = await _work(turn, line)
        except Unreachable as error:
            log.warning("no mail server", extra={"fields": {"why": str(error)[:200]}})
            break
        total += answers[SendOutcome.HANDED]
        if not answers or not line.closed:
            break
    return total


async def _work(turn: Turn, line: MailRoute) -> Counter[SendOutcome]:
    """Group after group, until nothing is due, the turn is over or the line is closed. Returns what was answered."""
    total, answers = Counter[SendOutcome](), list[tuple[Held, ServerReply | None]]()
    while True:
        held = await _settle_and_take(turn, answers, more=not (turn.over or line.closed))
        if not held:
            return total
        answers = await _give(turn, line, held)
        total.update(reply.outcome for _, reply in answers if reply)


async def _settle_and_take(turn: Turn, answers: list[tuple[Held, ServerReply | None]], *, more: bool) -> list[Held]:
    """One transaction: what became of a group, and the next group. On the disk before anything leaves."""
    if not answers and not more:
        return []
    async with transaction():
        await delivery_queue.handed([mail for mail, reply in answers if reply and reply.outcome == SendOutcome.HANDED])
        for mail, reply in answers:
            await _settle(turn, mail, reply)
        held = await _take(turn) if more else []
    if held:
        await on_disk(turn.settings)
    return held


async def _settle(turn: Turn, mail: Held, reply: ServerReply | None) -> None:
    if reply is None:
        await delivery_queue.give_back(mail)
    elif reply.outcome != SendOutcome.HANDED:
        ours = await delivery_queue.settle(mail, reply, turn.begun_at)
        if ours and at_the_door(reply):
            delivery = await Delivery.get(id=mail.id)
            await bounces.note(turn.settings, delivery, status=reply.status, words=reply.words)


async def _take(turn: Turn) -> list[Held]:
    """The next group, without those who left between the list and now."""
    while held := await delivery_queue.take(turn.issue):
        boxes = {mail.mailbox: mail for mail in held}
        for silent in await suppression.suppressed(turn.settings, boxes):
            await delivery_queue.hush(boxes.pop(silent))
        if boxes:
            return list(boxes.values())
    return []


async def _give(turn: Turn, line: MailRoute, held: list[Held]) -> list[tuple[Held, ServerReply | None]]:
    """Hand a group over, one message after the other. No answer means: surely not sent."""
    until = time.monotonic() + LEASE.total_seconds() * MARGIN
    answers: list[tuple[Held, ServerReply | None]] = []
    for mail in held:
        reply: ServerReply | None = None
        if not (line.closed or turn.stopping or turn.streak.tripped or time.monotonic() > until):
            try:
                reply = await line.hand(_envelope(turn, mail), mail.address, _message(turn, mail))
            except Lost:
                reply = None
        turn.streak.count(mail, reply)
        answers.append((mail, reply))
    return answers


def _envelope(turn: Turn, mail: Held) -> str:
    return returning(turn.settings, turn.by.bounces, mail.id, Origin.LETTER)


def _message(turn: Turn, mail: Held) -> bytes:
    """The bytes of one mail. Its identifier is its row's: a mailbox that gets it twice can tell."""
    return turn.cast.fill(
        to=mail.address,
        identifier=f"lettre.{turn.issue.hex}.{mail.id}@{turn.by.domain}",
        unsubscribe=links.leaving(turn.settings, digest(turn.settings.secret_key(), mail.mailbox)),
        reason=REASONS[mail.being],
    )

"""Taking deliveries, and saying what became of them. The row is the queue: it says « in hands » before any byte.

« Never twice »: a row leaves DUE in a transaction that is on the disk before its mail is on the wire. If the worker
dies in between, nobody knows whether the server took it: the row becomes DOUBTFUL, and only a person may send it
again. Each turn has its own name (`holder`): what a turn says after its rows were given to another changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from boite.clock import now
from boite.database.connection import execute
from boite.database.leases import Queue
from boite.database.long_lists import marks
from boite.mail.connection import SendOutcome, ServerReply
from boite.newsletter.models import Being, Delivery, DeliveryState

GROUP = 5
"""Mails taken together: the most that a crash leaves in doubt, by line."""
LEASE = timedelta(minutes=10)
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720))
"""After each « later » of the server, then the last one again."""
PATIENCE = timedelta(days=2)
"""After this long since the beginning, a « later » is a no: a letter is news."""

_SENDING = "issue_id = ? AND EXISTS (SELECT 1 FROM newsletter_issue i WHERE i.id = ? AND i.stage = 'sending')"
WAITING = Queue(Delivery, LEASE, {"state": DeliveryState.DUE}, due="due_at", until="held_until", tries="attempts")
_MINE = " WHERE id = ? AND holder = ? AND state IN ('in_hands', 'doubtful')"


@dataclass(frozen=True, slots=True)
class Held:
    """One mail in the hands of a worker."""

    id: int
    issue: UUID
    mailbox: str
    address: str
    being: Being
    attempts: int
    holder: str


async def take(issue: UUID) -> list[Held]:
    """The next mails of an issue that are due, now in these hands alone. In the caller's transaction."""
    holder = uuid4().hex
    marks = {"state": DeliveryState.IN_HANDS, "holder": holder}
    rows = await WAITING.take(GROUP, where=_SENDING, values=(issue, issue), **marks)
    return [Held(row.id, issue, row.mailbox, row.address, row.being, row.attempts, holder) for row in rows]


async def handed(mails: list[Held]) -> None:
    """The server has them. In the caller's transaction."""
    if mails:
        await execute(
            "UPDATE newsletter_delivery SET state = 'handed', code = 250, words = '', due_at = NULL, held_until = NULL,"
            f" settled_at = ? WHERE id IN ({marks(mails)}) AND holder = ? AND state IN ('in_hands', 'doubtful')",
            now(),
            *(mail.id for mail in mails),
            mails[0].holder,
        )


async def give_back(mail: Held) -> None:
    """It was surely not sent: it is due, as if it had not been taken. In the caller's transaction."""
    await execute(
        "UPDATE newsletter_delivery SET state = 'due', holder = NULL, held_until = NULL, attempts = attempts - 1,"
        " due_at = COALESCE(due_at, ?)" + _MINE,
        now(),
        mail.id,
        mail.holder,
    )
    await _reopen(mail.issue)


async def hush(mail: Held) -> None:
    """The mailbox asked for silence meanwhile. In the caller's transaction."""
    await _settle(mail, DeliveryState.SILENT)


async def settle(mail: Held, reply: ServerReply, begun_at: datetime) -> bool:
    """Keep an answer other than « handed ». In the caller's transaction. Returns whether the row was still ours."""
    if reply.outcome == SendOutcome.LATER and now() - begun_at < PATIENCE:
        delay = DELAYS[min(mail.attempts, len(DELAYS)) - 1]
        ours = await execute(
            "UPDATE newsletter_delivery SET state = 'due', holder = NULL, held_until = NULL, due_at = ?, code = ?,"
            " words = ?, settled_at = ?" + _MINE,
            *(now() + delay, reply.code, reply.words, now(), mail.id, mail.holder),
        )
        await _reopen(mail.issue)
        return bool(ours)
    state = {SendOutcome.LATER: DeliveryState.GIVEN_UP, SendOutcome.UNKNOWN: DeliveryState.DOUBTFUL}
    return await _settle(mail, state.get(reply.outcome, DeliveryState.REFUSED), reply)


async def _reopen(issue: UUID) -> None:
    """A worker that slept longer than its lease may say « not sent » of the last mails of an issue already closed."""
    await execute("UPDATE newsletter_issue SET stage = 'sending' WHERE id = ? AND stage = 'sent'", issue)


async def _settle(mail: Held, state: DeliveryState, reply: ServerReply | None = None) -> bool:
    answer: tuple[Any, ...] = (reply.code, reply.words) if reply else (0, "")
    return bool(
        await execute(
            "UPDATE newsletter_delivery SET state = ?, held_until = NULL, due_at = NULL, code = ?, words = ?,"
            " settled_at = ?" + _MINE,
            *(state.value, *answer, now(), mail.id, mail.holder),
        )
    )


async def doubt() -> int:
    """What a dead worker held is in doubt from now on (a chore). Returns how many mails."""
    return await execute(
        "UPDATE newsletter_delivery SET state = 'doubtful', due_at = NULL, settled_at = ? WHERE state = 'in_hands'"
        " AND held_until <= ? AND issue_id IN"
        " (SELECT id FROM newsletter_issue WHERE stage IN ('sending', 'paused'))",
        now(),
        now(),
    )

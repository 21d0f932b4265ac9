"""Single mails: a verb writes that one is due, in its own transaction; a chore sends it within seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from boite.clock import now
from boite.database.connection import execute, fetch
from boite.mail.connection import Line, Lost, Outcome, Reply, Unreachable, opened_line, reachable
from boite.mail.links import resolved
from boite.mail.messages import Letter, Sender, message, sender
from boite.mail.models import Fate, OutgoingMail
from boite.settings import Settings
from storage.store import BlobStore

BATCH = 50
HELD = timedelta(minutes=5)
"""How long a worker has for one. One that died gives it back: such a mail may come twice, rather than never."""
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""After each « later » of the server; beyond the last one, nobody waits for it any more."""
KEPT = timedelta(days=1)
STALE = timedelta(days=3)
"""What could not leave by then, for want of a server, is no news any more: beyond the sum of `DELAYS`."""
ROWS = 500

TAKE = (
    "UPDATE mail_outgoing SET due_at = ?, attempts = attempts + 1 WHERE id = ? AND fate = 'due' AND due_at <= ?"
    " RETURNING address, subject, text, html, attempts"
)


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


async def send_due(settings: Settings, store: BlobStore) -> int:
    """Send what is due (a chore). Returns how many the server took. Several workers may run it at once."""
    if not reachable(settings):
        return 0
    due = await OutgoingMail.filter(fate=Fate.DUE, due_at__lte=now()).order_by("due_at").limit(BATCH).values_list("id")
    if not due:
        return 0
    done = 0
    try:
        async with opened_line(settings) as line:
            for (number,) in due:
                done += await _send(line, sender(settings), number, settings)
    except (Unreachable, Lost):
        return done  # what was taken is due again in some minutes, the rest at once
    return done


async def _send(line: Line, by: Sender, number: int, settings: Settings) -> bool:
    taken = await fetch(TAKE, now() + HELD, number, now())
    if not taken:
        return False  # another worker was quicker
    [row] = taken
    mail = await OutgoingMail.get(id=number)
    letter = Letter(row["subject"], resolved(row["text"], settings), resolved(row["html"], settings))
    built = message(letter, row["address"], by, mail.headers)
    reply = await line.hand(by.bounces, row["address"], built.as_bytes())
    await _settle(number, int(row["attempts"]), reply)
    return reply.outcome == Outcome.HANDED


async def _settle(number: int, attempts: int, reply: Reply) -> None:
    fate = {Outcome.HANDED: Fate.HANDED, Outcome.REFUSED: Fate.REFUSED}.get(reply.outcome, Fate.DUE)
    if fate == Fate.DUE and attempts > len(DELAYS):
        fate = Fate.GIVEN_UP
    answer = {"fate": fate, "code": reply.code, "words": reply.words}
    if fate == Fate.DUE:
        await OutgoingMail.filter(id=number).update(**answer, due_at=now() + DELAYS[attempts - 1])
    else:
        await OutgoingMail.filter(id=number).update(**answer, text="", html="", headers={})


async def forget(settings: Settings, store: BlobStore) -> int:
    """Erase the mails whose fate is known, and those that waited too long to leave (a chore). Returns how many."""
    gone = "DELETE FROM mail_outgoing WHERE (fate <> 'due' AND at <= ?) OR at <= ?"
    return await execute(gone, now() - KEPT, now() - STALE)

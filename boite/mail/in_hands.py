"""The mails that a worker has in hands: taken together, drawn together, each marked before its first byte leaves.

What several say is looked up at once, moments before. Whoever dies with them leaves a doubt about the marked one alone:
the others never left, and come up again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from boite.clock import now
from boite.database.connection import execute, on_disk
from boite.database.leases import Queue
from boite.mail import suppression
from boite.mail.addresses import digest, mailbox
from boite.mail.drawn import Drawn, drawer
from boite.mail.models import Fate, OutgoingMail
from boite.mail.retries import MOST
from boite.settings import Settings

HELD = timedelta(minutes=5)
"""How long a worker has for one, at least: four answers of a server, and some."""
ANSWERS = 6
SENDINGS = 2
"""Most times that one mail may reach the server."""
GROUP = 25
"""Mails taken and drawn together."""
FRESH = 2.0
"""Seconds for which drawn words hold: beyond, what became wrong meanwhile would leave."""
WAITING = Queue(OutgoingMail, HELD, {"fate": Fate.DUE}, due="due_at", tries="attempts")
MARK = "UPDATE mail_outgoing SET sendings = sendings + 1, due_at = ? WHERE id = ? AND attempts = ? AND fate = 'due'"


def holding(settings: Settings) -> timedelta:
    """How long a worker may hold a mail."""
    return max(HELD, timedelta(seconds=ANSWERS * settings.mail_timeout))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What one of them says, when that was looked up, and whether its address is dead."""

    drawn: Drawn | None
    at: float
    dead: bool

    @property
    def holds(self) -> bool:
        """Whether it may still leave so. What said nothing was withdrawn or put off for good."""
        return self.drawn is None or monotonic() - self.at < FRESH


class MailsInHands:
    """Some mails in one worker's hands. The words of those that are drawn are nowhere else."""

    def __init__(self, settings: Settings, *, urgent: bool) -> None:
        self._settings = settings
        self._urgent = urgent
        self._mails: deque[OutgoingMail] = deque()
        self._found: dict[int, _Found] = {}

    def __bool__(self) -> bool:
        return bool(self._mails)

    async def next(self, at_most: int) -> OutgoingMail | None:
        """The mail whose turn it is, taken with `at_most` others. None where nothing is due."""
        if not self._mails:
            self._mails.extend(await self._take(min(at_most, GROUP)))
        return self._mails.popleft() if self._mails else None

    async def _take(self, at_most: int) -> list[OutgoingMail]:
        only, until = " AND urgent" if self._urgent else "", now() + holding(self._settings)
        where = f"attempts < ? AND sendings < ?{only}"
        oldest = await WAITING.take(where=where, values=(MOST, SENDINGS), due_at=until)
        if not oldest or oldest[0].attempts > 1 or at_most == 1:
            # Tried before, it goes alone: were it to kill whoever has it, the others would lose a try each time.
            return oldest
        return oldest + await WAITING.take(at_most - 1, where=f"attempts = 0{only}", due_at=until)

    async def identified(self, mail: OutgoingMail) -> str:
        """The identifier of a mail, the same at each try. One that is drawn as it leaves has its words from then on;
        none where nothing is left to say.
        """
        if mail.drawn_for is None:
            # With its instant: a database brought back from a copy gives the same number to another mail.
            return f"courriel.{mail.id}.{mail.at.timestamp():.0f}"
        drawn = (await self._looked_up(mail, mail.drawn_for)).drawn
        if drawn is None:
            return ""
        mail.address, mail.headers = drawn.address, dict(drawn.headers)
        mail.mailbox_digest = digest(self._settings.secret_key(), mailbox(drawn.address))
        mail.subject, mail.text, mail.html = drawn.letter.subject, drawn.letter.text, drawn.letter.html
        return drawn.identifier

    async def is_dead(self, mail: OutgoingMail) -> bool:
        """Whether its address does not exist."""
        if mail.drawn_for is None:
            return await suppression.is_dead(self._settings, mail.address)
        return self._found[mail.drawn_for].dead

    async def _looked_up(self, mail: OutgoingMail, number: int) -> _Found:
        self._found = {each: found for each, found in self._found.items() if found.holds}
        if number not in self._found:
            await self._draw([number, *(each.drawn_for for each in self._mails if each.drawn_for is not None)])
        return self._found[number]

    async def _draw(self, numbers: list[int]) -> None:
        asked = [number for number in numbers if number not in self._found]
        try:
            drawn = await drawer().draw(self._settings, asked)
        except Exception:
            if len(asked) == 1:
                raise
            # One of them cannot be drawn. Each has its own turn: it is the fault of that one alone.
            drawn = await drawer().draw(self._settings, asked[:1])
        dead = await suppression.dead(self._settings, [each.address for each in drawn.values() if each])
        for number, one in drawn.items():
            self._found[number] = _Found(drawn=one, at=monotonic(), dead=one is not None and one.address in dead)

    async def mark(self, mail: OutgoingMail) -> bool:
        """Count that the server may have it from now on, on the disk. False where another worker took it meanwhile."""
        if not await execute(MARK, now() + holding(self._settings), mail.id, mail.attempts):
            return False
        mail.sendings += 1
        await on_disk(self._settings)
        return True

    async def let_go(self) -> None:
        """Those that had no turn are for whoever takes them; the try counts."""
        while self._mails:
            await WAITING.let_go(self._mails.popleft())

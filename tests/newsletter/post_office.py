"""A real SMTP server for the tests, in a thread: it takes, refuses, delays or dies as it is told, and keeps all."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.live import free_port


class Waited:
    """Something that a test waits for, and that the thread of the server says."""

    def __init__(self) -> None:
        self._said = threading.Event()

    def say(self) -> None:
        """It came."""
        self._said.set()

    def clear(self) -> None:
        """Wait for the next one."""
        self._said.clear()

    async def wait(self) -> None:
        """Until it is said; ten seconds at most."""
        assert await asyncio.to_thread(self._said.wait, 10)


@dataclass
class PostOffice:
    """What it does, by address of recipient; and what it took."""

    refusing: dict[str, str] = field(default_factory=dict)
    """Answers to RCPT: `{"marc@exemple.fr": "550 5.1.1 Nobody"}`."""
    refusing_all: str = ""
    hanging_up: set[str] = field(default_factory=set)
    """Recipients at whose name it closes the line, once each: before any message."""
    dying: set[str] = field(default_factory=set)
    """Recipients whose message it takes, then closes the line without an answer, once each."""
    slow: dict[str, float] = field(default_factory=dict)
    """Seconds before the answer to a message, by recipient."""
    most: int = 0
    """Messages by line, then 421; 0 for no limit."""
    pace: float = 0.0
    """Seconds before the answer to any message."""
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Envelope sender, recipient, bytes: in the order of the last dots."""
    url: str = ""
    came: Waited = field(default_factory=Waited)
    """Said at each message."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """The hook of aiosmtpd for one recipient."""
        if self.most and getattr(session, "given", 0) >= self.most:
            return "421 4.7.0 Too many messages on this line"
        if address in self.hanging_up:
            self.hanging_up.discard(address)
            server.transport.abort()
            return "421 gone"
        refusal = self.refusing_all or self.refusing.get(address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """The hook of aiosmtpd for a whole message."""
        [to] = envelope.rcpt_tos
        session.given = getattr(session, "given", 0) + 1
        self.taken.append((envelope.mail_from, to, bytes(envelope.content)))
        self.came.say()
        if to in self.dying:
            self.dying.discard(to)
            server.transport.abort()
        await asyncio.sleep(self.slow.get(to, self.pace))
        return "250 2.0.0 Taken"

    @property
    def counts(self) -> Counter[str]:
        """How many messages each address was sent."""
        return Counter(to for _, to, _ in self.taken)

    def mail(self, to: str) -> EmailMessage:
        """The last message to this address, parsed. Raises StopIteration where there is none."""
        parsed = message_from_bytes(next(raw for _, who, raw in reversed(self.taken) if who == to), policy=default)
        assert isinstance(parsed, EmailMessage)
        assert not [part.defects for part in parsed.walk() if part.defects]
        return parsed


@contextmanager
def opened() -> Iterator[PostOffice]:
    """A post office that listens, closed at the end."""
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=free_port(), server_hostname="localhost")
    office.url = f"smtp://127.0.0.1:{controller.port}"
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def words(message: EmailMessage, subtype: str = "plain") -> str:
    """The text, or the HTML, of a message."""
    part = message.get_body((subtype,))
    assert part is not None
    return str(part.get_content())

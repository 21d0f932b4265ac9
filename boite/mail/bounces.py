"""Bounces: an address that does not exist is suppressed; a server that refuses everybody suppresses nobody."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from boite.mail.connection import SendOutcome, ServerReply
from boite.settings import Settings

Mail = TypeVar("Mail")
NOBODY = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "550", "551", "553"})
"""What says that an address does not exist (RFC 3463): neither a full mailbox, nor a policy, nor a broken server."""
ENOUGH = 20
"""Refusals in a row, on all the lines together. Lists have dead addresses, never so many side by side."""
_RETURN = re.compile(r"^(m?)(\d{1,19})-([a-z2-7]{16})$")


class Origin(StrEnum):
    """What sent a mail: the letter of its word in a return address."""

    LETTER = ""
    """An issue of the newsletter to one of its readers."""
    SINGLE = "m"
    """A single mail (`boite.mail.outbox`)."""


def is_dead(status: str) -> bool:
    """Whether a status says that the address does not exist."""
    return status in NOBODY


def at_the_door(reply: ServerReply) -> bool:
    """Whether a refusal is about the address, and so a bounce."""
    return reply.outcome == SendOutcome.REFUSED and reply.of_recipient and is_dead(reply.status)


@dataclass
class Streak(Generic[Mail]):
    """The refusals since the last message that was taken."""

    mails: list[Mail] = field(default_factory=list)
    last: str = ""

    @property
    def tripped(self) -> bool:
        """Whether there are enough to stop: the server is misconfigured, or has blocked us."""
        return len(self.mails) >= ENOUGH

    def count(self, mail: Mail, reply: ServerReply | None) -> None:
        """Note one answer."""
        if reply and reply.outcome == SendOutcome.REFUSED:
            self.mails.append(mail)
            self.last = f"{reply.code} {reply.words}"
        elif reply and reply.outcome == SendOutcome.HANDED and not self.tripped:
            self.mails.clear()


def returning(settings: Settings, bounces: str, number: int, origin: Origin) -> str:
    """The envelope sender of one mail: what comes back to it says by itself which mail failed (VERP)."""
    local, _, domain = bounces.rpartition("@")
    return f"{local}+{origin}{number}-{_mark(settings.secret_key(), f'{origin}{number}')}@{domain}"


def returned(settings: Settings, recipient: str) -> tuple[Origin, int] | None:
    """The mail that an address of `returning` speaks of; None for any other, a forged one included."""
    found = _RETURN.match(recipient.rpartition("@")[0].rpartition("+")[2].lower())
    if not found:
        return None
    marks = (_mark(key, found[1] + found[2]) for key in settings.secret_keys())
    return (Origin(found[1]), int(found[2])) if any(hmac.compare_digest(mark, found[3]) for mark in marks) else None


def _mark(secret: str, said: str) -> str:
    """80 bits, in letters that no server changes: some write local parts in lower case."""
    whole = hmac.digest(secret.encode(), f"bounce:{said}".encode(), hashlib.sha256)
    return base64.b32encode(whole[:10]).decode().lower()

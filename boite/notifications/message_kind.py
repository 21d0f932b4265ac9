"""What a kind of messages is: how it is named, when it is told, by which channels, and how soon."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from boite.notifications.models import Channel


class Urgency(StrEnum):
    """How soon a message is told outside the service, from the most pressing to the least."""

    NOW = "now"
    """At once, at any hour: a short closed list."""
    DATED = "dated"
    """Its hour is part of it: as soon as nobody is disturbed, and never held back by what was said before."""
    OPEN = "open"
    """As soon as nobody is disturbed."""
    DIGEST = "digest"
    """With what else waits, at the hour that its person chose."""
    LIST = "list"
    """In the service alone."""


PUSH_OR_MAIL = (Channel.PUSH, Channel.MAIL)
PUSH_SMS_OR_MAIL = (Channel.PUSH, Channel.SMS, Channel.MAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageKind:
    """One kind, as the page of settings names it."""

    code: str
    label: str
    rhythm: str
    """When it comes, in words."""
    icon: str
    outside: str
    """What is said of it where others may read: nothing of anybody."""
    entries: tuple[str, ...] = ()
    """The kinds of lines of the journal that are such messages. A reminder may say the same kind of thing too."""
    at_work: bool = False
    """Whether it is for people who work for structures or coordinate territories."""
    observers: bool = False
    """Whether it is for those who read figures alone, too."""
    operators: bool = False
    """Whether it is for administrators, and nobody else."""
    urgency: Urgency = Urgency.DIGEST
    by: tuple[Channel, ...] = PUSH_OR_MAIL
    """Where it is not for the digest: the first of these that its person has carries it."""
    everywhere: bool = False
    """All of `by` carry it, not the first alone."""
    silent: tuple[Channel, ...] = ()
    """Where it is told to nobody who did not ask for it."""
    while_closing: bool = False
    """Whether it is told to somebody whose box is being closed."""
    always: str = ""
    """Why it is told whatever one chose, in words. Empty for what one may want no more of."""

    def goes_by(self, channel: Channel) -> bool:
        """Whether this channel may carry it: the service and the digest of a mailbox carry every kind."""
        return channel in (Channel.SERVICE, Channel.MAIL) or channel in self.by

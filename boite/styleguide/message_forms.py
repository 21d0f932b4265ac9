"""Every message in each form that it has, as it leaves: in the list, as a mail, on a locked screen, as an SMS."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from boite.clock import now
from boite.languages.spoken import spoken
from boite.mail.messages import Letter
from boite.notifications import message_letters, push_words, rhythm, sms_words
from boite.notifications.hand_over import Envelope
from boite.notifications.inbox import InboxLine
from boite.notifications.message_kind import MessageKind
from boite.notifications.models import Channel, ContactPoint, MessageDelivery
from boite.settings import Settings
from boite.styleguide.message_samples import messages
from boite.web.addresses import of_site

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageForms:
    """One message, in each form that its kind has."""

    line: InboxLine
    mail: Letter
    """To a mailbox that one person alone reads."""
    shared: Letter
    """To a mailbox that several people read."""
    locked: str
    """As a push. Empty where its kind goes by none; so is its SMS."""
    detailed: str
    """The same on a device whose person asked for the detail."""
    sms: str


def told_forms(settings: Settings) -> list[tuple[MessageKind, list[MessageForms]]]:
    """All that each kind may say, in each of its forms, in the language spoken now."""
    return [(kind, [_forms(settings, line) for line in lines]) for kind, lines in messages()]


def _forms(settings: Settings, line: InboxLine) -> MessageForms:
    carried = set(line.kind.by)
    by_push = Channel.PUSH in carried
    keep = _keeping(settings) if line.kind in message_letters.KEEPING else ""
    return MessageForms(
        line=line,
        mail=message_letters.letter(settings, _envelope(line, Channel.MAIL), keep=keep),
        shared=message_letters.letter(settings, _envelope(line, Channel.MAIL, inside=False), keep=keep),
        locked=_push(settings, _envelope(line, Channel.PUSH)) if by_push else "",
        detailed=_push(settings, _envelope(line, Channel.PUSH, detailed=True)) if by_push else "",
        sms=_sms(settings, _envelope(line, Channel.SMS)) if Channel.SMS in carried else "",
    )


def _keeping(settings: Settings) -> str:
    """An address as that of a mail that says that a box closes, which keeps nothing."""
    return settings.base_url + of_site(settings)("notifications:keep", token=NOBODY.hex)


def _push(settings: Settings, envelope: Envelope) -> str:
    shown = json.loads(push_words.words(envelope, settings, spoken().code))
    return " – ".join(filter(None, (shown["title"], shown["body"])))


def _sms(settings: Settings, envelope: Envelope) -> str:
    return sms_words.said(settings, envelope.contact, [line.kind for line in envelope.lines], spoken().code)


def _envelope(line: InboxLine, channel: Channel, *, inside: bool = True, detailed: bool = False) -> Envelope:
    """This message alone, on its way to somebody who does not exist: nothing is written."""
    contact = ContactPoint(
        id=1, user_id=NOBODY, channel=channel, address="ines@exemple.fr", digest="0" * 32, detailed=detailed
    )
    urgency = line.kind.urgency.value
    delivery = MessageDelivery(id=1, contact_id=1, once=str(line.mark), urgency=urgency, due_at=now())
    usual = rhythm.usual(at_work=line.kind.at_work)
    return Envelope(delivery=delivery, contact=contact, rhythm=usual, lines=[line], others=0, inside=inside)

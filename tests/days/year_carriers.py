"""What really left during a walk: taken by a mail server, a push service and a gateway of this machine, and read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from boite.accounts.models import User
from boite.clock import PARIS
from boite.journal.models import Entry
from boite.notifications.inbox import MessageMark, MessageSource
from boite.notifications.kinds import BY_CODE, OF_ENTRY
from boite.notifications.message_kind import MessageKind, Urgency
from boite.notifications.models import Carried, Channel, ContactPoint, MessageDelivery, Notice
from boite.settings import Settings
from tests.newsletter import post_office
from tests.newsletter.post_office import PostOffice, words
from tests.notifications import push_service
from tests.notifications.push_service import Browser, PushService
from tests.notifications.reaching import contact
from tests.sms.gateways import Gateway, gateway, with_sms

OF_MAIL = re.compile(r"<avis\.(\d+)\.")
OF_SMS = re.compile(r"boite-(\d+)-")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """One thing that somebody received, as they received it."""

    at: datetime
    who: str
    channel: Channel
    urgency: Urgency
    kinds: tuple[MessageKind, ...]
    marks: tuple[MessageMark, ...]
    outside: str
    """What a subject or a locked screen says."""
    inside: str
    """The words of the mail, without its foot; nothing for a push or an SMS."""
    stops: int
    """Ways of stopping it that it says."""

    @property
    def undated(self) -> bool:
        """Whether it could have left on another day."""
        return self.urgency in (Urgency.OPEN, Urgency.DIGEST)


@dataclass
class Carriers:
    """Where messages leave, and what came there since the last look."""

    settings: Settings
    """With which these carriers are known."""
    office: PostOffice
    service: PushService
    texts: Gateway
    browsers: dict[str, Browser] = field(default_factory=dict)
    """By the name of the subscription."""
    others: Counter[str] = field(default_factory=Counter)
    """Mails that are no messages to somebody who has an account, by subject: a seat, a letter…"""
    _known: set[int] = field(default_factory=set)

    async def arrived(self, at: datetime) -> list[SentMessage]:
        """What came since the last time, said to be at this instant. Raises AssertionError where nobody wrote it."""
        came = self._mails() | await self._pushes() | self._texts()
        assert not came.keys() & self._known, "a message left twice"
        self._known |= came.keys()
        rows = {row.id: row for row in await MessageDelivery.filter(id__in=list(came)).select_related("contact__user")}
        return [await _sent(rows[number], at, *came[number]) for number in sorted(came)]

    def _mails(self) -> dict[int, tuple[str, str, int]]:
        taken, self.office.taken = self.office.taken, []
        found: dict[int, tuple[str, str, int]] = {}
        for _, _, raw in taken:
            mail = message_from_bytes(raw, policy=default)
            assert isinstance(mail, EmailMessage)
            if said := OF_MAIL.match(mail["Message-ID"]):
                assert int(said[1]) not in found, "a mail left twice"
                lines = words(mail).splitlines()
                end = lines.index("--")
                stops = sum("/messages/fin/" in line for line in lines[end:])
                found[int(said[1])] = (mail["Subject"], _said(lines[:end]), stops)
            else:
                self.others[mail["Subject"]] += 1
        return found

    async def _pushes(self) -> dict[int, tuple[str, str, int]]:
        pushes, self.service.pushes = self.service.pushes, []
        found: dict[int, tuple[str, str, int]] = {}
        for push in pushes:
            shown = self.browsers[push.path.rpartition("/")[2]].read(push.body)
            device = await ContactPoint.get(address=f"https://{self.service.host}{push.path}")
            carried = await Carried.filter(contact_id=device.id, mark=shown["marks"][0]).get()
            assert carried.delivery_id not in found, "a push left twice"
            found[carried.delivery_id] = (f"{shown['title']} : {shown['body']}", "", 1)  # the browser stops it
        return found

    def _texts(self) -> dict[int, tuple[str, str, int]]:
        asked, self.texts.asked = self.texts.asked, []
        found: dict[int, tuple[str, str, int]] = {}
        for _, _, body in asked:
            said = OF_SMS.search(body.decode())
            assert said, body
            assert int(said[1]) not in found, "an SMS left twice"
            text = json.loads(body)["text"]
            found[int(said[1])] = (text, "", text.count("http"))
        return found


def _said(lines: list[str]) -> str:
    """The words of a mail, its gestures in brackets instead of their links."""
    told = [re.sub(r"^(.+) : https?://\S+$", r"[\1]", line.strip()) for line in lines]
    return " / ".join(line for line in told if line and line != "Bonjour,")


async def _sent(row: MessageDelivery, at: datetime, outside: str, inside: str, stops: int) -> SentMessage:
    carried = await Carried.filter(delivery_id=row.id).order_by("id")
    marks = tuple(MessageMark.read(each.mark) for each in carried)
    return SentMessage(
        at=at.astimezone(PARIS),
        who=row.contact.user.first_name,
        channel=row.contact.channel,
        urgency=Urgency(row.urgency),
        kinds=tuple(dict.fromkeys([await _kind(mark) for mark in marks])),
        marks=marks,
        outside=outside,
        inside=inside,
        stops=stops,
    )


async def _kind(mark: MessageMark) -> MessageKind:
    if mark.source == MessageSource.NOTICE:
        return BY_CODE[(await Notice.get(id=mark.id)).kind]
    return OF_ENTRY[(await Entry.get(id=mark.id)).kind]


@asynccontextmanager
async def carriers(settings: Settings) -> AsyncIterator[Carriers]:
    """All three, closed at the end."""
    with post_office.opened() as office:
        async with push_service.listening() as service, gateway() as texts:
            known = push_service.knowing(with_sms(replace(settings, mail_url=office.url), texts.url), service)
            yield Carriers(settings=known, office=office, service=service, texts=texts)


async def has_mail(settings: Settings, person: User, address: str) -> None:
    """This person confirmed this address, long ago."""
    await contact(settings, person, Channel.MAIL, address)


async def has_telephone(settings: Settings, person: User, number: str) -> None:
    """This person confirmed this number, long ago."""
    await contact(settings, person, Channel.SMS, number)


async def has_push(on: Carriers, person: User) -> None:
    """A telephone of this person that accepted pushes."""
    name = person.handle
    on.browsers[name] = Browser()
    await push_service.device(on.settings, person, on.service, on.browsers[name], name)

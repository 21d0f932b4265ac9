"""Trying the mail settings: one mail, handed at once, and what its server says of it in French."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from uuid import uuid4

from boite.mail.addresses import checked
from boite.mail.connection import Lost, SendOutcome, ServerReply, Unreachable, opened_line, reachable
from boite.mail.messages import render, sender
from boite.mail.wire import written
from boite.settings import Settings

PATIENCE = 15.0
"""Seconds after which a silent server is said to be away."""
OUTCOMES = {
    SendOutcome.HANDED: "Le serveur a pris le courriel pour {to}. Regardez s'il arrive.",
    SendOutcome.REFUSED: "Le serveur a refusé le courriel : {answer}.",
    SendOutcome.LATER: "Le serveur dit « plus tard » : {answer}.",
    SendOutcome.UNKNOWN: "La ligne s'est coupée : le courriel est peut-être parti.",
}


@dataclass(frozen=True, slots=True)
class MailTrial:
    """Whether the server took it, and what to say."""

    handed: bool
    words: str


async def try_mail(settings: Settings, address: str) -> MailTrial:
    """Hand one mail to the server of these settings, outside the queue. Raises Invalid for what is no address."""
    to = checked(address)
    if not reachable(settings):
        return MailTrial(handed=False, words="Aucun serveur n'est réglé (BOITE_MAIL_URL) : rien ne part.")
    try:
        reply = await asyncio.wait_for(_hand(settings, to), PATIENCE)
    except TimeoutError:
        return MailTrial(handed=False, words=f"Le serveur se tait depuis {PATIENCE:.0f} secondes.")
    except (Unreachable, Lost) as error:
        return MailTrial(handed=False, words=f"Le serveur ne nous reçoit pas : {str(error)[:200]}.")
    words = OUTCOMES[reply.outcome].format(to=to, answer=f"{reply.code} {reply.words}".strip())
    return MailTrial(handed=reply.outcome == SendOutcome.HANDED, words=words)


async def _hand(settings: Settings, to: str) -> ServerReply:
    by = sender(settings)
    payload = written(render("trial", site=settings.base_url), to, by, identifier=uuid4().hex)
    async with opened_line(settings) as line:
        return await line.hand(by.bounces, to, payload)

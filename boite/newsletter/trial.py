"""A trial: the letter as its readers will have it, to whoever writes it and to nobody else. It counts nowhere."""

from __future__ import annotations

from dataclasses import replace

from boite.accounts.models import User
from boite.database.connection import transaction
from boite.errors import Conflict, Invalid
from boite.journal.record import record
from boite.mail import outbox
from boite.mail.addresses import checked
from boite.mail.connection import reachable
from boite.mail.merge import filled
from boite.newsletter import journal_kinds as kinds
from boite.newsletter import links, rendering
from boite.newsletter.delivery import REASONS
from boite.newsletter.models import Being, Issue
from boite.settings import Settings

MARK = "[Essai]"


class NoAddress(Conflict):
    """The writer gave no address, or one where no mail goes."""

    message = "Écrivez d'abord votre adresse de courriel dans « Mon compte » : l'essai y sera envoyé."


class NoServer(Conflict):
    """Nothing leaves this service."""

    message = "L'envoi de courriels n'est pas réglé : rien ne partira. Prévenez l'équipe technique."


async def send_trial(issue: Issue, *, by: User, settings: Settings) -> str:
    """Let a trial leave. Returns the address it goes to. Raises NoServer, NoAddress."""
    if not reachable(settings):
        raise NoServer
    try:
        address = checked(by.email)
    except Invalid as error:
        raise NoAddress from error
    words = await rendering.letter(issue, settings)
    # The link of a trial leads to the form: pressed, it must not end the letter of whoever wrote it.
    shown = filled(words, unsubscribe=links.address(settings, "newsletter:subscribe"), reason=REASONS[Being.ASKED])
    async with transaction():
        await outbox.post(address, replace(shown, subject=f"{MARK} {shown.subject}"))
        await record(kinds.LetterTried(title=issue.title, issue=str(issue.id)), owner=by.id, by=by.id)
    return address

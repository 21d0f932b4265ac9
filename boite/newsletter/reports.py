"""Reports of failure that come back after the server took a mail (RFC 3464). Only our own signature is believed."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses
from enum import StrEnum

from boite.database.connection import transaction
from boite.mail.connection import WORDS
from boite.mail.messages import one_line
from boite.newsletter import bounces, links
from boite.newsletter.models import Delivery
from boite.settings import Settings

TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
"""Where a report may say to whom it comes. The signature decides, not the header."""


class Understood(StrEnum):
    """What became of a report, in words for the technical log."""

    NOTED = "Retour noté."
    KNOWN = "Retour déjà noté."
    TEMPORARY = "Retard ou réponse automatique : rien à noter."
    FORGOTTEN = "Ce courriel est trop ancien : son adresse est déjà effacée."
    FOREIGN = "Ce retour ne parle d'aucun courriel de ce service : refusé."


async def receive(settings: Settings, raw: bytes, to: str = "") -> Understood:
    """Note what a report says of the mail that it came back from. Whatever it holds, nothing in it is run or kept."""
    report = message_from_bytes(raw)
    number = _number(settings, report, to)
    if number is None:
        return Understood.FOREIGN
    failure = next(_failures(report), None)
    if failure is None:
        return Understood.TEMPORARY
    status, words = failure
    async with transaction():
        delivery = await Delivery.get_or_none(id=number)
        if delivery is None:
            return Understood.FORGOTTEN
        new = await bounces.note(settings, delivery, status=status, words=words)
    return Understood.NOTED if new else Understood.KNOWN


def _number(settings: Settings, report: Message, to: str) -> int | None:
    """The mail that it speaks of: by the address it came to, which we signed."""
    said = [to] if to else [str(value) for name in TO for value in report.get_all(name, [])]
    numbers = (links.returned(settings, address) for _, address in getaddresses(said))
    return next((number for number in numbers if number is not None), None)


def _failures(report: Message) -> Iterator[tuple[str, str]]:
    """The status and the words of each recipient that failed for good."""
    for part in report.walk():
        blocks = part.get_payload()
        if part.get_content_type() != "message/delivery-status" or not isinstance(blocks, list):
            continue
        for block in filter(lambda piece: isinstance(piece, Message), blocks):
            status = one_line(str(block.get("Status", "")), 20).split(" ")[0]
            if str(block.get("Action", "")).strip().lower() == "failed" and status.startswith("5"):
                code = str(block.get("Diagnostic-Code", "")).partition(";")[2] or str(block.get("Status", ""))
                yield status, one_line(code, WORDS)

"""Reports of failure that come back after the server took a mail (RFC 3464). Only our own signature is believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses
from enum import StrEnum

from boite.mail.bounces import Origin, returned
from boite.mail.connection import WORDS
from boite.mail.messages import one_line
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


@dataclass(frozen=True, slots=True)
class Failure:
    """A mail of ours that failed for good, and what is said of it."""

    origin: Origin
    number: int
    status: str
    words: str


def read(settings: Settings, raw: bytes, to: str = "") -> Failure | Understood:
    """What a report says of the mail that it came back from. Whatever it holds, nothing in it is run or kept."""
    report = message_from_bytes(raw)
    mail = _mail(settings, report, to)
    if mail is None:
        return Understood.FOREIGN
    failure = next(_failures(report), None)
    return Understood.TEMPORARY if failure is None else Failure(*mail, *failure)


def _mail(settings: Settings, report: Message, to: str) -> tuple[Origin, int] | None:
    """The mail that it speaks of: by the address it came to, which we signed."""
    said = [to] if to else [str(value) for name in TO for value in report.get_all(name, [])]
    mails = (returned(settings, address) for _, address in getaddresses(said))
    return next((mail for mail in mails if mail is not None), None)


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

"""Every mail of the service, as somebody receives it; and, in development, the last ones that were written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from boite.mail.messages import Letter, render

SITE = "https://boite.exemple.fr"
SHOWN = 10
WRITTEN = re.compile(r"[a-z0-9@._-]{1,150}\.eml")
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
"""A mail carries its own style; nothing in it runs."""


@dataclass(frozen=True, slots=True)
class MailSample:
    """A mail of the folder of development."""

    name: str
    to: str
    subject: str
    text: str
    links: tuple[str, ...]


def mails() -> dict[str, tuple[str, Letter]]:
    """Each mail by its code, with what it is for."""
    usual = {"place": "Orléans", "site": SITE, "link": f"{SITE}/lettre/confirmation/WyI3ZjA4.Zx"}
    event = {
        "title": "Atelier CV",
        "when": "mardi 8 décembre 2026, de 14 h à 16 h",
        "where": "Salle des fêtes, Pithiviers",
        "site": SITE,
        "link": f"{SITE}/agenda/inscriptions/k7m2-9qzt-4hxw",
    }
    offer = {"title": "Un forum à Orléans", "site": SITE}
    return {
        "code": ("Envoyer un code", render("code", code="123 456", minutes=10, site=SITE)),
        "address-left": ("Quitter une adresse", render("address-left", site=SITE)),
        "confirmation": ("Confirmer une demande de lettre", render("confirmation", days=7, **usual)),
        "already": ("Demander une lettre que l'on reçoit déjà", render("already", **usual)),
        "cancelled": ("Dire qu'un événement est annulé", _event("cancelled", event, "la salle est fermée.")),
        "moved": ("Dire qu'un événement change", _event("moved", event, "d'heure et de lieu")),
        "reminder": ("Rappeler un événement", _event("reminder", event)),
        "seated": ("Dire qu'une place se libère", _event("seated", event)),
        "taken-off": ("Dire qu'une place est retirée", _event("taken-off", event)),
        "adopted": ("Répondre oui à un partenaire", render("proposal", accepted=True, reason="", **offer)),
        "refused": (
            "Répondre non à un partenaire",
            render("proposal", accepted=False, reason="Ce forum est passé.", **offer),
        ),
    }


def _event(what: str, event: dict[str, str], said: str = "") -> Letter:
    return render("event", what=what, said=said, **event)


def written(folder: Path) -> list[MailSample]:
    """The last mails of the folder of development, the newest first."""
    paths = sorted(folder.glob("*.eml"), reverse=True)[:SHOWN] if folder.is_dir() else []
    return [_read(path) for path in paths]


def _read(path: Path) -> MailSample:
    text = _part(path, "plain")
    mail = message_from_bytes(path.read_bytes(), policy=default)
    links = tuple(dict.fromkeys(re.findall(r"https?://[^\s<>]+", text)))
    return MailSample(path.name, str(mail["to"]), str(mail["subject"]), text, links)


def html_of(folder: Path, name: str) -> str | None:
    """The HTML of one of them; None for a name that is none of theirs."""
    path = folder / name
    return _part(path, "html") if WRITTEN.fullmatch(name) and path.is_file() else None


def _part(path: Path, subtype: str) -> str:
    mail = message_from_bytes(path.read_bytes(), policy=default)
    part = mail.get_body((subtype,)) if isinstance(mail, EmailMessage) else None
    return str(part.get_content()) if part is not None else ""

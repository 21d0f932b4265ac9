"""Every kind of message, as « Mes messages » shows it, with what is said of it where others may read."""

from __future__ import annotations

from datetime import timedelta

from boite.clock import PARIS, now
from boite.journal.catalogue import catalogue
from boite.notifications import words
from boite.notifications.inbox import InboxLine, MessageMark, MessageSource
from boite.notifications.kinds import (
    BOX_FILLING,
    CORRECTION_WAITS,
    DEPOSIT_LEFT,
    EVENT_NEAR,
    KINDS,
    PAPER_VALIDITY,
    MessageKind,
)
from boite.notifications.words import ReminderWords

SAID = {
    "title": "Atelier CV",
    "name": "Mission locale du Pithiverais",
    "reason": "la salle est fermée",
    "what": "d'heure",
    "now": "Mardi 8 décembre 2026, de 14 h à 16 h, salle des fêtes",
}
REMINDERS: dict[MessageKind, tuple[ReminderWords, dict[str, str]]] = {
    PAPER_VALIDITY: (words.PAPER_ENDS, {"name": "RQTH.pdf", "day": "15 janvier 2027"}),
    EVENT_NEAR: (words.EVENT_NEAR, {"title": "Atelier CV", "when": "Mardi 8 décembre 2026, de 14 h à 16 h"}),
    BOX_FILLING: (words.BOX_FILLING, {"left": "200 Mo", "total": "1 Go"}),
    DEPOSIT_LEFT: (words.DEPOSIT_LEFT, {"name": "CV.pdf", "day": "15 janvier 2027"}),
    CORRECTION_WAITS: (words.CORRECTION_WAITS, {"name": "Mission locale du Pithiverais"}),
}


def messages() -> list[tuple[MessageKind, list[InboxLine]]]:
    """Each kind with all that it may say: new the first time, read afterwards."""
    return [(kind, _lines(kind)) for kind in KINDS]


def _lines(kind: MessageKind) -> list[InboxLine]:
    if kind in REMINDERS:
        said, values = REMINDERS[kind]
        return [_line(kind, 0, said.title.format(**values), said.body.format(**values), said.action)]
    sentences = [catalogue()[entry].concerned.format(who="Quelqu'un", **SAID) for entry in kind.entries]
    return [_line(kind, place, sentence) for place, sentence in enumerate(sentences)]


def _line(kind: MessageKind, place: int, title: str, body: str = "", action: str = "") -> InboxLine:
    return InboxLine(
        mark=MessageMark(MessageSource.NOTICE, place),
        at=now().astimezone(PARIS) - timedelta(days=place),
        new=place == 0,
        kind=kind,
        icon=kind.icon,
        title=title,
        body=body,
        action=action,
    )

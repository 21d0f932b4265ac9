"""Every kind of message, as « Mes messages » shows it, with what is said of it where others may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from boite.clock import PARIS, now
from boite.journal.catalogue import Happening, catalogue
from boite.languages.messages import Message, filled
from boite.notifications import kinds_at_work, kinds_for_operators, kinds_for_people, words
from boite.notifications.inbox import InboxLine, MessageMark, MessageSource
from boite.notifications.kinds import KINDS
from boite.notifications.message_kind import MessageKind
from boite.notifications.words import ReminderWords

SAID = {
    "title": "Atelier CV",
    "name": "Mission locale du Pithiverais",
    "names": "« Mission locale du Pithiverais » et 2 autres",
    "reason": "la salle est fermée",
    "what": "d'heure",
    "now": "Mardi 8 décembre 2026, de 14 h à 16 h, salle des fêtes",
    "when": "Mardi 8 décembre 2026, de 14 h à 16 h",
    "where": "salle des fêtes",
    "month": "novembre 2026",
    "day": "15 janvier 2027",
    "device": "Firefox sur Windows",
    "left": "200 Mo",
    "total": "1 Go",
    "people": "14 inscrits, 3 en attente",
    "each": "2 actualités, 1 ressource, 4 corrections",
    "searches": "12 recherches",
    "handed": 412,
    "refused": 3,
    "doubtful": 1,
}
"""What fills their sentences."""
PAPER = {"name": "Carte d'identité.pdf"}
"""The name where it is a paper's."""
OTHERWISE: dict[MessageKind, Mapping[str, Any]] = {
    kinds_for_people.PAPER_VALIDITY: PAPER,
    kinds_for_people.PAPER_DAMAGED: PAPER,
    kinds_for_people.CV_OLD: PAPER,
    kinds_for_people.DEPOSIT_LEFT: PAPER,
    kinds_at_work.FIGURES_READY: {"where": "Pithiverais"},
}
"""Where something else fills them."""
REMINDERS: dict[MessageKind, Sequence[tuple[ReminderWords, str]]] = {
    kinds_for_people.PAPER_VALIDITY: [(words.PAPER_ENDS, "")],
    kinds_for_people.CV_OLD: [(words.CV_OLD, "")],
    kinds_for_people.EVENT_NEAR: [(words.EVENT_NEAR, "")],
    kinds_for_people.EVENT_SOON: [(words.EVENT_SOON, "")],
    kinds_for_people.EVENT_OPINION: [(words.EVENT_OPINION, "")],
    kinds_for_people.STRUCTURE_CHANGED: [(words.STRUCTURE_CHANGED, "")],
    kinds_for_people.BOX_FILLING: [(words.BOX_FILLING, "")],
    kinds_for_people.DEPOSIT_LEFT: [(words.DEPOSIT_LEFT, "")],
    kinds_for_people.ACCOUNT_IDLE: [(words.ACCOUNT_IDLE, "")],
    kinds_for_people.ACCOUNT_CLOSING: [(words.ACCOUNT_CLOSING, "")],
    kinds_at_work.SHEET_CHECK: [(words.SHEETS_CHECK, "3 fiches"), (words.SHEETS_LEFT, "8 fiches")],
    kinds_at_work.RESOURCE_CHECK: [(words.RESOURCES_CHECK, "2 ressources")],
    kinds_at_work.CORRECTION_WAITS: [(words.CORRECTION_WAITS, "")],
    kinds_at_work.EVENT_EVE: [(words.EVENT_EVE, "")],
    kinds_at_work.DESK_WAITING: [(words.DECISIONS_WAIT, "7 propositions")],
    kinds_at_work.LINKS_DEAD: [(words.LINKS_DEAD, "5 liens")],
    kinds_at_work.FIGURES_READY: [(words.FIGURES_READY, "")],
    kinds_for_operators.QUEUE_STUCK: [(words.QUEUE_STUCK, "courriels")],
    kinds_for_operators.ROOM_LOW: [(words.ROOM_LOW, "")],
    kinds_for_operators.CALENDAR_ENDS: [(words.CALENDAR_ENDS, "")],
}
"""The words of each reminder, and what they count."""


def messages() -> list[tuple[MessageKind, list[InboxLine]]]:
    """Each kind with all that it may say: new the first time, read afterwards."""
    return [(kind, _lines(kind)) for kind in KINDS]


def _lines(kind: MessageKind) -> list[InboxLine]:
    filling = SAID | dict(OTHERWISE.get(kind, {}))
    said = [_reminder(*each, filling) for each in REMINDERS.get(kind, ())]
    said += [(_sentence(catalogue()[entry], filling), "", "") for entry in kind.entries]
    return [_line(kind, place, *each) for place, each in enumerate(said)]


def _reminder(said: ReminderWords, what: str, filling: Mapping[str, Any]) -> tuple[str, str, str]:
    values = {**filling, **({"what": what} if what else {})}
    return filled(said.title, **values), filled(said.body, **values), said.action


def _sentence(kind: type[Happening], filling: Mapping[str, Any]) -> str:
    words = kind.done if kind.own else kind.concerned
    return filled(words, **filling) if isinstance(words, Message) else words.format(who="Quelqu'un", **filling)


def _line(kind: MessageKind, place: int, title: str, body: str, action: str) -> InboxLine:
    return InboxLine(
        mark=MessageMark(MessageSource.NOTICE, place),
        at=now().astimezone(PARIS) - timedelta(days=place),
        new=place == 0,
        unread=place == 0,
        kind=kind,
        icon=kind.icon,
        title=title,
        body=body,
        action=action,
    )

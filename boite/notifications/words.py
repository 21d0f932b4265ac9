"""What reminders say, all in one place: plain French, short lines.

Inside the service, a message has a title, a sentence and a gesture. Outside (a subject, a locked screen, a mailbox that
several people read), it has a few words that say nothing of anybody: no paper, structure, event nor name.
"""

from __future__ import annotations

from dataclasses import dataclass

TITLE, BODY, ACTION, OUTSIDE = 40, 120, 20, 60
"""Most characters of each, what is filled in aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderWords:
    """What one reminder says inside."""

    title: str
    body: str
    action: str


PAPER_ENDS = ReminderWords(
    title="Un papier arrive à sa fin",
    body="« {name} » n'est plus valable après le {day}.",
    action="Voir le papier",
)
EVENT_NEAR = ReminderWords(
    title="C'est bientôt : {title}",
    body="{when}. Vous ne venez plus ? Rendez votre place.",
    action="Voir l'événement",
)
BOX_FILLING = ReminderWords(
    title="Votre boîte est presque pleine",
    body="Il reste {left} sur {total}. Supprimez ce qui ne sert plus.",
    action="Faire de la place",
)
DEPOSIT_LEFT = ReminderWords(
    title="Un dépôt n'est pas terminé",
    body="« {name} » : à reprendre avant le {day}.",
    action="Reprendre",
)
CORRECTION_WAITS = ReminderWords(
    title="Une correction attend",
    body="Quelqu'un propose de corriger la fiche « {name} ».",
    action="Voir la fiche",
)

OUTSIDE_PAPER = "Un papier de votre boîte demande votre attention."
OUTSIDE_EVENT = "Vous avez bientôt un événement."
OUTSIDE_EVENT_NEWS = "Du nouveau pour un événement."
OUTSIDE_BOX = "Quelque chose vous attend dans votre boîte."
OUTSIDE_ANSWER = "Une réponse à ce que vous avez proposé."
OUTSIDE_WORK = "Du nouveau dans votre espace professionnel."

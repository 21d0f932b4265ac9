"""What reminders say, all in one place: plain French, short lines, each to be translated (`boite.languages`).

Inside the service, a message has a title, a sentence and a gesture. Outside (a subject, a locked screen, a mailbox that
several people read), it has a few words that say nothing of anybody: no paper, structure, event nor name.
"""

from __future__ import annotations

from dataclasses import dataclass

from boite.languages.messages import _

TITLE, BODY, ACTION, OUTSIDE = 40, 120, 20, 60
"""Most characters of each, what is filled in aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderWords:
    """What one reminder says inside."""

    title: str
    body: str
    action: str


PAPER_ENDS = ReminderWords(
    title=_("Un papier arrive à sa fin"),
    body=_("« %(name)s » n'est plus valable après le %(day)s."),
    action=_("Voir le papier"),
)
EVENT_NEAR = ReminderWords(
    title=_("C'est bientôt : %(title)s"),
    body=_("%(when)s, %(where)s. Vous ne venez plus ? Rendez votre place."),
    action=_("Voir l'événement"),
)
BOX_FILLING = ReminderWords(
    title=_("Votre boîte est presque pleine"),
    body=_("Il reste %(left)s sur %(total)s. Supprimez ce qui ne sert plus."),
    action=_("Faire de la place"),
)
DEPOSIT_LEFT = ReminderWords(
    title=_("Un dépôt n'est pas terminé"),
    body=_("« %(name)s » : à reprendre avant le %(day)s."),
    action=_("Reprendre"),
)
CORRECTION_WAITS = ReminderWords(
    title=_("Une correction attend"),
    body=_("Quelqu'un propose de corriger la fiche « %(name)s »."),
    action=_("Voir la fiche"),
)

ACCOUNT_IDLE = ReminderWords(
    title=_("Votre boîte va être fermée"),
    body=_("Sans visite, elle sera effacée le %(day)s. Une visite suffit à la garder."),
    action=_("Garder ma boîte"),
)
ACCOUNT_CLOSING = ReminderWords(
    title=_("Votre boîte va être effacée"),
    body=_("Ce sera le %(day)s. Vous pouvez encore changer d'avis."),
    action=_("Garder ma boîte"),
)

NO_PLACE = _("lieu à préciser")

OUTSIDE_PAPER = _("Un papier de votre boîte demande votre attention.")
OUTSIDE_EVENT = _("Vous avez bientôt un événement.")
OUTSIDE_EVENT_NEWS = _("Du nouveau pour un événement.")
OUTSIDE_BOX = _("Quelque chose vous attend dans votre boîte.")
OUTSIDE_ANSWER = _("Une réponse à ce que vous avez proposé.")
OUTSIDE_WORK = _("Du nouveau dans votre espace professionnel.")
OUTSIDE_ACCESS = _("Votre accès à Ma boîte SPRO a changé.")
OUTSIDE_DEVICE = _("Une connexion à Ma boîte SPRO.")
OUTSIDE_IDLE = _("Votre espace vous attend. Connectez-vous pour le garder.")
OUTSIDE_CLOSING = _("Votre demande sur Ma boîte SPRO.")

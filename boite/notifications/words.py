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
HELP_NEAR = _("Près de chez vous : %(structure)s.")
HELP_MINE = _("Votre structure : %(structure)s.")
HELP_SHEET = _("Voir sa fiche")
HELP_ASK = _("Qui peut m'aider ?")
"""After what a paper says: who helps with it."""
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

EVENT_SOON = ReminderWords(
    title=_("Dans deux heures : %(title)s"),
    body=_("%(when)s, %(where)s."),
    action=_("Voir l'événement"),
)
EVENT_OPINION = ReminderWords(
    title=_("Était-ce utile ?"),
    body=_("Vous étiez à « %(title)s ». Une question, trois réponses."),
    action=_("Répondre"),
)
EVENT_EVE = ReminderWords(
    title=_("Bientôt : %(title)s"),
    body=_("%(when)s. %(people)s. La liste est prête à imprimer."),
    action=_("Voir la liste"),
)
CV_OLD = ReminderWords(
    title=_("Votre CV a six mois ou plus"),
    body=_("« %(name)s » n'a pas changé depuis longtemps. Est-il encore à jour ?"),
    action=_("Voir mon CV"),
)
STRUCTURE_CHANGED = ReminderWords(
    title=_("Une structure a changé"),
    body=_("%(name)s n'est plus au même endroit, ou n'est plus là. Vous y avez un événement."),
    action=_("Voir la fiche"),
)
SHEETS_CHECK = ReminderWords(
    title=_("%(what)s à vérifier"),
    body=_("Un clic suffit si tout est juste : %(names)s."),
    action=_("Vérifier"),
)
SHEETS_LEFT = ReminderWords(
    title=_("%(what)s à vérifier"),
    body=_("Personne n'a répondu depuis six semaines : %(names)s."),
    action=_("Vérifier"),
)
RESOURCES_CHECK = ReminderWords(
    title=_("%(what)s à vérifier"),
    body=_("Est-ce encore juste ? %(names)s."),
    action=_("Vérifier"),
)
DECISIONS_WAIT = ReminderWords(
    title=_("%(what)s à décider"),
    body=_("%(each)s. Cela attend depuis le %(day)s."),
    action=_("Décider"),
)
LINKS_DEAD = ReminderWords(
    title=_("%(what)s sans réponse"),
    body=_("Dans les ressources de votre territoire."),
    action=_("Voir"),
)
SEARCHES_MISSED = _("Et %(searches)s sans réponse le mois dernier.")
"""After it, where there were some."""
FIGURES_READY = ReminderWords(
    title=_("Les chiffres du mois sont prêts"),
    body=_("%(where)s, %(month)s : des tableaux, un rapport d'une page et des fichiers."),
    action=_("Voir les chiffres"),
)
QUEUE_STUCK = ReminderWords(
    title=_("Rien ne part : %(what)s"),
    body=_("Rien n'est parti depuis trois jours, et des messages attendent. Voyez ce qui ne répond pas."),
    action=_("Voir la file"),
)
ROOM_LOW = ReminderWords(
    title=_("Un disque est presque plein"),
    body=_("Il reste %(left)s sur %(total)s. Une fois plein, rien ne s'enregistre plus. Agrandissez-le, ou videz-le."),
    action=_("Voir la file"),
)
CALENDAR_ENDS = ReminderWords(
    title=_("Le calendrier se termine"),
    body=_("Les jours fériés sont connus jusqu'au %(day)s. Mettez le service à jour avant."),
    action=_("Voir la file"),
)
NO_PLACE = _("lieu à préciser")

OUTSIDE_PAPER = _("Un papier de votre boîte demande votre attention.")
OUTSIDE_EVENT = _("Un événement approche.")
OUTSIDE_EVENT_NEWS = _("Du nouveau pour un événement.")
OUTSIDE_BOX = _("Quelque chose vous attend dans votre boîte.")
OUTSIDE_SOON = _("Vous avez un événement dans deux heures.")
OUTSIDE_EVE = _("Un de vos événements a lieu bientôt.")
OUTSIDE_SHEETS = _("Des fiches sont à vérifier.")
OUTSIDE_RESOURCES = _("Des ressources sont à vérifier.")
OUTSIDE_DESK = _("Des propositions vous attendent.")
OUTSIDE_MONTH = _("Un point du mois vous attend.")
OUTSIDE_INCIDENT = _("Un incident technique.")
OUTSIDE_SENT = _("Un envoi est terminé.")
OUTSIDE_ANSWER = _("Une réponse à ce que vous avez proposé.")
OUTSIDE_WORK = _("Du nouveau dans votre espace professionnel.")
OUTSIDE_ACCESS = _("Votre accès à Ma boîte SPRO a changé.")
OUTSIDE_DEVICE = _("Une connexion à Ma boîte SPRO.")
OUTSIDE_IDLE = _("Votre espace vous attend. Connectez-vous pour le garder.")
OUTSIDE_CLOSING = ACCOUNT_CLOSING.title
"""Whoever did not come for two years asked for nothing."""

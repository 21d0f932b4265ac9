"""The kinds of messages of people who work for a structure or coordinate a territory."""

from __future__ import annotations

from boite.languages.messages import _
from boite.notifications import words
from boite.notifications.message_kind import MessageKind, Urgency
from boite.notifications.models import Channel

CORRECTION_WAITS = MessageKind(
    code="suggestion.waiting",
    label=_("Une correction attend pour ma fiche"),
    rhythm=_("Le lendemain, puis deux semaines après."),
    icon="edit",
    outside=words.OUTSIDE_WORK,
    at_work=True,
)
WRITING_ANSWERED = MessageKind(
    code="writing.answered",
    label=_("Ce que deviennent mes textes"),
    rhythm=_("Quand une actualité, une ressource ou un événement à moi est repris, publié ou retiré."),
    icon="news",
    outside=words.OUTSIDE_ANSWER,
    entries=(
        *("agenda.cancelled", "agenda.published", "agenda.withdrawn"),
        *("library.corrected", "library.published", "library.restored", "library.sent_back", "library.withdrawn"),
        *("news.accepted", "news.corrected", "news.published", "news.restored", "news.sent_back", "news.withdrawn"),
    ),
    at_work=True,
    urgency=Urgency.OPEN,
)
WRITING_APPEARS = MessageKind(
    code="writing.appears",
    label=_("Ce que j'ai programmé"),
    rhythm=_("À l'heure choisie : paru, ou arrêté."),
    icon="clock",
    outside=words.OUTSIDE_WORK,
    entries=("news.appeared", "news.held_back"),
    at_work=True,
)
KEEPER_CHANGED = MessageKind(
    code="keeper.changed",
    label=_("Les fiches que je tiens"),
    rhythm=_("Quand une fiche m'est confiée ou reprise."),
    icon="directory",
    outside=words.OUTSIDE_WORK,
    entries=("directory.keeper_added", "directory.keeper_removed"),
    at_work=True,
)
EVENT_EVE = MessageKind(
    code="event.eve",
    label=_("Un événement que j'organise"),
    rhythm=_("La veille à 16 heures, ou le dernier jour ouvert avant lui."),
    icon="calendar",
    outside=words.OUTSIDE_EVE,
    at_work=True,
    urgency=Urgency.DATED,
    by=(Channel.MAIL,),
)
SHEET_CHECK = MessageKind(
    code="sheet.check",
    label=_("Mes fiches à vérifier"),
    rhythm=_("Le jour dit, puis après deux et quatre semaines. Ensuite, la coordination s'en charge."),
    icon="directory",
    outside=words.OUTSIDE_SHEETS,
    at_work=True,
)
RESOURCE_CHECK = MessageKind(
    code="resource.check",
    label=_("Mes ressources à vérifier"),
    rhythm=_("Le jour dit, puis après deux et quatre semaines. Ensuite, la coordination s'en charge."),
    icon="check",
    outside=words.OUTSIDE_RESOURCES,
    at_work=True,
)
DESK_WAITING = MessageKind(
    code="desk.waiting",
    label=_("Ce qui attend ma décision"),
    rhythm=_("Les jours ouvrés à 8 h 30, quand il y a du nouveau ; sinon une fois par semaine."),
    icon="check",
    outside=words.OUTSIDE_DESK,
    at_work=True,
)
LINKS_DEAD = MessageKind(
    code="links.dead",
    label=_("Des liens ne répondent plus"),
    rhythm=_("Le premier jour ouvré du mois."),
    icon="warning",
    outside=words.OUTSIDE_MONTH,
    at_work=True,
)
FIGURES_READY = MessageKind(
    code="figures.ready",
    label=_("Les chiffres du mois"),
    rhythm=_("Une fois par mois, quand ils paraissent."),
    icon="table",
    outside=words.OUTSIDE_MONTH,
    at_work=True,
    observers=True,
)
LETTER_DONE = MessageKind(
    code="letter.done",
    label=_("Une lettre est partie"),
    rhythm=_("Une fois, à la fin de l'envoi."),
    icon="mail",
    outside=words.OUTSIDE_SENT,
    entries=("newsletter.finished",),
    at_work=True,
)
LETTER_STOPPED = MessageKind(
    code="letter.stopped",
    label=_("Une lettre ne part pas"),
    rhythm=_("Tout de suite."),
    icon="mail",
    outside=words.OUTSIDE_WORK,
    entries=("newsletter.halted", "newsletter.held_back"),
    at_work=True,
    urgency=Urgency.NOW,
    everywhere=True,
)

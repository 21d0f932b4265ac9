"""The kinds of messages: what one can ask not to be told any more, and what the journal already tells, by its kinds.

A line of the journal that is told (`Happening.told`) is a message as it stands: it was written in the transaction of
what happened, to whom it concerns. Reminders are the others: nobody did anything, a day came.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from boite.languages.messages import _
from boite.notifications import words
from boite.notifications.models import Channel


class Urgency(StrEnum):
    """How soon a message is told outside the service, from the most pressing to the least."""

    NOW = "now"
    """At once, at any hour: a short closed list."""
    DATED = "dated"
    """Its hour is part of it: as soon as nobody is disturbed, and never held back by what was said before."""
    OPEN = "open"
    """As soon as nobody is disturbed."""
    DIGEST = "digest"
    """With what else waits, at the hour that its person chose."""
    LIST = "list"
    """In the service alone."""


PUSH_OR_MAIL = (Channel.PUSH, Channel.MAIL)
PUSH_SMS_OR_MAIL = (Channel.PUSH, Channel.SMS, Channel.MAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageKind:
    """One kind, as the page of settings names it."""

    code: str
    label: str
    rhythm: str
    """When it comes, in words."""
    icon: str
    outside: str
    """What is said of it where others may read: nothing of anybody."""
    entries: tuple[str, ...] = ()
    """The kinds of lines of the journal that are such messages. A reminder may say the same kind of thing too."""
    at_work: bool = False
    """Whether it is for people who work for structures or coordinate territories."""
    urgency: Urgency = Urgency.DIGEST
    by: tuple[Channel, ...] = PUSH_OR_MAIL
    """Where it is not for the digest: the first of these that its person has carries it."""
    everywhere: bool = False
    """All of `by` carry it, not the first alone."""
    silent: tuple[Channel, ...] = ()
    """Where it is told to nobody who did not ask for it."""
    while_closing: bool = False
    """Whether it is told to somebody whose box is being closed."""
    always: str = ""
    """Why it is told whatever one chose, in words. Empty for what one may want no more of."""


PAPER_VALIDITY = MessageKind(
    code="paper.validity",
    label=_("Un papier arrive à sa fin"),
    rhythm=_("Quelques mois, puis quelques jours avant, selon le papier."),
    icon="paper",
    outside=words.OUTSIDE_PAPER,
)
PAPER_DAMAGED = MessageKind(
    code="paper.damaged",
    label=_("Un papier est abîmé"),
    rhythm=_("Quand nous ne pouvons plus l'ouvrir."),
    icon="warning",
    outside=words.OUTSIDE_PAPER,
    entries=("file.damaged",),
    urgency=Urgency.OPEN,
)
EVENT_NEAR = MessageKind(
    code="event.near",
    label=_("Un événement où je vais"),
    rhythm=_("La veille au soir, ou le samedi pour un lundi."),
    icon="calendar",
    outside=words.OUTSIDE_EVENT,
    urgency=Urgency.DATED,
    by=PUSH_SMS_OR_MAIL,
)
EVENT_NEWS = MessageKind(
    code="event.news",
    label=_("Un événement change"),
    rhythm=_("Quand il change, s'annule, ou qu'une place se libère."),
    icon="calendar",
    outside=words.OUTSIDE_EVENT_NEWS,
    entries=("agenda.called_off", "agenda.moved", "agenda.seat_freed", "agenda.taken_off"),
    urgency=Urgency.DATED,
    by=PUSH_SMS_OR_MAIL,
)
EVENT_SOON = MessageKind(
    code="event.soon",
    label=_("Un événement où je vais, deux heures avant"),
    rhythm=_("Deux heures avant. Seulement si vous le demandez."),
    icon="calendar",
    outside=words.OUTSIDE_SOON,
    urgency=Urgency.DATED,
    by=(Channel.PUSH,),
    silent=(Channel.SERVICE, Channel.MAIL, Channel.PUSH, Channel.SMS),
)
EVENT_OPINION = MessageKind(
    code="event.opinion",
    label=_("Mon avis sur un événement"),
    rhythm=_("Une fois, le lendemain à 10 heures."),
    icon="calendar",
    outside=words.OUTSIDE_BOX,
)
PAPER_ARRIVED = MessageKind(
    code="paper.arrived",
    label=_("Une attestation est dans ma boîte"),
    rhythm=_("Quand elle arrive."),
    icon="certificate",
    outside=words.OUTSIDE_BOX,
    entries=("agenda.attested",),
)
CV_OLD = MessageKind(
    code="cv.old",
    label=_("Mon CV a vieilli"),
    rhythm=_("Après six mois, puis un an. Pour qui cherche un emploi."),
    icon="cv",
    outside=words.OUTSIDE_BOX,
)
STRUCTURE_CHANGED = MessageKind(
    code="structure.changed",
    label=_("Une structure qui me reçoit a changé"),
    rhythm=_("Quand elle déménage ou ferme avant un événement où je vais."),
    icon="directory",
    outside=words.OUTSIDE_EVENT_NEWS,
)
BOX_FILLING = MessageKind(
    code="box.filling",
    label=_("Ma boîte est presque pleine"),
    rhythm=_("Deux fois : quand il reste peu de place, puis très peu."),
    icon="gauge",
    outside=words.OUTSIDE_BOX,
)
DEPOSIT_LEFT = MessageKind(
    code="upload.left",
    label=_("Un dépôt n'est pas terminé"),
    rhythm=_("Une fois, le lendemain."),
    icon="upload",
    outside=words.OUTSIDE_BOX,
)
ACCOUNT_SECRET = MessageKind(
    code="account.secret",
    label=_("Ma phrase secrète a changé"),
    rhythm=_("Tout de suite."),
    icon="account",
    outside=words.OUTSIDE_ACCESS,
    entries=("account.passphrase_changed",),
    urgency=Urgency.NOW,
    everywhere=True,
    while_closing=True,
    always=_("Si ce n'est pas vous, quelqu'un d'autre entre dans votre boîte."),
)
ACCOUNT_DEVICE = MessageKind(
    code="account.device",
    label=_("Connexion depuis un nouvel appareil"),
    rhythm=_("Tout de suite, une fois par an pour chaque appareil."),
    icon="account",
    outside=words.OUTSIDE_DEVICE,
    entries=("account.new_device",),
    urgency=Urgency.NOW,
    everywhere=True,
    while_closing=True,
    always=_("Si ce n'est pas vous, quelqu'un d'autre entre dans votre boîte."),
)
ACCOUNT_IDLE = MessageKind(
    code="account.idle",
    label=_("Ma boîte va être fermée, sans visite"),
    rhythm=_("Trois mois, un mois et une semaine avant."),
    icon="clock",
    outside=words.OUTSIDE_IDLE,
    urgency=Urgency.DATED,
    by=PUSH_SMS_OR_MAIL,
    everywhere=True,
    always=_("Sans visite, vos papiers seraient effacés sans que vous le sachiez."),
)
ACCOUNT_CLOSING = MessageKind(
    code="account.closing",
    label=_("Ma boîte va être effacée"),
    rhythm=_("À la demande, une semaine avant et la veille."),
    icon="account",
    outside=words.OUTSIDE_CLOSING,
    entries=("account.closing_asked", "account.closing_idle"),
    urgency=Urgency.DATED,
    by=(Channel.MAIL,),
    while_closing=True,
    always=_("Ce qui est effacé ne revient pas."),
)
CORRECTION_ANSWERED = MessageKind(
    code="suggestion.answered",
    label=_("Une réponse à ma correction"),
    rhythm=_("Quand elle est acceptée ou refusée."),
    icon="check",
    outside=words.OUTSIDE_ANSWER,
    entries=("directory.accepted", "directory.refused"),
)
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

KINDS = (
    *(PAPER_VALIDITY, PAPER_DAMAGED, PAPER_ARRIVED, CV_OLD, BOX_FILLING, DEPOSIT_LEFT),
    *(EVENT_NEAR, EVENT_SOON, EVENT_NEWS, EVENT_OPINION, STRUCTURE_CHANGED, CORRECTION_ANSWERED),
    *(ACCOUNT_SECRET, ACCOUNT_DEVICE, ACCOUNT_IDLE, ACCOUNT_CLOSING),
    *(SHEET_CHECK, CORRECTION_WAITS, KEEPER_CHANGED, RESOURCE_CHECK, WRITING_ANSWERED, WRITING_APPEARS),
    *(EVENT_EVE, DESK_WAITING, LINKS_DEAD, LETTER_STOPPED, LETTER_DONE),
)
"""Every kind, in the order of the page of settings.

Not yet: `search.new` (a saved search has no row), those of agreements and of deposits by structures, and of figures.
"""
BY_CODE = {kind.code: kind for kind in KINDS}
OF_ENTRY = {entry: kind for kind in KINDS for entry in kind.entries}
"""The kind of message that a told line of the journal is."""

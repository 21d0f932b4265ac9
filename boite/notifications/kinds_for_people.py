"""The kinds of messages of everybody who has a box: their papers, their events, their account."""

from __future__ import annotations

from boite.languages.messages import _
from boite.notifications import words
from boite.notifications.message_kind import PUSH_SMS_OR_MAIL, MessageKind, Urgency
from boite.notifications.models import Channel

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
    label=_("Connexion depuis un appareil inconnu"),
    rhythm=_("Tout de suite, quand nous ne connaissons pas, ou plus, l'appareil."),
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

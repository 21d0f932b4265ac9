"""The kinds of messages of administrators."""

from __future__ import annotations

from boite.languages.messages import _
from boite.notifications import words
from boite.notifications.message_kind import MessageKind, Urgency

QUEUE_STUCK = MessageKind(
    code="queue.stuck",
    label=_("Les messages ne partent plus"),
    rhythm=_("Quand rien n'est parti depuis trois jours, puis chaque jour."),
    icon="warning",
    outside=words.OUTSIDE_INCIDENT,
    operators=True,
    urgency=Urgency.DATED,
    everywhere=True,
)
ROOM_LOW = MessageKind(
    code="room.low",
    label=_("Un disque est presque plein"),
    rhythm=_("Quand il le devient, puis à moitié moins de place, puis à un cinquième."),
    icon="warning",
    outside=words.OUTSIDE_INCIDENT,
    operators=True,
    urgency=Urgency.DATED,
    everywhere=True,
)
CALENDAR_ENDS = MessageKind(
    code="calendar.ends",
    label=_("Un calendrier se termine"),
    rhythm=_("Un an avant, puis trois mois avant."),
    icon="calendar",
    outside=words.OUTSIDE_MONTH,
    operators=True,
)

"""What can happen to the agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Audience, Happening, kind
from boite.journal.subject import SubjectKind
from boite.languages.messages import _


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEvent(Happening):
    """Something about one event of the agenda. `slug` is its address."""

    audience: ClassVar[Audience] = Audience.DESK
    subject_kind: ClassVar[SubjectKind] = SubjectKind.EVENT
    subject_field: ClassVar[str] = "slug"
    page: ClassVar[tuple[str, str]] = ("agenda:event", "slug")
    title: str
    slug: str = ""


@kind("agenda.created", "calendar", "Vous avez préparé l'événement « {title} ».")
class EventCreated(OfEvent):
    """An event was written, not shown yet."""


@kind("agenda.edited", "calendar", "Vous avez modifié l'événement « {title} ».")
class EventEdited(OfEvent):
    """An event was changed."""


@kind(
    "agenda.published",
    "calendar",
    "Vous avez publié l'événement « {title} ».",
    "Votre événement « {title} » est en ligne.",
    audience=Audience.AUTHOR,
    told=True,
)
class EventPublished(OfEvent):
    """An event was shown to everybody."""


@kind(
    "agenda.withdrawn",
    "calendar",
    "Vous avez retiré l'événement « {title} ».",
    "Votre événement « {title} » n'est plus en ligne.",
    audience=Audience.AUTHOR,
    told=True,
)
class EventWithdrawn(OfEvent):
    """An event was taken back."""


@kind(
    "agenda.cancelled",
    "calendar",
    "Vous avez annulé l'événement « {title} ».",
    "Votre événement « {title} » est annulé : {reason}.",
    audience=Audience.AUTHOR,
    told=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class EventCancelled(OfEvent):
    """An event will not take place."""

    reason: str = ""


@kind("agenda.arranged", "calendar", "Vous avez changé les structures ou les étapes de « {title} ».")
class EventArranged(OfEvent):
    """The structures present, or the steps of a visit, were changed."""


@kind("agenda.joined", "calendar", "Vous avez une place à « {title} ».", audience=Audience.OWNER)
class EventJoined(OfEvent):
    """Somebody registered and has a seat."""


@kind(
    "agenda.waiting",
    "clock",
    "Vous êtes sur la liste d'attente de « {title} ».",
    "{who} est sur la liste d'attente de « {title} ».",
    audience=Audience.OWNER,
)
class WaitingJoined(OfEvent):
    """Somebody registered and waits for a seat."""


@kind(
    "agenda.seat_freed",
    "calendar",
    "La place libérée à « {title} » est donnée.",
    _("Une place s'est libérée : elle est à vous, pour « %(title)s »."),
    audience=Audience.ATTENDEES,
    told=True,
    settles=False,
)
class SeatFreed(OfEvent):
    """Somebody left the waiting list for a seat; told to them."""


@kind(
    "agenda.left",
    "undo",
    "Vous ne venez plus à « {title} ».",
    "{who} ne vient plus à « {title} ».",
    audience=Audience.OWNER,
)
class EventLeft(OfEvent):
    """Somebody gave their place back."""


@kind("agenda.name_put", "people", "Vous avez inscrit quelqu'un à « {title} ».")
class NamePut(OfEvent):
    """A professional put a name on the list. Nothing says whose."""


@kind("agenda.name_removed", "people", "Vous avez retiré quelqu'un de la liste de « {title} ».")
class NameRemoved(OfEvent):
    """A professional took a name off the list."""


MOVES = (
    *(_("d'heure"), _("de lieu"), _("de lien")),
    *(_("d'heure et de lieu"), _("d'heure et de lien"), _("de lieu et de lien"), _("d'heure, de lieu et de lien")),
)
"""What an event may change, each whole: another language joins them in its own way."""


@kind(
    "agenda.moved",
    "calendar",
    _("« %(title)s » a changé %(what)s. %(now)s."),
    audience=Audience.ATTENDEES,
    told=True,
    settles=False,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class EventMoved(OfEvent):
    """An event has another hour or another place; told to those who come. « d'heure », then what holds from now on."""

    ours: ClassVar[tuple[str, ...]] = ("what",)
    what: str
    now: str


@kind("agenda.called_off", "close", _("« %(title)s » est annulé : %(reason)s."), audience=Audience.ATTENDEES, told=True)
@dataclass(frozen=True, slots=True, kw_only=True)
class EventCalledOff(OfEvent):
    """An event will not take place; told to those who were to come."""

    reason: str


@kind(
    "agenda.taken_off",
    "people",
    "Vous avez retiré une place à « {title} ».",
    _("L'organisateur a retiré votre place à « %(title)s »."),
    audience=Audience.ATTENDEES,
    told=True,
)
class TakenOff(OfEvent):
    """A professional took somebody off the list; told to them."""


@kind(
    "agenda.attested",
    "certificate",
    _("L'attestation de « %(title)s » est dans votre boîte."),
    audience=Audience.OWNER,
    told=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Attested(OfEvent):
    """The attestation of a whole visit reached the box; told to its person. It is about that paper."""

    subject_kind: ClassVar[SubjectKind] = SubjectKind.NODE
    subject_field: ClassVar[str] = "node"
    page: ClassVar[tuple[str, str]] = ("files:paper", "node")
    node: str


@kind("agenda.ticked", "check", "Vous avez noté des présences à « {title} » : {count}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceTicked(OfEvent):
    """An organiser said who came."""

    count: int


@kind(
    "agenda.came",
    "check",
    "Votre présence à « {title} » est notée.",
    "{who} : présence notée à « {title} ».",
    audience=Audience.OWNER,
)
class Came(OfEvent):
    """Somebody told at the entrance that they were there."""


@kind("agenda.stamped", "check", "Vous avez fait une étape de « {title} » : {step}.", audience=Audience.OWNER)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepStamped(OfEvent):
    """Somebody stamped a step of a visit."""

    step: str


@kind(
    "agenda.answered",
    "check",
    "Vous avez donné votre avis sur « {title} ».",
    "{who} a donné son avis sur « {title} ».",
    audience=Audience.OWNER,
)
class OpinionGiven(OfEvent):
    """Somebody who came said whether it was useful."""

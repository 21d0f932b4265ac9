"""What can happen to the letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Audience, Happening, kind
from boite.journal.subject import SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OfLetter(Happening):
    """Something about one issue of the newsletter. `issue` is its identifier."""

    audience: ClassVar[Audience] = Audience.DESK
    subject_kind: ClassVar[SubjectKind] = SubjectKind.ISSUE
    subject_field: ClassVar[str] = "issue"
    page: ClassVar[tuple[str, str]] = ("newsletter:compose", "issue")
    title: str
    issue: str = ""


@kind("newsletter.begun", "mail", "Vous avez commencé la lettre « {title} ».")
class LetterBegun(OfLetter):
    """An issue was begun, already filled."""


@kind("newsletter.composed", "edit", "Vous avez composé la lettre « {title} ».")
class LetterComposed(OfLetter):
    """An issue was written or put in order: one entry for one sitting."""


@kind("newsletter.scheduled", "clock", "Vous avez programmé l'envoi de la lettre « {title} ».")
class LetterScheduled(OfLetter):
    """The hour of an issue was chosen."""


@kind("newsletter.unscheduled", "undo", "Vous avez annulé l'envoi de la lettre « {title} ».")
class LetterUnscheduled(OfLetter):
    """An issue is a draft again."""


@kind("newsletter.launched", "mail", "Vous avez lancé l'envoi de la lettre « {title} ».")
class LetterLaunched(OfLetter):
    """An issue leaves at once."""


@kind("newsletter.set_aside", "trash", "Vous avez écarté la lettre « {title} ».")
class LetterSetAside(OfLetter):
    """A draft is no longer wanted; its text is kept."""


@kind("newsletter.recovered", "undo", "Vous avez repris la lettre « {title} ».")
class LetterRecovered(OfLetter):
    """A draft that was set aside is wanted again."""


@kind("newsletter.withdrawn", "eye", "Vous avez retiré du site la lettre « {title} ».")
class LetterWithdrawn(OfLetter):
    """The page of a sent issue was taken off line."""


@kind("newsletter.restored", "eye", "Vous avez remis en ligne la lettre « {title} ».")
class LetterRestored(OfLetter):
    """The page of a sent issue came back."""


@kind(
    "newsletter.tried",
    "mail",
    "Vous vous êtes envoyé un essai de la lettre « {title} ».",
    "{who} s'est envoyé un essai de la lettre « {title} ».",
)
class LetterTried(OfLetter):
    """A trial was sent to its writer."""


@kind("newsletter.stopped", "clock", "Vous avez arrêté l'envoi de la lettre « {title} ».")
class LetterStopped(OfLetter):
    """A sending under way was paused."""


@kind("newsletter.resumed", "mail", "Vous avez repris l'envoi de la lettre « {title} ».")
class LetterResumed(OfLetter):
    """A paused sending went on."""


@kind("newsletter.held_back", "warning", "La lettre « {title} » n'est pas partie : {reason}.", told=True)
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterHeldBack(OfLetter):
    """A scheduled issue could not begin; told to those who may send it."""

    reason: str


@kind("newsletter.halted", "warning", "L'envoi de la lettre « {title} » s'est arrêté : {reason}.", told=True)
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterHalted(OfLetter):
    """A sending stopped by itself; told to those who may resume it."""

    reason: str


@kind(
    "newsletter.finished",
    "mail",
    "La lettre « {title} » est partie. Envois : {handed}, refus : {refused}, à décider : {doubtful}.",
    told=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFinished(OfLetter):
    """A letter has reached everybody it could; told to those who may send it."""

    handed: int
    refused: int
    doubtful: int


@kind("newsletter.doubt_sent", "mail", "Vous avez renvoyé {count} courriels incertains de la lettre « {title} ».")
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDoubtSent(OfLetter):
    """What may not have left was sent once more."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSubscription(Happening):
    """Somebody receives the letter of a territory, or not. `place` is its name, `territory` its code."""

    audience: ClassVar[Audience] = Audience.OWNER
    subject_kind: ClassVar[SubjectKind] = SubjectKind.TERRITORY
    subject_field: ClassVar[str] = "territory"
    place: str
    territory: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfWork(Happening):
    """Somebody receives the letters as a professional, or not: a setting of their account."""

    audience: ClassVar[Audience] = Audience.OWNER
    subject_kind: ClassVar[SubjectKind] = SubjectKind.ACCOUNT


@kind("newsletter.subscribed", "mail", "Vous recevez la lettre « {place} ».", "{who} reçoit la lettre « {place} ».")
class LetterSubscribed(OfSubscription):
    """A demand made from the account was confirmed from its mailbox."""


@kind("newsletter.asked", "mail", "Vous avez demandé la lettre « {place} ».")
class LetterAsked(OfSubscription):
    """A letter was asked for from the account."""


@kind(
    "newsletter.dropped",
    "undo",
    "Vous ne recevez plus la lettre « {place} ».",
    "{who} ne reçoit plus la lettre « {place} ».",
)
class LetterDropped(OfSubscription):
    """One letter was ended from the account."""


@kind(
    "newsletter.work_left",
    "undo",
    "Vous ne recevez plus la lettre comme professionnel.",
    "{who} ne reçoit plus la lettre comme professionnel.",
)
class LetterWorkLeft(OfWork):
    """A professional said no to the letters of their territories."""


@kind(
    "newsletter.work_returned",
    "mail",
    "Vous recevez de nouveau la lettre comme professionnel.",
    "{who} reçoit de nouveau la lettre comme professionnel.",
)
class LetterWorkReturned(OfWork):
    """A professional took that back."""

"""What can happen to the news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Audience, Happening, kind
from boite.journal.subject import SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OfArticle(Happening):
    """Something about one piece of news. `article` is its identifier."""

    audience: ClassVar[Audience] = Audience.DESK
    subject_kind: ClassVar[SubjectKind] = SubjectKind.ARTICLE
    subject_field: ClassVar[str] = "article"
    page: ClassVar[tuple[str, str]] = ("news:desk", "article")
    title: str
    article: str = ""


@kind("news.written", "edit", "Vous avez écrit l'actualité « {title} ».")
class NewsWritten(OfArticle):
    """A piece of news was written: one entry for one sitting."""


@kind("news.proposed", "move", "Vous avez proposé l'actualité « {title} ».")
class NewsProposed(OfArticle):
    """The coordination is asked to decide."""


@kind("news.taken_back", "undo", "Vous avez repris l'actualité « {title} » pour la modifier.")
class NewsTakenBack(OfArticle):
    """Its author took back what was proposed."""


@kind(
    "news.accepted",
    "check",
    "Vous avez accepté l'actualité « {title} ».",
    "Votre actualité « {title} » est acceptée.",
    audience=Audience.AUTHOR,
    told=True,
)
class NewsAccepted(OfArticle):
    """The coordination said yes."""


@kind(
    "news.sent_back",
    "undo",
    "Vous avez renvoyé l'actualité « {title} », avec une raison.",
    "Votre actualité « {title} » est à reprendre : {reason}.",
    audience=Audience.AUTHOR,
    told=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class NewsSentBack(OfArticle):
    """The coordination asked for changes; the author reads why."""

    reason: str = ""


@kind("news.scheduled", "clock", "Vous avez choisi le jour de parution de « {title} ».")
class NewsScheduled(OfArticle):
    """A piece of news will appear by itself."""


@kind("news.unscheduled", "undo", "Vous avez retiré le jour de parution de « {title} ».")
class NewsUnscheduled(OfArticle):
    """A piece of news waits again."""


@kind(
    "news.published",
    "news",
    "Vous avez publié l'actualité « {title} ».",
    "Votre actualité « {title} » est en ligne.",
    audience=Audience.AUTHOR,
    told=True,
)
class NewsPublished(OfArticle):
    """Somebody put a piece of news on line."""


@kind("news.appeared", "news", "L'actualité « {title} » est parue à l'heure choisie.", told=True)
class NewsAppeared(OfArticle):
    """A scheduled piece of news went on line; told to who chose the hour."""


@kind("news.pinned", "up", "Vous avez épinglé l'actualité « {title} ».")
class NewsPinned(OfArticle):
    """A piece of news is held at the top."""


@kind("news.unpinned", "down", "Vous avez détaché l'actualité « {title} ».")
class NewsUnpinned(OfArticle):
    """A piece of news takes its place among the others again."""


@kind(
    "news.corrected",
    "edit",
    "Vous avez corrigé l'actualité « {title} ».",
    "Votre actualité « {title} » a été corrigée.",
    audience=Audience.AUTHOR,
    told=True,
)
class NewsCorrected(OfArticle):
    """A published text was changed, and says so."""


@kind(
    "news.withdrawn",
    "eye",
    "Vous avez retiré l'actualité « {title} ».",
    "Votre actualité « {title} » n'est plus en ligne.",
    audience=Audience.AUTHOR,
    told=True,
)
class NewsWithdrawn(OfArticle):
    """A published piece of news is no longer on line."""


@kind(
    "news.left_out",
    "eye",
    "Vous ne montrez plus l'actualité « {title} » dans votre territoire.",
    "{who} ne montre plus l'actualité « {title} » dans son territoire.",
)
class NewsLeftOut(OfArticle):
    """A published piece of news of another territory is no longer shown in this one."""


@kind(
    "news.restored",
    "undo",
    "Vous avez remis en ligne l'actualité « {title} ».",
    "Votre actualité « {title} » est en ligne.",
    audience=Audience.AUTHOR,
    told=True,
)
class NewsRestored(OfArticle):
    """A withdrawn piece of news came back."""


@kind("news.set_aside", "trash", "Vous avez écarté le brouillon « {title} ».")
class NewsSetAside(OfArticle):
    """A draft is no longer wanted; its text is kept."""


@kind("news.recovered", "undo", "Vous avez repris le brouillon « {title} ».")
class NewsRecovered(OfArticle):
    """A draft that was set aside is wanted again."""


@kind("news.proposal_accepted", "check", "Vous avez fait un brouillon de la proposition « {title} ».")
class PartnerAccepted(OfArticle):
    """What a partner proposed became a draft."""


@kind("news.proposal_refused", "close", "Vous avez refusé la proposition « {title} ».")
@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRefused(Happening):
    """What a partner proposed was set aside, with a reason."""

    audience: ClassVar[Audience] = Audience.DESK
    subject_kind: ClassVar[SubjectKind] = SubjectKind.PROPOSAL
    subject_field: ClassVar[str] = "proposal"
    title: str
    proposal: str = ""


@kind("news.held_back", "warning", "L'actualité « {title} » n'a pas pu paraître : {reason}.", told=True)
@dataclass(frozen=True, slots=True, kw_only=True)
class NewsHeldBack(OfArticle):
    """A scheduled piece of news could not go on line; told to who chose the hour."""

    reason: str

"""What can happen to the news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Audience, Happening, kind
from boite.journal.subject import SubjectKind
from boite.news.models import ARTICLES
from boite.publishing.sentences import DONE, OfPublication, of_steps
from boite.publishing.stages import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class OfArticle(OfPublication):
    """Something about one piece of news. `article` is its identifier."""

    subject_kind: ClassVar[SubjectKind] = SubjectKind.ARTICLE
    subject_field: ClassVar[str] = "article"
    page: ClassVar[tuple[str, str]] = ("news:desk", "article")
    article: str = ""


@kind("news.scheduled", "clock", "Vous avez choisi le jour de parution de « {title} ».")
class NewsScheduled(OfArticle):
    """A piece of news will appear by itself."""


@kind("news.unscheduled", "undo", "Vous avez retiré le jour de parution de « {title} ».")
class NewsUnscheduled(OfArticle):
    """A piece of news waits again."""


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
    "news.left_out",
    "eye",
    "Vous ne montrez plus l'actualité « {title} » dans votre territoire.",
    "{who} ne montre plus l'actualité « {title} » dans son territoire.",
)
class NewsLeftOut(OfArticle):
    """A published piece of news of another territory is no longer shown in this one."""


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


SAYS: Mapping[Step, type[Happening]] = {
    **of_steps(OfArticle, "news", ARTICLES.noun, DONE),
    Step.SCHEDULED: NewsScheduled,
    Step.UNSCHEDULED: NewsUnscheduled,
    Step.PINNED: NewsPinned,
    Step.UNPINNED: NewsUnpinned,
    Step.LEFT_OUT: NewsLeftOut,
}
"""What the journal says of each step."""

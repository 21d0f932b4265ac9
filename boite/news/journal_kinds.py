"""What can happen to the news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Happening, kind


@dataclass(frozen=True, slots=True, kw_only=True)
class OfArticle(Happening):
    """Something about one piece of news. `article` is its identifier."""

    about: ClassVar[tuple[str, str]] = ("article", "article")
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


@kind("news.accepted", "check", "Vous avez accepté l'actualité « {title} ».")
class NewsAccepted(OfArticle):
    """The coordination said yes."""


@kind("news.sent_back", "undo", "Vous avez renvoyé l'actualité « {title} », avec une raison.")
class NewsSentBack(OfArticle):
    """The coordination asked for changes."""


@kind("news.scheduled", "clock", "Vous avez choisi le jour de parution de « {title} ».")
class NewsScheduled(OfArticle):
    """A piece of news will appear by itself."""


@kind("news.unscheduled", "undo", "Vous avez retiré le jour de parution de « {title} ».")
class NewsUnscheduled(OfArticle):
    """A piece of news waits again."""


@kind("news.published", "news", "Vous avez publié l'actualité « {title} ».")
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


@kind("news.corrected", "edit", "Vous avez corrigé l'actualité « {title} ».")
class NewsCorrected(OfArticle):
    """A published text was changed, and says so."""


@kind("news.withdrawn", "eye", "Vous avez retiré l'actualité « {title} ».")
class NewsWithdrawn(OfArticle):
    """A published piece of news is no longer on line."""


@kind("news.left_out", "eye", "Vous ne montrez plus l'actualité « {title} » dans votre territoire.")
class NewsLeftOut(OfArticle):
    """A published piece of news of another territory is no longer shown in this one."""


@kind("news.restored", "undo", "Vous avez remis en ligne l'actualité « {title} ».")
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
class PartnerRefused(OfArticle):
    """What a partner proposed was set aside, with a reason."""


@kind("news.held_back", "warning", "L'actualité « {title} » n'a pas pu paraître : {reason}.", told=True)
@dataclass(frozen=True, slots=True, kw_only=True)
class NewsHeldBack(OfArticle):
    """A scheduled piece of news could not go on line; told to who chose the hour."""

    reason: str


@kind("news.yours_accepted", "check", "Votre actualité « {title} » est acceptée.", told=True)
class YourNewsAccepted(OfArticle):
    """The coordination said yes; told to the author."""


@kind("news.yours_sent_back", "undo", "Votre actualité « {title} » est à reprendre : {reason}.", told=True)
@dataclass(frozen=True, slots=True, kw_only=True)
class YourNewsSentBack(OfArticle):
    """The coordination asked for changes; told to the author."""

    reason: str


@kind("news.yours_published", "news", "Votre actualité « {title} » est en ligne.", told=True)
class YourNewsPublished(OfArticle):
    """What somebody wrote went on line, or came back there; told to the author."""


@kind("news.yours_corrected", "edit", "Votre actualité « {title} » a été corrigée.", told=True)
class YourNewsCorrected(OfArticle):
    """Somebody else corrected what is on line; told to the author."""


@kind("news.yours_withdrawn", "eye", "Votre actualité « {title} » n'est plus en ligne.", told=True)
class YourNewsWithdrawn(OfArticle):
    """What somebody wrote was taken off line; told to the author."""

"""What waits for a professional: how much of each kind, where it is answered, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from boite.access import agenda as agenda_door
from boite.access import directory as directory_door
from boite.accounts.models import User
from boite.agenda import event_lists
from boite.agenda.models import Event
from boite.clock import now, today
from boite.database.long_lists import few
from boite.database.shortened import Shortened, shortened
from boite.directory.maintenance import checks, suggestions
from boite.directory.maintenance.checks import Watch
from boite.library.models import RESOURCES
from boite.news.models import ARTICLES, PartnerProposal
from boite.notifications import inbox
from boite.notifications.kinds_at_work import CORRECTION_WAITS
from boite.publishing import waiting
from boite.publishing.rows import P, Tables
from boite.publishing.stages import Stage
from boite.text.french import date_fr

WEEK = timedelta(days=7)
EVENTS = 4


@dataclass(frozen=True, slots=True)
class Backlog:
    """So many things of one kind that wait, since when in words, and the page where they are answered."""

    count: int
    title: str
    fact: str
    route: str


async def of(user: User) -> list[Backlog]:
    """What waits for this person: nothing where nothing does."""
    structures = await directory_door.member_structures(user)
    codes = await directory_door.coordinated_codes(user)
    watch = Watch(territories=sorted(codes), structures=[row.id for row in structures])
    lines = [await _sheets(watch), await _corrections(sorted(codes)), *await _texts(user, codes)]
    if not codes:
        lines.append(await _corrections_told(user))
    return [line for line in lines if line.count]


async def _sheets(watch: Watch) -> Backlog:
    count = await checks.count_due(watch) if watch else 0
    oldest = (await checks.due(watch))[0]["next_check_on"] if count else today()
    title = "Fiche à vérifier" if count == 1 else "Fiches à vérifier"
    return Backlog(count, title, f"La plus ancienne attend depuis le {date_fr(oldest)}.", "directory:due")


async def _corrections(codes: list[str]) -> Backlog:
    count = await suggestions.count_pending(codes) if codes else 0
    title = "Correction proposée" if count == 1 else "Corrections proposées"
    return Backlog(count, title, "Par des visiteurs de l'annuaire.", "directory:suggestions")


async def _corrections_told(user: User) -> Backlog:
    """For who keeps a sheet without deciding: what they were told, until they have looked."""
    count = len(await inbox.fresh(user.id, (CORRECTION_WAITS,)))
    title = "Correction attend pour vos fiches" if count == 1 else "Corrections attendent pour vos fiches"
    return Backlog(
        count, title, "La coordination décide. Vous pouvez corriger la fiche vous-même.", "notifications:messages"
    )


async def _texts(user: User, codes: frozenset[str]) -> list[Backlog]:
    """What a coordination decides, then one's own drafts."""
    news = await _proposed(ARTICLES, codes)
    offers = await PartnerProposal.filter(waiting.of(codes), decided_at=None).count() if codes else 0
    resources = await _proposed(RESOURCES, codes)
    mine = ARTICLES.publication.filter(author_id=user.id, stage=Stage.DRAFT)
    drafts, last = await mine.count(), await mine.order_by("-changed_at").first()
    first = f"« {last.title or 'Sans titre'} »" if last else ""
    return [
        Backlog(news + offers, "Actualités à valider", "Proposées pour votre territoire.", "news:queue"),
        Backlog(resources, "Ressources à valider", "Proposées pour votre territoire.", "library:queue"),
        Backlog(drafts, "Brouillon à finir" if drafts == 1 else "Brouillons à finir", first, "news:mine"),
    ]


async def _proposed(tables: Tables[P], codes: frozenset[str]) -> int:
    return await tables.publication.filter(waiting.of(codes), stage=Stage.PROPOSED).count() if codes else 0


async def week(user: User) -> Shortened[Event]:
    """The next events of the coming week in the territories where this person writes."""
    codes = await agenda_door.desk_codes(user)
    found = event_lists.public_events().filter(territory_id__in=few(codes))
    rows = found.filter(ends_at__gt=now(), begins_at__lt=now() + WEEK).order_by("begins_at", "id")
    return await shortened(rows, EVENTS) if codes else Shortened([], EVENTS)

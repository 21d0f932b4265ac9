"""What the working pages of the letter list, in a few queries whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from boite.database.long_lists import few
from boite.database.shortened import Shortened, shortened
from boite.files.models import Node
from boite.newsletter import item_order, letter_pictures
from boite.newsletter.contents import KINDS
from boite.newsletter.item_order import ItemPosition
from boite.newsletter.models import Issue, IssueItem, IssueStage, ItemKind, Section
from boite.newsletter.sections import LABELS
from boite.newsletter.sources import living

MOST = 60
NOT_SHOWN = "son image ne se montre pas : elle est trop grande ou abîmée"
WORDS = {
    IssueStage.DRAFT: ("Brouillon", ""),
    IssueStage.PROPOSED: ("Proposée", "info"),
    IssueStage.SCHEDULED: ("Programmée", "info"),
    IssueStage.SENDING: ("Envoi en cours", "warning"),
    IssueStage.PAUSED: ("Envoi arrêté", "error"),
    IssueStage.SENT: ("Envoyée", "success"),
    IssueStage.ASIDE: ("Écartée", ""),
}
"""The badge of each stage: its words and its kind."""
GROUPS = (
    ("En préparation", (IssueStage.DRAFT, IssueStage.PROPOSED)),
    ("Programmées", (IssueStage.SCHEDULED,)),
    ("En cours d'envoi", (IssueStage.SENDING, IssueStage.PAUSED)),
    ("Envoyées", (IssueStage.SENT,)),
    ("Écartées", (IssueStage.ASIDE,)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing in the composer."""

    id: UUID
    kind: str
    title: str
    detail: str
    summary: str
    own_words: str
    section: Section
    kept: bool
    online: bool
    rank: int
    count: int

    @property
    def key(self) -> str:
        """How the page names it."""
        return item_order.key(self.id)

    @property
    def place(self) -> str:
        """« 2e sur 5 dans Emploi »."""
        rank = "1re" if self.rank == 1 else f"{self.rank}e"
        return f"{rank} sur {self.count} dans {LABELS[self.section]}" if self.kept else "Laissée de côté"


async def issues(codes: Collection[str], page: int = 1) -> Shortened[Issue]:
    """A page of the letters of these territories, the last touched first."""
    found = Issue.filter(territory_id__in=few(codes)).select_related("territory", "sending")
    return await shortened(found.order_by("-changed_at", "id"), MOST, page)


def grouped(rows: Sequence[Issue]) -> list[tuple[str, list[Issue]]]:
    """These letters by what is to be done with them."""
    here = [(words, [row for row in rows if row.stage in stages]) for words, stages in GROUPS]
    return [(words, some) for words, some in here if some]


async def last_sent(code: str) -> Issue | None:
    """The last letter of a territory that left."""
    return await Issue.filter(territory_id=code).exclude(published_at=None).order_by("-published_at").first()


async def rows(items: Sequence[IssueItem]) -> list[Row]:
    """The things of a letter as the composer shows them. Three queries, five where it has pictures of its own."""
    online, own = await living(items), letter_pictures.own(items)
    bad = await letter_pictures.undrawable(await Node.filter(id__in=few(own))) if own else set()
    pictured = {node: NOT_SHOWN if node in bad else "avec une image" for node in own}
    places = [ItemPosition(item.id, item.section, item.kept) for item in items]
    return [_row(item, item.kind == ItemKind.FREE or item.of in online, places, pictured) for item in items]


def _row(item: IssueItem, online: bool, places: Sequence[ItemPosition], pictured: Mapping[UUID, str]) -> Row:
    rank, count = item_order.rank(places, item.id)
    return Row(
        id=item.id,
        kind=KINDS[item.kind],
        title=item.title,
        detail=item.detail or (pictured.get(item.picture, "") if item.picture else ""),
        summary=item.summary,
        own_words=item.own_words,
        section=item.section,
        kept=item.kept,
        online=online,
        rank=rank,
        count=count,
    )

"""What a letter says, gathered once for its four faces: mail, text, web page, paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from boite.clock import today
from boite.groups.file_views import Picture, pictures
from boite.newsletter.composer import items_of
from boite.newsletter.models import Issue, IssueItem, ItemKind, Section
from boite.newsletter.sections import ICONS, LABELS
from boite.newsletter.sources import Piece, living
from boite.publishing import prose
from boite.text.french import date_fr
from boite.web.addresses import Addresses

KINDS = {
    ItemKind.ARTICLE: "Actualité",
    ItemKind.EVENT: "Événement",
    ItemKind.RESOURCE: "Ressource",
    ItemKind.FREE: "En bref",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterEntry:
    """One thing of the letter. `address` is a path of the site, a whole address, or empty."""

    id: UUID
    kind: ItemKind
    title: str
    words: str
    detail: str
    address: str
    picture: Picture | None = None

    @property
    def within(self) -> bool:
        """Whether its page is one of ours."""
        return self.address.startswith("/")

    def whole(self, site: str) -> str:
        """Its address as a mail needs it; empty where it has none."""
        return site + self.address if self.within else self.address


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One section that has something to say."""

    code: Section
    label: str
    icon: str
    entries: list[LetterEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The whole letter, for whatever shows it."""

    title: str
    facts: str
    """Whose letter, its number, its day."""
    editorial: str
    """HTML, clean."""
    chapters: list[Chapter]
    left_out: list[IssueItem] = field(default_factory=list)
    """What was chosen and is no longer on line."""

    @property
    def preview(self) -> str:
        """What mailboxes show beside the subject: the first titles."""
        titles = [entry.title for chapter in self.chapters for entry in chapter.entries]
        return " · ".join(titles[:4])


async def content(issue: Issue, url: Addresses) -> Content:
    """What the letter says: now for a draft; as it was sent for a letter that left. Six queries at most."""
    items = [item for item in await items_of(issue) if item.kept]
    online = await living(items) if issue.published_at is None else {}
    if issue.published_at is None:
        said = [item for item in items if item.kind == ItemKind.FREE or item.of in online]
    else:
        said = [item for item in items if item.gone_at is None]
    drawn = await pictures(url, _pictured(said, online))
    entries = [(item.section, _entry(item, online.get(item.of), drawn)) for item in said]
    return Content(
        title=issue.title,
        facts=_facts(issue),
        editorial=await prose.html_of(issue, "editorial"),
        chapters=[
            Chapter(code=code, label=label, icon=ICONS[code], entries=[entry for at, entry in entries if at == code])
            for code, label in LABELS.items()
            if any(at == code for at, _ in entries)
        ],
        left_out=[item for item in items if item not in said],
    )


def _pictured(items: Sequence[IssueItem], online: dict[UUID, Piece]) -> list[UUID]:
    nodes = [online[item.of].picture if item.of in online else item.picture for item in items]
    return [node for node in nodes if node is not None]


def _entry(item: IssueItem, piece: Piece | None, drawn: dict[UUID, Picture]) -> LetterEntry:
    """A draft shows what the thing says now, so that a correction is seen before it is sent."""
    now_: IssueItem | Piece = piece or item
    node = now_.picture
    return LetterEntry(
        id=item.id,
        kind=item.kind,
        title=now_.title,
        words=item.own_words or now_.summary,
        detail=now_.detail,
        address=item.address,
        picture=drawn.get(node) if node is not None else None,
    )


def _facts(issue: Issue) -> str:
    number = f"n° {issue.number}" if issue.number else ""
    day = date_fr(issue.published_at or issue.scheduled_at or today())
    return " · ".join(filter(None, (f"SPRO {issue.territory.name}", number, day)))

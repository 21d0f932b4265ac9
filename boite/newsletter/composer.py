"""Composing a letter: begun already filled, put in order, written. Whoever saves says which version was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from boite.accounts.models import User
from boite.clock import now, today
from boite.database import revisions
from boite.database.connection import transaction
from boite.database.revisions import SITTING
from boite.database.shortened import Shortened, shortened
from boite.database.versions import swap
from boite.directory.models import REGION, Territory
from boite.errors import Invalid, StaleVersion
from boite.journal.models import Entry
from boite.journal.record import record
from boite.newsletter import item_order, letter_pictures
from boite.newsletter import journal_kinds as kinds
from boite.newsletter.item_order import ItemPosition, Move
from boite.newsletter.models import Issue, IssueItem, IssueRevision, IssueStage, ItemKind, Section
from boite.newsletter.sources import Period, Piece, gather
from boite.publishing import prose
from boite.text import rich_text
from boite.text.french import month_fr
from boite.web.addresses import Addresses

SHOWN = 50
"""Revisions that the page of a letter shows."""
MOST = 120
"""Things that a letter may choose from: all that is gathered at first (30 of each of three kinds), and 30 more for what
appears later and what is written for it alone."""


class LetterMovedOn(StaleVersion):
    """Its stage or its text moved: what was read is no longer what is there."""

    message = "Une autre personne a changé cette lettre entre-temps. Relisez-la, puis recommencez."


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is said of one thing of the letter."""

    kept: bool
    section: Section
    own_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What is written for this letter only."""

    title: str
    words: str = ""
    address: str = ""
    section: Section = Section.ORIENTATION
    picture: UUID | None = None
    picture_alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """What the composer holds: the words, the choices, and the gesture that was made."""

    title: str
    editorial: str = ""
    choices: Mapping[UUID, Choice] = field(default_factory=dict)
    move: tuple[UUID, Move] | None = None
    extra: Extra | None = None


async def begin(territory: Territory, period: Period, *, by: User, url: Addresses) -> Issue:
    """A new draft, filled with what is on line for this territory and period."""
    pieces = await gather(territory.code, period)
    issue = Issue(
        territory_id=territory.code,
        author_id=by.id,
        title=f"La lettre du SPRO {territory.name}, {month_fr(today())}"[:150],
        begins_on=period.first,
        ends_on=period.last,
        rendered_with=rich_text.VERSION,
        created_at=now(),
        changed_at=now(),
    )
    async with transaction():
        await issue.save(force_create=True)
        await _add(issue, pieces, url)
        await record(kinds.LetterBegun(title=issue.title, issue=str(issue.id)), owner=by.id, by=by.id)
    return issue


async def items_of(issue: Issue) -> list[IssueItem]:
    """Everything that it may hold, in the order of the letter."""
    rows = await IssueItem.filter(issue_id=issue.id).order_by("position", "id")
    order = list(Section)
    return sorted(rows, key=lambda row: (order.index(row.section), not row.kept))


async def keep(issue: Issue, composition: Composition, *, version: int, by: User) -> None:
    """Save everything that the composer holds, over the version that was read. Raises LetterMovedOn."""
    html, before = await prose.rendered(composition.editorial), _words(issue)
    async with transaction():
        await claim(
            issue,
            version=version,
            title=composition.title,
            editorial=composition.editorial,
            editorial_html=html,
            rendered_with=rich_text.VERSION,
        )
        items = await items_of(issue)
        if composition.extra is not None:
            items.append(await _write(issue, composition.extra, len(items)))
        await _arrange(items, composition)
        await letter_pictures.show(issue, items, by=by)
        await _remember(issue, before, by)
        await note(issue, by=by)


async def renew(issue: Issue, *, version: int, by: User, url: Addresses) -> tuple[int, int]:
    """Add what was put on line since it was begun. Returns how many, and how many had no room. Raises LetterMovedOn."""
    period = Period(first=issue.begins_on or today(), last=today())
    pieces = await gather(issue.territory_id, period)
    async with transaction():
        known = {(item.kind, item.of) for item in await items_of(issue)}
        new = [piece for piece in pieces if (piece.kind, piece.of) not in known]
        await claim(issue, version=version, ends_on=period.last)
        added = await _add(issue, new, url, start=len(known))
        await note(issue, by=by)
    return added, len(new) - added


async def claim(issue: Issue, *, version: int, read_at: IssueStage = IssueStage.DRAFT, **columns: Any) -> None:
    """Write over the very version and stage that were read, inside the caller's transaction. Raises LetterMovedOn."""
    try:
        await swap(issue, version, {"changed_at": now(), **columns}, stage=read_at)
    except StaleVersion as error:
        raise LetterMovedOn from error


async def note(issue: Issue, *, by: User) -> None:
    """The entry of the journal, one for one sitting, inside the caller's transaction."""
    code = kinds.LetterComposed.code
    last = await Entry.filter(owner_id=by.id, kind=code, at__gt=now() - SITTING).order_by("-id").first()
    if last is None or last.details.get("issue") != str(issue.id):
        await record(kinds.LetterComposed(title=issue.title, issue=str(issue.id)), owner=by.id, by=by.id)


def _words(issue: Issue) -> dict[str, str]:
    """What its history keeps: the words that somebody wrote, not the order of things."""
    return {"title": issue.title, "editorial": issue.editorial}


async def _remember(issue: Issue, before: Mapping[str, str], by: User) -> None:
    """One revision for one sitting, inside the caller's transaction."""
    changes = revisions.differences(before, _words(issue))
    if not changes:
        return
    last = await revisions.of_this_sitting(IssueRevision, by.id, issue_id=issue.id)
    if last is None:
        await IssueRevision.create(issue_id=issue.id, by_id=by.id, at=now(), changes=changes)
    else:
        together = revisions.joined(last.changes, changes)
        here = IssueRevision.filter(id=last.id)
        await (here.update(changes=together, at=now()) if together else here.delete())


async def history(issue: Issue) -> Shortened[IssueRevision]:
    """What was written, by whom, the latest first."""
    rows = IssueRevision.filter(issue_id=issue.id).select_related("by")
    return await shortened(rows.order_by("-id"), SHOWN)


async def _add(issue: Issue, pieces: Sequence[Piece], url: Addresses, start: int = 0) -> int:
    """Rows for these, each at the end of its section."""
    rows = [_row(issue, piece, url, start + at) for at, piece in enumerate(pieces[: max(0, MOST - start)])]
    await IssueItem.bulk_create(rows)
    return len(rows)


def _row(issue: Issue, piece: Piece, url: Addresses, position: int) -> IssueItem:
    return IssueItem(
        id=uuid4(),
        issue_id=issue.id,
        section=piece.section,
        position=position,
        kind=piece.kind,
        of=piece.of,
        # The region's letter sees what every territory published; only its own is in at first.
        kept=issue.territory_id != REGION or piece.territory == REGION,
        title=piece.title,
        summary=piece.summary,
        detail=piece.detail,
        address=url(piece.route, slug=piece.slug),
        picture=piece.picture,
        picture_alt=piece.picture_alt,
    )


async def _write(issue: Issue, extra: Extra, count: int) -> IssueItem:
    if count >= MOST:
        raise Invalid(fields={"extra_title": f"Une lettre choisit parmi {MOST} choses au plus."})
    own = uuid4()
    return await IssueItem.create(
        id=own,
        of=own,
        issue_id=issue.id,
        kind=ItemKind.FREE,
        section=extra.section,
        position=count,
        title=extra.title,
        own_words=extra.words,
        address=extra.address,
        picture=extra.picture,
        picture_alt=extra.picture_alt,
    )


async def _arrange(items: Sequence[IssueItem], composition: Composition) -> None:
    """Write the places and the words that differ."""
    before = [ItemPosition(item.id, item.section, item.kept) for item in items]
    wanted = {id: ItemPosition(id, choice.section, choice.kept) for id, choice in composition.choices.items()}
    places = item_order.arranged(before, wanted)
    if composition.move is not None:
        places = item_order.moved(places, *composition.move)
    words = {item.id: item.own_words for item in items}
    words |= {id: choice.own_words for id, choice in composition.choices.items() if id in words}
    rows = {item.id: item for item in items}
    await _save_changed(rows, places, words)


async def _save_changed(
    rows: Mapping[UUID, IssueItem], places: Iterable[ItemPosition], words: Mapping[UUID, str]
) -> None:
    changed = []
    for position, place in enumerate(places):
        row, own = rows[place.id], words[place.id]
        if (row.position, row.section, row.kept, row.own_words) != (position, place.section, place.kept, own):
            row.position, row.section, row.kept, row.own_words = position, place.section, place.kept, own
            changed.append(row)
    if changed:
        await IssueItem.bulk_update(changed, fields=["position", "section", "kept", "own_words"])

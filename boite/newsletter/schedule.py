"""When a letter leaves: at a chosen hour, now, or no longer. It leaves by a chore, once, from the row that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boite.accounts.models import User
from boite.clock import PARIS, now
from boite.database.connection import transaction
from boite.errors import Invalid
from boite.journal.record import record
from boite.newsletter import journal_kinds as kinds
from boite.newsletter import letter_pictures, notices
from boite.newsletter.composer import LetterMovedOn, claim, items_of
from boite.newsletter.models import Issue, IssueStage, ItemKind
from boite.newsletter.rendering import letter
from boite.newsletter.sources import living
from boite.settings import Settings
from boite.text import rich_text
from boite.text.visible import shows

MORNING, EVENING = 8, 20
"""Hours between which nobody is woken up."""
SUNDAY = 6
HEAVIEST = 90_000
"""Bytes of HTML: Gmail cuts a mail at 102 kB."""
TOO_LONG = "Cette lettre est trop longue : des messageries la couperaient. Retirez des choses."
AT_REST = "C'est la nuit ou un dimanche. Choisissez un autre moment, ou cochez la case pour confirmer."


AWAY = {kinds.LetterSetAside, kinds.LetterWithdrawn}
BACK = {kinds.LetterRecovered, kinds.LetterRestored}
"""The steps after which nobody sees its pictures, and those after which everybody does again."""


class AlreadyLeaving(LetterMovedOn):
    """Its hour came meanwhile."""

    message = "L'envoi a déjà commencé. Les personnes qui ont reçu la lettre l'ont reçue."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """To whom it goes, when, and whether the hour of rest was knowingly chosen. `at` None: now."""

    at: datetime | None
    to_asked: bool = True
    to_professionals: bool = True
    publics: tuple[str, ...] = ()
    anyway: bool = False


def at_rest(at: datetime) -> bool:
    """Whether it is night or Sunday in France."""
    local = at.astimezone(PARIS)
    return local.weekday() == SUNDAY or not MORNING <= local.hour < EVENING


async def check(issue: Issue, settings: Settings) -> None:
    """Raises Invalid where there is nothing to send, or too much for a mailbox."""
    if not shows(issue.title):
        raise Invalid(fields={"title": "Écrivez l'objet de la lettre."})
    items = [item for item in await items_of(issue) if item.kept]
    online = await living(items)
    shown = any(item.kind == ItemKind.FREE or item.of in online for item in items)
    if not shown and not rich_text.says_something(issue.editorial):
        raise Invalid(fields={"items": "Cette lettre est vide. Cochez au moins une chose, ou écrivez un éditorial."})
    if len((await letter(issue, settings)).html.encode()) > HEAVIEST:
        raise Invalid(fields={"items": TOO_LONG})


async def schedule(issue: Issue, wish: Wish, *, version: int, settings: Settings, by: User) -> None:
    """Let it leave at this hour, or now. Raises Invalid (empty, too heavy, to nobody, past, at rest), LetterMovedOn."""
    await check(issue, settings)
    if not (wish.to_asked or wish.to_professionals):
        raise Invalid(fields={"to": "Choisissez à qui va cette lettre."})
    at = wish.at or now()
    if wish.at is not None and at <= now():
        raise Invalid(fields={"send_on": "Choisissez un moment à venir, ou envoyez maintenant."})
    if at_rest(at) and not wish.anyway:
        raise Invalid(fields={"anyway": AT_REST})
    audience = {"to_asked": wish.to_asked, "to_professionals": wish.to_professionals, "publics": list(wish.publics)}
    happening = kinds.LetterScheduled if wish.at else kinds.LetterLaunched
    columns: dict[str, Any] = {"scheduled_at": at, "reason": "", **audience}
    await _take(issue, happening, by=by, version=version, stage=IssueStage.SCHEDULED, **columns)


async def unschedule(issue: Issue, *, by: User) -> None:
    """It is a draft again. Raises AlreadyLeaving where its hour came."""
    try:
        await _take(
            issue,
            kinds.LetterUnscheduled,
            by=by,
            version=issue.version,
            before=IssueStage.SCHEDULED,
            stage=IssueStage.DRAFT,
            scheduled_at=None,
        )
    except LetterMovedOn as error:
        raise AlreadyLeaving from error


async def set_aside(issue: Issue, *, by: User) -> None:
    """A draft that is no longer wanted. Its text is kept. Raises LetterMovedOn."""
    await _take(issue, kinds.LetterSetAside, by=by, version=issue.version, stage=IssueStage.ASIDE)


async def recover(issue: Issue, *, by: User) -> None:
    """A draft that was set aside is wanted again. Raises LetterMovedOn."""
    before = IssueStage.ASIDE
    await _take(issue, kinds.LetterRecovered, by=by, version=issue.version, before=before, stage=IssueStage.DRAFT)


async def withdraw(issue: Issue, *, by: User) -> None:
    """Take the page of what was sent off line: mails are in mailboxes, for good. Raises LetterMovedOn."""
    await _take(issue, kinds.LetterWithdrawn, by=by, version=issue.version, before=IssueStage.SENT, withdrawn_at=now())


async def restore(issue: Issue, *, by: User) -> None:
    """Put the page back on line. Raises LetterMovedOn."""
    await _take(issue, kinds.LetterRestored, by=by, version=issue.version, before=IssueStage.SENT, withdrawn_at=None)


async def _take(
    issue: Issue,
    happening: type[kinds.OfLetter],
    *,
    by: User,
    version: int,
    before: IssueStage = IssueStage.DRAFT,
    **columns: Any,
) -> None:
    """One step: the row, from the stage where it must be, its pictures, and the entry of the journal."""
    async with transaction():
        await claim(issue, version=version, read_at=before, **columns)
        if happening in AWAY:
            await letter_pictures.hide(issue, by=by)
        elif happening in BACK:
            await letter_pictures.show(issue, await items_of(issue), by=by)
        await record(happening(title=issue.title, issue=str(issue.id)), owner=by.id, by=by.id)
        await notices.answered(issue)

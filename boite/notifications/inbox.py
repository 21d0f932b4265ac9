"""« Mes messages »: what others did that concerns somebody, and what the service says by itself, the newest first.

The first are lines of the journal that are told, the second are notices. Each is new until it is read. What holds no
longer, or is not its reader's business any more, is neither shown nor counted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from boite.clock import PARIS, now
from boite.database.announcements import announce
from boite.database.connection import fetch, transaction
from boite.database.long_lists import few
from boite.database.long_lists import marks as places
from boite.database.rows import fetch_as
from boite.journal.catalogue import catalogue, leads_to
from boite.journal.models import Entry
from boite.journal.record import sentence
from boite.notifications.kinds import BY_CODE, OF_ENTRY
from boite.notifications.message_kind import MessageKind
from boite.notifications.models import Notice
from boite.notifications.preferences import ENTRY_WANTED, NOTICE_WANTED
from boite.notifications.reminder import SaidHelp
from boite.notifications.reminders import BY_KIND, HOLDS

PAGE = 20
MOST = 99
"""Counted; beyond, « 99+ »."""
NEW = timedelta(days=30)
"""A line of the journal that nobody looked at for so long is new no more."""
OUTSIDE = "outside"
"""Where a message is read that is on no device of a session."""
_ELSEWHERE = "COALESCE(e.subject_id, '') <> ?"
"""Not what this very session is told of itself (`SubjectKind.SESSION`)."""
_TOLD = f"e.told_at IS NOT NULL AND {ENTRY_WANTED}"
_ENTRIES = f"e.owner_id = ? AND {_ELSEWHERE} AND {_TOLD}"
_SAID = f"n.gone_at IS NULL AND (n.expires_at IS NULL OR n.expires_at > ?) AND {NOTICE_WANTED}"
_NOTICES = f"n.recipient_id = ? AND {_SAID}"
UNREAD = (
    "SELECT COUNT(*) AS unread FROM (SELECT e.id FROM journal_entry e"
    f" WHERE e.owner_id = ? AND e.unseen_since > ? AND {_ELSEWHERE} AND {ENTRY_WANTED}"
    " UNION ALL SELECT n.id FROM notifications_notice n"
    f" WHERE {_NOTICES} AND n.read_at IS NULL AND ({HOLDS}) LIMIT {MOST + 1}) AS waiting"
)


class MessageSource(StrEnum):
    """Where a message is kept: the first letter of its mark in addresses."""

    ENTRY = "e"
    NOTICE = "n"


@dataclass(frozen=True, slots=True)
class MessageMark:
    """A message among those of its person."""

    source: MessageSource
    id: int

    def __str__(self) -> str:
        return f"{self.source}{self.id}"

    @classmethod
    def read(cls, text: str) -> MessageMark:
        """The mark that reads so. Raises ValueError."""
        return cls(MessageSource(text[:1]), int(text[1:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxLine:
    """One message, in French. `route` and `values` are the page that it leads to; no route where there is none."""

    mark: MessageMark
    at: datetime
    new: bool
    """Whether it is counted: unread, and not of long ago."""
    unread: bool
    kind: MessageKind
    icon: str
    title: str
    body: str = ""
    action: str = ""
    route: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    help: SaidHelp | None = None
    """Who may help: shown in the service, and in a mail that one person alone reads."""


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Some messages, and whether others came before them."""

    lines: list[InboxLine]
    more: bool

    @property
    def fresh(self) -> list[InboxLine]:
        """Those that are new."""
        return [line for line in self.lines if line.new]

    @property
    def older(self) -> list[InboxLine]:
        """Those that were read."""
        return [line for line in self.lines if not line.new]


async def unread(owner: UUID, here: UUID | None = None) -> int:
    """How many messages are new on the device `here`, a session, up to one more than `MOST`. One query."""
    [row] = await fetch(UNREAD, owner, now() - NEW, str(here), owner, now())
    return int(row["unread"])


async def page(owner: UUID, number: int = 1, *, here: UUID | None = None) -> InboxPage:
    """A page of messages, on the device `here`. Two queries, and one for each kind of reminder that is on it."""
    wanted = number * PAGE + 1
    found = sorted(await _keys(owner, wanted, str(here)), key=lambda row: (row[0], row[1].source), reverse=True)
    marks = [mark for _, mark in found][(number - 1) * PAGE :]
    return InboxPage(await _lines(owner, marks[:PAGE]), len(marks) > PAGE)


async def _keys(owner: UUID, at_most: int, here: str) -> list[tuple[str, MessageMark]]:
    """The instants and the marks of the newest messages of each source, by its index."""
    entries = await fetch(
        f"SELECT e.id, e.told_at AS at FROM journal_entry e WHERE {_ENTRIES} ORDER BY e.told_at DESC, e.id DESC"
        " LIMIT ?",
        *(owner, here, at_most),
    )
    notices = await fetch(
        f"SELECT n.id, n.at FROM notifications_notice n WHERE {_NOTICES} AND ({HOLDS}) ORDER BY n.at DESC, n.id DESC"
        " LIMIT ?",
        *(owner, now(), at_most),
    )
    keyed = [(MessageSource.ENTRY, entries), (MessageSource.NOTICE, notices)]
    return [(_sortable(row["at"]), MessageMark(source, row["id"])) for source, rows in keyed for row in rows]


def _sortable(at: Any) -> str:
    return at if isinstance(at, str) else at.isoformat(sep=" ", timespec="microseconds")


async def _lines(owner: UUID, marks: list[MessageMark]) -> list[InboxLine]:
    lines = await _drawn(marks, owner)
    return [lines[mark] for mark in marks if mark in lines]


async def _drawn(marks: Collection[MessageMark], owner: UUID | None = None) -> dict[MessageMark, InboxLine]:
    """What these messages say: those of `owner` alone, unless the caller knows whose they are."""
    entries = [mark.id for mark in marks if mark.source == MessageSource.ENTRY]
    notices = [mark.id for mark in marks if mark.source == MessageSource.NOTICE]
    lines: dict[MessageMark, InboxLine] = {}
    if entries:
        told = Entry.filter(id__in=few(entries), told_at__not_isnull=True, kind__in=few(OF_ENTRY))
        lines |= {line.mark: line for line in map(_told, await (told.filter(owner_id=owner) if owner else told))}
    if notices:
        said = Notice.filter(id__in=few(notices), gone_at=None)
        lines |= await _said(await (said.filter(recipient_id=owner) if owner else said))
    return lines


def _told(row: Entry) -> InboxLine:
    kind = catalogue()[row.kind]
    route, values = leads_to(kind, row.details)
    return InboxLine(
        mark=MessageMark(MessageSource.ENTRY, row.id),
        at=row.at.astimezone(PARIS),
        new=row.unseen_since is not None and row.unseen_since > now() - NEW,
        unread=row.unseen_since is not None,
        kind=OF_ENTRY[row.kind],
        icon=kind.icon,
        title=sentence(row, row.owner_id),
        route=route,
        values=values,
    )


async def _said(rows: Collection[Notice]) -> dict[MessageMark, InboxLine]:
    """What these notices say now. One whose reminder is no more is left out."""
    lines: dict[MessageMark, InboxLine] = {}
    for code, reminder in BY_KIND.items():
        mine = {row.id: row for row in rows if row.kind == code}
        for number, message in (await reminder.messages(mine.values())).items() if mine else ():
            lines[MessageMark(MessageSource.NOTICE, number)] = InboxLine(
                mark=MessageMark(MessageSource.NOTICE, number),
                at=mine[number].at.astimezone(PARIS),
                new=mine[number].read_at is None,
                unread=mine[number].read_at is None,
                kind=BY_CODE[code],
                icon=BY_CODE[code].icon,
                title=message.title,
                body=message.body,
                action=message.action,
                route=message.route,
                values=message.values,
                help=message.help,
            )
    return lines


async def fresh(owner: UUID, kinds: Collection[MessageKind]) -> list[InboxLine]:
    """The new messages of these kinds of reminders, the newest first, `PAGE` at most."""
    codes = ", ".join(f"'{kind.code}'" for kind in kinds)
    rows = await fetch(
        f"SELECT n.id FROM notifications_notice n WHERE {_NOTICES} AND n.read_at IS NULL AND n.kind IN ({codes})"
        f" AND ({HOLDS}) ORDER BY n.at DESC, n.id DESC LIMIT {PAGE}",
        *(owner, now()),
    )
    return await _lines(owner, [MessageMark(MessageSource.NOTICE, row["id"]) for row in rows])


@dataclass(frozen=True, slots=True)
class AskedMessages:
    """Some messages that are about to be told to somebody; on the device of the session `here`, where it is one."""

    owner: UUID
    marks: Collection[MessageMark]
    here: UUID | None = None


async def holding(owner: UUID, marks: Collection[MessageMark], here: UUID | None = None) -> list[InboxLine]:
    """Those of these messages that still hold and that this person wants to be told, the newest first.

    `here` is the session of the browser that is told, where it is one.
    """
    return (await holding_together([AskedMessages(owner, marks, here)]))[0]


async def holding_together(asked: Sequence[AskedMessages]) -> list[list[InboxLine]]:
    """The same for each of these, in as many queries as for one of them."""
    marks = {mark for each in asked for mark in each.marks}
    of = await _owned({mark.id for mark in marks if mark.source == MessageSource.ENTRY}, MessageSource.ENTRY)
    of |= await _owned({mark.id for mark in marks if mark.source == MessageSource.NOTICE}, MessageSource.NOTICE)
    mine = [
        {mark for mark in each.marks if mark in of and of[mark][0] == each.owner and of[mark][1] != _seen(each.here)}
        for each in asked
    ]
    lines = await _drawn(set().union(*mine))
    found = [[lines[mark] for mark in each if mark in lines] for each in mine]
    return [sorted(each, key=lambda line: (line.at, str(line.mark)), reverse=True) for each in found]


def _seen(here: UUID | None) -> str:
    return str(here or OUTSIDE)


async def _owned(numbers: Collection[int], source: MessageSource) -> dict[MessageMark, tuple[UUID, str]]:
    """Those of these that still hold and are wanted: whose each is, and the session that it tells of, if any."""
    if not numbers:
        return {}
    if source == MessageSource.ENTRY:
        sql = f"SELECT e.id, e.owner_id AS owner, e.subject_id AS about FROM journal_entry e WHERE {_TOLD} AND e.id"
        rows = await fetch_as(f"{sql} IN ({places(numbers)})", *numbers, owner=UUID)
    else:
        sql = f"SELECT n.id, n.recipient_id AS owner, '' AS about FROM notifications_notice n WHERE {_SAID} AND n.id"
        rows = await fetch_as(f"{sql} IN ({places(numbers)}) AND ({HOLDS})", now(), *numbers, owner=UUID)
    return {MessageMark(source, row["id"]): (row["owner"], row["about"] or "") for row in rows}


async def one(owner: UUID, mark: MessageMark) -> InboxLine | None:
    """This message of somebody, where it still says something."""
    found = await _lines(owner, [mark])
    return found[0] if found else None


async def read(owner: UUID, marks: Collection[MessageMark]) -> None:
    """This person read these. What is not theirs is left alone. Idempotent."""
    some = list(marks)[:PAGE]
    entries = [mark.id for mark in some if mark.source == MessageSource.ENTRY]
    notices = [mark.id for mark in some if mark.source == MessageSource.NOTICE]
    async with transaction():
        await Entry.filter(owner_id=owner, id__in=few(entries)).update(unseen_since=None)
        await Notice.filter(recipient_id=owner, id__in=few(notices), read_at=None).update(read_at=now())
        announce(owner)

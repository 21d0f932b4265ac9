"""What each person did in one month: read in the journal and in rows, gathered as bits. Whatever the number of entries,
memory only holds a few numbers for each person who did something.
"""

from __future__ import annotations

from asyncio import sleep
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from boite.clock import midnight
from boite.database.connection import fetch, on_sqlite
from boite.database.long_lists import parts
from boite.database.rows import retyped
from boite.files.document_types import DOCUMENT_TYPES
from boite.journal.catalogue import catalogue
from boite.statistics.measures import BY_CODE, VOLUMES
from boite.statistics.periods import CountedPeriod

COMING = frozenset({"account.opened", "account.signed_in"})
"""Coming, without doing anything."""
NOT_THEIRS = frozenset({"account.signed_out", "account.session_closed", "account.new_device"})
"""Neither coming nor doing."""
DEPOSITS = frozenset({"file.deposited", "file.versioned"})
HAND_OVERS = frozenset({"orientation.handed_over"})
LIVING_DAYS = 30
"""A box lives where its person did something in so many days."""
TIMES = (1, 3, 10)
"""Acts are told as the people who did at least so many (rule R5)."""


@dataclass(slots=True)
class Doings:
    """What one person did in the month."""

    bits: int = 0
    """Measures of whoever they are, and those of their role, which the caller chooses among."""
    deposits: int = 0
    hand_overs: int = 0
    messages: int = 0

    def came(self) -> None:
        """They came, or did something: counted whoever they are."""
        self.bits |= BY_CODE["venues"].bit | BY_CODE["professionnels-venus"].bit


async def of_month(month: CountedPeriod) -> dict[UUID, Doings]:
    """By account, what was done in this month. One query for each kind of the journal, by an index."""
    window = midnight(month.begins), midnight(month.ends)
    living = max(window[0], midnight(month.ends - timedelta(days=LIVING_DAYS)))
    found: dict[UUID, Doings] = {}
    for kind in sorted(catalogue().keys() - NOT_THEIRS):
        await _read_journal(found, kind, *window, living)
    await _read_papers(found, *window)
    for code, people in (
        ("inscrites", REGISTERED.format(when="at")),
        ("presentes", REGISTERED.format(when="came_at")),
        ("messages-lus", READ),
        ("prevenues-dehors", TOLD_OUTSIDE),
    ):
        async for row in rows_of(people, *window, person=UUID):
            found.setdefault(row["person"], Doings()).bits |= BY_CODE[code].bit
    async for row in rows_of(TOLD, *window, person=UUID):
        doings = found.setdefault(row["person"], Doings())
        doings.bits |= BY_CODE["prevenues"].bit
        doings.messages = row["times"]
    async for row in rows_of(OPENED, *window, person=UUID, details=dict):
        if row["details"].get("alone"):
            found.setdefault(row["person"], Doings()).bits |= BY_CODE["nouvelles-seules"].bit
    await _read_volumes(found, window[1])
    for some in parts(found.values()):
        for doings in some:
            doings.bits |= _at_least("depots", doings.deposits) | _at_least("relais", doings.hand_overs)
        await sleep(0)
    return found


async def rows_of(sql: str, *values: Any, **kinds: type[Any]) -> AsyncIterator[dict[str, Any]]:
    """The rows of one query, as `fetch_as` gives them, letting others work from time to time: a kind of the journal may
    have one for each box.
    """
    for some in parts(await fetch(sql, *values)):
        for row in retyped(some, **kinds):
            yield row
        await sleep(0)


REGISTERED = (
    "SELECT DISTINCT user_id AS person FROM agenda_registration"
    " WHERE user_id IS NOT NULL AND cancelled_at IS NULL AND {when} >= ? AND {when} < ?"
)
NOTICES = "FROM notifications_notice WHERE at >= ? AND at < ?"
TOLD = f"SELECT recipient_id AS person, COUNT(*) AS times {NOTICES} GROUP BY recipient_id"
READ = f"SELECT DISTINCT recipient_id AS person {NOTICES} AND read_at IS NOT NULL"
TOLD_OUTSIDE = (
    "SELECT DISTINCT c.user_id AS person FROM notifications_delivery d"
    " JOIN notifications_contact_point c ON c.id = d.contact_id"
    " WHERE d.ended_at >= ? AND d.ended_at < ? AND d.fate = 'handed'"
)
OPENED = "SELECT owner_id AS person, details FROM journal_entry WHERE kind = 'account.opened' AND at >= ? AND at < ?"
HELD = (
    "SELECT s.owner_id AS person, SUM(v.size) AS bytes FROM files_version v JOIN files_node n ON n.id = v.node_id"
    " JOIN files_space s ON s.id = n.space_id WHERE v.created_at < ? GROUP BY s.owner_id"
)
"""What boxes hold of what was there at an instant: what was erased meanwhile is not."""
OWN = (
    "SELECT owner_id AS person, COUNT(*) AS times, MAX(at) AS latest FROM journal_entry"
    " WHERE kind = ? AND at >= ? AND at < ? AND actor_id = owner_id GROUP BY owner_id"
)
"""What people did themselves in their own box, or in their own name."""


async def _read_journal(
    found: dict[UUID, Doings], kind: str, begins: datetime, ends: datetime, living: datetime
) -> None:
    async for row in rows_of(OWN, kind, begins, ends, person=UUID, latest=datetime):
        doings = found.setdefault(row["person"], Doings())
        doings.came()
        if kind not in COMING and row["latest"] >= living:
            doings.bits |= BY_CODE["vivantes"].bit
        if kind in DEPOSITS:
            doings.deposits += row["times"]
        if kind in HAND_OVERS:
            doings.hand_overs += row["times"]


async def _read_papers(found: dict[UUID, Doings], begins: datetime, ends: datetime) -> None:
    """The types of the papers that were added, as they are now: those erased meanwhile are of no type."""
    node = "e.subject_id" if on_sqlite() else "CAST(e.subject_id AS uuid)"
    rows = rows_of(
        "SELECT DISTINCT e.owner_id AS person, n.document_type AS type FROM journal_entry e"
        f" JOIN files_node n ON n.id = {node} WHERE e.kind = ? AND e.at >= ? AND e.at < ? AND e.actor_id = e.owner_id",
        "file.deposited",
        begins,
        ends,
        person=UUID,
    )
    counted = {paper.code: BY_CODE.get(f"papier-{paper.code}") for paper in DOCUMENT_TYPES}
    async for row in rows:
        measure = counted.get(row["type"])
        if measure is not None:
            found.setdefault(row["person"], Doings()).bits |= measure.bit


async def _read_volumes(found: dict[UUID, Doings], ends: datetime) -> None:
    async for row in rows_of(HELD, ends, person=UUID):
        doings = found.setdefault(row["person"], Doings())
        for code, least in VOLUMES:
            if row["bytes"] >= least:
                doings.bits |= BY_CODE[code].bit


def _at_least(code: str, times: int) -> int:
    bits = 0
    for least in TIMES:
        if times >= least:
            bits |= BY_CODE[code if least == 1 else f"{code}-{least}"].bit
    return bits

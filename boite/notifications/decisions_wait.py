"""What a coordination has to decide: told on the morning of a working day where something is new, else once a week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from boite.clock import PARIS, day_of
from boite.database.rows import fetch_as, records
from boite.directory.models import REGION
from boite.notifications.kinds_at_work import DESK_WAITING
from boite.notifications.models import Notice
from boite.notifications.reminder import LATEST, Planned, Reminder, SaidMessage
from boite.notifications.words import DECISIONS_WAIT as SAID
from boite.quiet_hours import QuietHours
from boite.settings import Settings
from boite.text.french import date_fr, plural

WORKING = QuietHours(weekdays=frozenset({5, 6}))
OLD = timedelta(days=7)
LISTS = {"news": "actualité", "resources": "ressource", "corrections": "correction"}
WAITING = (
    "SELECT 'news' AS what, territory_id, changed_at AS at FROM news_article WHERE stage = 'proposed'"
    " UNION ALL SELECT 'news', territory_id, at FROM news_proposal WHERE decided_at IS NULL"
    " UNION ALL SELECT 'resources', territory_id, changed_at FROM library_resource WHERE stage = 'proposed'"
    " UNION ALL SELECT 'corrections', s.territory_id, g.at FROM directory_suggestion g"
    " CROSS JOIN directory_structure s WHERE s.id = g.structure_id AND g.decided_at IS NULL"
)
POSTS = (
    "SELECT c.user_id, c.territory_id FROM directory_coordination c JOIN account_user u ON u.id = c.user_id"
    " WHERE u.role = 'coordinator' AND NOT (u.closing_at IS NOT NULL)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDecision:
    """One thing that waits: which list it is in, whose territory it is (the region's without one), since when."""

    what: str
    territory_id: str | None
    at: datetime


class DecisionsWait(Reminder):
    """One message for all, the latest alone. `step` is its day."""

    kind = DESK_WAITING
    still = (
        f"({LATEST} AND EXISTS (SELECT 1 FROM directory_coordination c JOIN account_user u ON u.id = c.user_id"
        f" JOIN ({WAITING}) w ON (w.territory_id = c.territory_id OR c.territory_id = '{REGION}')"
        " WHERE c.user_id = n.recipient_id AND u.role = 'coordinator'))"
    )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Those who coordinate: a few people, and a few hundred things at most."""
        if not WORKING.day_is_open(day):
            return
        before = day - timedelta(days=1)
        while not WORKING.day_is_open(before):
            before -= timedelta(days=1)
        last = datetime.combine(min(before, since), self.hour, PARIS)
        weekly = before.isocalendar().week != day.isocalendar().week
        yield [
            Planned(recipient=who, subject=who, step=day.isoformat())
            for who, waiting in (await _by_person()).items()
            if any(one.at >= last for one in waiting) or (weekly and _oldest(waiting) <= day - OLD)
        ]

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """What waits now."""
        found = await _by_person()
        return {each.id: _said(found[each.recipient_id]) for each in notices if each.recipient_id in found}


async def _by_person() -> Mapping[UUID, list[WaitingDecision]]:
    """What waits for each of those who coordinate. Nothing for who has nothing."""
    waiting = await records(WaitingDecision, WAITING)
    mine = defaultdict[UUID, list[WaitingDecision]](list)
    if waiting:
        for post in await fetch_as(POSTS, user_id=UUID):
            there = [one for one in waiting if post["territory_id"] in (REGION, one.territory_id)]
            if there:
                mine[post["user_id"]] += there
    return mine


def _oldest(waiting: Collection[WaitingDecision]) -> date:
    return day_of(min(one.at for one in waiting))


def _said(waiting: Collection[WaitingDecision]) -> SaidMessage:
    count = Counter(one.what for one in waiting)
    each = ", ".join(plural(count[what], word) for what, word in LISTS.items() if count[what])
    return SaidMessage(
        title=SAID.title % {"what": plural(len(waiting), "proposition")},
        body=SAID.body % {"each": each, "day": date_fr(_oldest(waiting))},
        action=SAID.action,
        route="site:home",
        values={},
    )

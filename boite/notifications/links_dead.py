"""Links of resources that do not answer any more, and searches that found nothing: told once a month, if one is new.

The same links are told again after a season: whoever left them there may have forgotten them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from datetime import date, timedelta
from uuid import UUID

from boite.clock import months_later, now
from boite.database.connection import fetch
from boite.database.rows import fetch_as
from boite.directory.models import REGION
from boite.notifications.decisions_wait import WORKING
from boite.notifications.kinds_at_work import LINKS_DEAD
from boite.notifications.models import Notice
from boite.notifications.reminder import LATEST, Planned, Reminder, SaidMessage
from boite.notifications.words import LINKS_DEAD as SAID
from boite.notifications.words import SEARCHES_MISSED
from boite.settings import Settings
from boite.text.french import plural

DEAD = (
    "FROM library_link_watch w CROSS JOIN library_resource x CROSS JOIN directory_coordination c"
    " CROSS JOIN account_user u WHERE w.state = 'dead' AND x.id = w.resource_id AND x.stage = 'published'"
    f" AND (c.territory_id = x.territory_id OR c.territory_id = '{REGION}') AND u.id = c.user_id"
    " AND u.role = 'coordinator' AND NOT (u.closing_at IS NOT NULL)"
)
WHO = f"SELECT DISTINCT u.id, x.id AS link {DEAD}"
SEASON = timedelta(days=92)
COUNT = f"SELECT COUNT(DISTINCT x.id) AS links {DEAD} AND u.id = ?"
MISSED = (
    "SELECT COALESCE(SUM(m.times), 0) AS searches FROM directory_missed_search m WHERE m.day >= ? AND m.day < ?"
    " AND EXISTS (SELECT 1 FROM directory_coordination c WHERE c.user_id = ?"
    f" AND (c.territory_id = m.territory_id OR c.territory_id = '{REGION}'))"
)


class LinksDead(Reminder):
    """`step` is the month."""

    kind = LINKS_DEAD
    still = f"({LATEST} AND EXISTS (SELECT 1 {DEAD} AND u.id = n.recipient_id))"

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """On the first working day of the month, or on the first that comes after it."""
        first = day.replace(day=1)
        while not WORKING.day_is_open(first):
            first += timedelta(days=1)
        if since < first <= day:
            yield [
                Planned(recipient=who, subject=who, step=f"{day:%Y-%m}", about={"links": sorted(links)})
                for who, links in (await _new()).items()
            ]

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """How many there are now."""
        return {notice.id: await _said(notice) for notice in notices}


async def _new() -> dict[UUID, set[str]]:
    """The dead links of each coordinator who was not told of all of them in this season."""
    links = defaultdict[UUID, set[str]](set)
    for row in await fetch_as(WHO, id=UUID):
        links[row["id"]].add(str(row["link"]))
    told = defaultdict[UUID, set[str]](set)
    for notice in await Notice.filter(kind=LINKS_DEAD.code, at__gt=now() - SEASON):
        told[notice.recipient_id] |= set(notice.about.get("links", ()))
    return {who: found for who, found in links.items() if found - told[who]}


async def _said(notice: Notice) -> SaidMessage:
    month = date.fromisoformat(f"{notice.step}-01")
    [dead] = await fetch(COUNT, notice.recipient_id)
    [missed] = await fetch(MISSED, months_later(month, -1), month, notice.recipient_id)
    searches = int(missed["searches"])
    beside = f" {SEARCHES_MISSED}" % {"searches": plural(searches, "recherche")} if searches else ""
    return SaidMessage(
        title=SAID.title % {"what": plural(int(dead["links"]), "lien")},
        body=SAID.body + beside,
        action=SAID.action,
        route="library:upkeep",
        values={},
    )

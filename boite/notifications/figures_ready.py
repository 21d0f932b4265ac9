"""The figures of a month are published: told once to those who read them for a territory or for the region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from boite.clock import day_of
from boite.database.long_lists import marks
from boite.database.rows import column, fetch_as
from boite.directory.models import REGION
from boite.languages.messages import _, filled
from boite.languages.values import FrenchValue
from boite.notifications.kinds_at_work import FIGURES_READY
from boite.notifications.models import Notice
from boite.notifications.reminder import LATEST, Planned, Reminder, SaidMessage
from boite.notifications.words import FIGURES_READY as SAID
from boite.settings import Settings
from boite.text.french import month_fr, plural

KEPT = timedelta(days=90)
NEWEST = (
    "SELECT code, published_at FROM stat_period WHERE code LIKE '____-0_' OR code LIKE '____-1_'"
    " ORDER BY code DESC LIMIT 1"
)
"""The last month that was published: « 2026-11 », not a quarter nor a year."""
READERS = (
    "SELECT u.id FROM account_user u WHERE NOT (u.closing_at IS NOT NULL) AND (u.role = 'observer' OR"
    " (u.role = 'coordinator' AND EXISTS (SELECT 1 FROM directory_coordination c WHERE c.user_id = u.id)))"
)
PLACES = (
    "SELECT c.user_id, c.territory_id, t.name FROM directory_coordination c CROSS JOIN directory_territory t"
    " WHERE t.code = c.territory_id AND c.user_id IN "
)


class FiguresReady(Reminder):
    """`step` is the month. When several are published at once, after a stop, the last one alone is told."""

    kind = FIGURES_READY
    still = f"({LATEST} AND EXISTS ({READERS} AND u.id = n.recipient_id))"

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Everybody who reads figures, where a month came. One that came after this hour of `since` is told now."""
        for row in await fetch_as(NEWEST, published_at=datetime):
            if since <= day_of(row["published_at"]) <= day:
                until = row["published_at"] + KEPT
                yield [
                    Planned(recipient=who, subject=who, step=row["code"], expires_at=until)
                    for who in await column(UUID, READERS)
                ]

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """Of which month, and of which territory."""
        places = await _places({each.recipient_id for each in notices})
        return {each.id: _said(each, places[each.recipient_id]) for each in notices}


async def _places(people: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """The territories that each of these people coordinates: their names by their codes."""
    found = defaultdict[UUID, dict[str, str]](dict)
    for row in await fetch_as(f"{PLACES}({marks(people)})", *people, user_id=UUID) if people else ():
        found[row["user_id"]][row["territory_id"]] = row["name"]
    return found


def _said(notice: Notice, places: dict[str, str]) -> SaidMessage:
    month = date.fromisoformat(f"{notice.step}-01")
    return SaidMessage(
        title=SAID.title,
        body=filled(SAID.body, where=_named(places), month=FrenchValue(month_fr(month))),
        action=SAID.action,
        route="statistics:index",
        values={},
    )


def _named(places: dict[str, str]) -> str:
    """An observer reads the whole region, and so does its coordination."""
    if not places or REGION in places:
        return _("Toute la région")
    return FrenchValue(next(iter(places.values())) if len(places) == 1 else plural(len(places), "territoire"))

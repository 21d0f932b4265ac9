"""What an event gave: who came, who did not, what they said. Few answers are not broken down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from boite.agenda.event_words import KINDS
from boite.agenda.models import Event
from boite.clock import PARIS
from boite.database.long_lists import marks, parts
from boite.database.rows import fetch_as
from boite.directory.models import Structure, Territory

FEWEST = 5
"""Under so many answers, nobody sees who said what."""
CSV_COLUMNS = (
    *("Événement", "Genre", "Territoire", "Organisateur", "Début", "Fin", "Places", "État"),
    *("Inscrits", "Venus", "Non venus", "En attente", "Annulations", "Oui beaucoup", "Un peu", "Non", "Sans réponse"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers of registrations. `much`, `little` and `no` are None where they would point at somebody."""

    registered: int
    came: int
    absent: int
    waiting: int
    left: int
    answers: int
    much: int | None
    little: int | None
    no: int | None

    @property
    def unanswered(self) -> int:
        """Those who came and said nothing."""
        return self.came - self.answers

    @property
    def hidden(self) -> bool:
        """Whether there are answers, too few to be broken down."""
        return 0 < self.answers < FEWEST


def _sum(condition: str) -> str:
    return f"COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0)"


CAME = "cancelled_at IS NULL AND came_at IS NOT NULL"
COUNTS = {
    "registered": "cancelled_at IS NULL AND seated_at IS NOT NULL",
    "came": CAME,
    "absent": "cancelled_at IS NULL AND seated_at IS NOT NULL AND came_at IS NULL",
    "waiting": "cancelled_at IS NULL AND seated_at IS NULL AND came_at IS NULL",
    "gone": "cancelled_at IS NOT NULL",
    "much": f"{CAME} AND answer = 'beaucoup'",
    "little": f"{CAME} AND answer = 'un-peu'",
    "no": f"{CAME} AND answer = 'non'",
}
SUMS = ", ".join(f"{_sum(condition)} AS {name}" for name, condition in COUNTS.items())


async def figures(events: Sequence[Event]) -> dict[UUID, Figures]:
    """The figures of each event, by its identifier: one query for all of them."""
    if not events:
        return {}
    rows: dict[UUID, dict[str, Any]] = {}
    for some in parts(event.id for event in events):
        asked = f"SELECT event_id, {SUMS} FROM agenda_registration WHERE event_id IN ({marks(some)}) GROUP BY event_id"
        rows |= {row["event_id"]: row for row in await fetch_as(asked, *some, event_id=UUID)}
    empty = dict.fromkeys(COUNTS, 0)
    return {event.id: _figures(event, {**empty, **rows.get(event.id, {})}) for event in events}


def _figures(event: Event, row: dict[str, Any]) -> Figures:
    counts = {name: int(row[name]) for name in COUNTS}
    answers = counts["much"] + counts["little"] + counts["no"]
    shown = answers == 0 or answers >= FEWEST
    return Figures(
        registered=counts["registered"],
        came=counts["came"],
        absent=counts["absent"] if event.over else 0,
        waiting=counts["waiting"],
        left=counts["gone"],
        answers=answers,
        much=counts["much"] if shown else None,
        little=counts["little"] if shown else None,
        no=counts["no"] if shown else None,
    )


async def lines(events: Sequence[Event]) -> list[list[str]]:
    """A spreadsheet of these events: the names of the columns, then a line by event."""
    counted = await figures(events)
    organisers: dict[UUID, str] = {}
    for some in parts({event.organiser_id for event in events}):
        organisers |= {row.id: row.name for row in await Structure.filter(id__in=some)}
    territories = {row.code: row.name for row in await Territory.all()}
    return [
        list(CSV_COLUMNS),
        *(
            [
                event.title,
                KINDS[event.kind],
                territories.get(event.territory_id, ""),
                organisers.get(event.organiser_id, "") if event.organiser_id else "",
                *(f"{at.astimezone(PARIS):%d/%m/%Y %H:%M}" for at in (event.begins_at, event.ends_at)),
                "" if event.capacity is None else str(event.capacity),
                state(event),
                *numbers(counted[event.id]),
            ]
            for event in events
        ),
    ]


def numbers(of: Figures) -> Iterable[str]:
    """In the order of the columns; what is not shown says so."""
    counts = (of.registered, of.came, of.absent, of.waiting, of.left)
    answers = (of.much, of.little, of.no)
    return (*map(str, counts), *("moins de 5" if n is None else str(n) for n in answers), str(of.unanswered))


def state(event: Event) -> str:
    """In one word."""
    if event.cancelled_at is not None:
        return "annulé"
    if not event.public:
        return "retiré" if event.withdrawn_at is not None else "brouillon"
    return "passé" if event.over else "à venir"

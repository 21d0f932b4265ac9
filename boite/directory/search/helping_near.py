"""The nearest structure that helps with something, still there and not away: for a reminder that says who to ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from boite.clock import now
from boite.database.connection import fetch
from boite.database.long_lists import few, marks
from boite.directory.models import Commune
from boite.directory.places.distance import kilometres
from boite.directory.search_engine import nearest_tagged, tags
from boite.directory.search_engine.nearest_tagged import NearestAsked
from boite.directory.sheet import hours_reading, opening_words
from boite.directory.sheet.publics import accepting

NEAR = 40.0
"""Kilometres: farther is no help near by."""
LOOKED_AT = 5
"""The nearest ones, of which the first that is not away."""
AWAY = timedelta(days=7)
"""One that does not open once within that is closed for holidays. Hours that are not known say nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSought:
    """What is sought: what answers one of these needs or is of one of these networks, and receives these publics."""

    commune: str
    """INSEE."""
    needs: tuple[str, ...]
    """A category of needs, or a `Thematique`."""
    networks: tuple[str, ...] = ()
    public: str = ""
    """Codes with `AND` between them (`boite.directory.sheet.publics`); empty where they are not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpingStructure:
    """One that helps: its sheet, its name, and how to reach it. Phone and town may be empty."""

    slug: str
    name: str
    phone: str
    city: str


async def nearest_open(sought: Collection[HelpSought]) -> dict[HelpSought, HelpingStructure]:
    """The nearest for each, within `NEAR`. Those without any are left out. Three queries, however many are sought."""
    each = list(dict.fromkeys(sought))
    rows = Commune.filter(code__in=few({one.commune for one in each if one.commune}))
    where = {row.code: row for row in await rows}
    asked = [_asked(str(number), one, where[one.commune]) for number, one in enumerate(each) if one.commune in where]
    chosen: dict[HelpSought, int] = {}
    for row in await nearest_tagged.of_each(asked, LOOKED_AT):
        one = each[int(row["name"])]
        here = where[one.commune]
        away = kilometres(here.latitude, here.longitude, row["latitude"], row["longitude"])
        if one not in chosen and away <= NEAR and _is_there(row["opening_hours"]):
            chosen[one] = row["id"]
    found = await _structures(set(chosen.values()))
    return {one: found[document] for one, document in chosen.items() if document in found}


def _asked(name: str, sought: HelpSought, commune: Commune) -> NearestAsked:
    helping = (*map(tags.need, sought.needs), *map(tags.network, sought.networks))
    around = tuple(tags.cells_around(commune.latitude, commune.longitude, NEAR))
    receiving = tuple(tags.public(code) for code in sorted(accepting(sought.public)))
    groups = (helping, around, receiving) if sought.public else (helping, around)
    return NearestAsked(name=name, latitude=commune.latitude, longitude=commune.longitude, groups=groups)


def _is_there(hours: str) -> bool:
    """Whether it opens within a week, as far as is known."""
    if not hours or hours_reading.read(hours) is None:
        return True
    return any(opening_words.openings(hours, hours_reading.local(now()), AWAY))


async def _structures(documents: Collection[int]) -> dict[int, HelpingStructure]:
    """Who receives at these places, by the number of their document."""
    if not documents:
        return {}
    rows = await fetch(
        "SELECT d.id, s.slug, s.name, COALESCE(NULLIF(p.phone, ''), s.phone) AS phone, COALESCE(p.city, '') AS city"
        " FROM directory_document d JOIN directory_structure s ON s.id = d.structure_id"
        f" LEFT JOIN directory_point p ON p.id = d.point_id WHERE d.id IN ({marks(documents)})",
        *documents,
    )
    return {
        row["id"]: HelpingStructure(slug=row["slug"], name=row["name"], phone=row["phone"], city=row["city"])
        for row in rows
    }

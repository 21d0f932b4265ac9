"""What was done in a period besides what each person did: read in rows that say no name, added up by place.

Rows counted without identity (`boite.database.counters`), events and their seats, letters, hand-overs, structures.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from boite.clock import day_of, midnight
from boite.database.connection import fetch
from boite.database.rows import fetch_as
from boite.statistics.crowds import Crowds
from boite.statistics.exact_numbers import Alike
from boite.statistics.measures import BY_CODE
from boite.statistics.people import Geography
from boite.statistics.periods import CountedPeriod
from boite.statistics.places import Path, PlaceSize
from boite.statistics.subjects import subject_of

USED = (
    "SELECT profile, territory_id, SUM(times) AS times FROM {} WHERE day >= ? AND day < ?"
    " GROUP BY profile, territory_id"
)
MISSED = (
    "SELECT words, territory_id, SUM(times) AS times FROM directory_missed_search WHERE day >= ? AND day < ?"
    " GROUP BY words, territory_id"
)
READ = "SELECT w.{id} AS id, SUM(w.times) AS times FROM {table} w WHERE w.day >= ? AND w.day < ? GROUP BY w.{id}"
APPEARED = "SELECT id FROM {} WHERE published_at >= ? AND published_at < ?"
EVENTS = (
    "SELECT id, territory_id, organiser_id, capacity FROM agenda_event WHERE ends_at >= ? AND ends_at < ?"
    " AND published_at IS NOT NULL AND withdrawn_at IS NULL AND cancelled_at IS NULL"
)
SEATS = (
    "SELECT r.event_id, r.came_at, r.answer, e.ends_at, u.statistics_refused_on AS refused FROM agenda_registration r"
    " JOIN agenda_event e ON e.id = r.event_id LEFT JOIN account_user u ON u.id = r.user_id"
    " WHERE e.ends_at >= ? AND e.ends_at < ? AND r.cancelled_at IS NULL"
    " AND (r.seated_at IS NOT NULL OR r.came_at IS NOT NULL) ORDER BY r.id"
)
ISSUES = "SELECT territory_id, published_at FROM newsletter_issue WHERE published_at < ? ORDER BY published_at"
SUBSCRIBERS = (
    "SELECT territory_id FROM newsletter_subscription WHERE confirmed_at < ? AND (ended_at IS NULL OR ended_at >= ?)"
)
LED = "SELECT origin_id, destination_id, reason FROM orientation_handover WHERE day >= ? AND day < ? AND accepted"
ENDED = "SELECT structure_id FROM directory_ending WHERE since < ?"


async def gather(
    period: CountedPeriod,
    groups: Mapping[Alike, int],
    acts: Mapping[tuple[str, Path], tuple[int, int]],
    told_of: Collection[Path] = (),
) -> Crowds:
    """All the totals of a period. `groups` says which structures had somebody; `acts`, by total and place, how many
    people acted and how many acts that makes; `told_of`, where places were (`Geography.read`).
    """
    found, where = Crowds(), await Geography.read(told_of)
    members = dict[tuple[str, Path], int]()
    for (code, place), (people, times) in sorted(acts.items(), key=lambda each: each[0][1].size):
        above = code, place.parent or place
        # As many acts as in what contains it: they are the same ones.
        members[code, place] = (
            members[above] if acts.get(above) == (people, times) and above in members else found.member()
        )
        found.add(code, [place], times, members[code, place])
        found.acting[code, place] = people
    await _uses(found, where, period)
    await _readings(found, where, period)
    await _events(found, where, period)
    await _letters(found, where, period)
    await hand_overs(found, where, period)
    await _structures(found, where, period, groups, frozenset(told_of))
    return found


async def _uses(found: Crowds, where: Geography, period: CountedPeriod) -> None:
    for code, table in (("recherches", "directory_use"), ("questions", "orientation_use")):
        for row in await fetch(USED.format(table), period.begins, period.ends):
            places, member = where.territory(row["territory_id"]).upwards(), found.member()
            for each in (code, f"{code}-{row['profile']}"):
                found.add(each, places, int(row["times"]), member)
    for row in await fetch(MISSED, period.begins, period.ends):
        places = where.territory(row["territory_id"]).upwards()
        for each in ("sans-reponse", f"sans-reponse-{subject_of(row['words'])}"):
            found.add(each, places, int(row["times"]))


async def _readings(found: Crowds, where: Geography, period: CountedPeriod) -> None:
    """News and resources, where they are for: one for the whole region is in no territory."""
    for own, table, counter, number, name in (
        ("actualites", "news_article", "news_reads", "article_id", "news_place"),
        ("ressources", "library_resource", "library_views", "resource_id", "library_place"),
    ):
        placed = dict[UUID, set[Path]]()
        for row in await fetch_as(f"SELECT {number} AS id, territory_id FROM {name}", id=UUID):
            placed.setdefault(row["id"], set()).update(where.territory(row["territory_id"]).upwards())
        anywhere = {where.territory(None)}
        window = midnight(period.begins), midnight(period.ends)
        for row in await fetch_as(APPEARED.format(table), *window, id=UUID):
            found.add(own, placed.get(row["id"], anywhere))
        for row in await fetch_as(READ.format(id=number, table=counter), period.begins, period.ends, id=UUID):
            found.add(f"lectures-{own}", placed.get(row["id"], anywhere), int(row["times"]))


async def _events(found: Crowds, where: Geography, period: CountedPeriod) -> None:
    window, places = (midnight(period.begins), midnight(period.ends)), dict[UUID, tuple[Path, ...]]()
    structures = where.structures()
    for row in await fetch_as(EVENTS, *window, id=UUID, organiser_id=UUID):
        here = where.territory(row["territory_id"])
        organiser = structures.get(row["organiser_id"])
        inside = organiser is not None and here in organiser.upwards()
        places[row["id"]] = (organiser if organiser is not None and inside else here).upwards()
        found.add("evenements", places[row["id"]])
        if row["capacity"] is not None:
            found.add("places", places[row["id"]], int(row["capacity"]))
    for row in await fetch_as(SEATS, *window, event_id=UUID, ends_at=datetime, refused=date):
        refused = row["refused"] is not None and row["refused"] <= day_of(row["ends_at"])
        if row["event_id"] in places and not refused:
            member = found.member()
            came = ("venues-evenements", f"avis-{row['answer'] or 'sans'}") if row["came_at"] else ()
            for code in ("places-prises", *came):
                found.add(code, places[row["event_id"]], member=member)


async def _letters(found: Crowds, where: Geography, period: CountedPeriod) -> None:
    begins, ends = midnight(period.begins), midnight(period.ends)
    sent = dict[str, list[date]]()
    for row in await fetch_as(ISSUES, ends, published_at=datetime):
        sent.setdefault(row["territory_id"], []).append(day_of(row["published_at"]))
        if row["published_at"] >= begins:
            found.add("lettres", where.territory(row["territory_id"]).upwards())
    for territory, days in sent.items():
        for before, last in list(pairwise(days))[-1:]:
            if last >= period.begins:
                found.add("lettres-rythme", [where.territory(territory)], (last - before).days)
    for row in await fetch(SUBSCRIBERS, ends, ends):
        found.add("abonnes", where.territory(row["territory_id"]).upwards())


async def hand_overs(found: Crowds, where: Geography, period: CountedPeriod) -> None:
    """Those of a period. A structure may be newer than what is known of where they are: it is read again."""
    rows: list[dict[str, Any]] = await fetch_as(LED, period.begins, period.ends, origin_id=UUID, destination_id=UUID)
    structures = where.structures()
    if not structures.keys() >= {row[end] for row in rows for end in ("origin_id", "destination_id")}:
        structures = (await Geography.read()).structures()
    for row in rows:
        if row["origin_id"] not in structures or row["destination_id"] not in structures:
            continue  # removed meanwhile, and what was said of it too
        origin, destination, member = structures[row["origin_id"]], structures[row["destination_id"]], found.member()
        for code in ("relais-partis", f"relais-{row['reason']}"):
            found.add(code, origin.upwards(), member=member)
        found.add("relais-arrives", destination.upwards(), member=member)
        found.lead(origin, destination, member)


async def _structures(
    found: Crowds, where: Geography, period: CountedPeriod, groups: Mapping[Alike, int], told_of: Collection[Path]
) -> None:
    """Once a period is told of, what is in the directory since is no part of it."""
    ended = {row["structure_id"] for row in await fetch_as(ENDED, period.ends, structure_id=UUID)}
    known = {each: path for each, path in where.structures().items() if not told_of or path in told_of}
    found.structures.update(known.values())
    there = {str(path): path for each, path in known.items() if each not in ended}
    for path in there.values():
        found.add("structures", path.upwards())
    for code, measure in (("structures-inscrites", "professionnels"), ("structures-actives", "professionnels-venus")):
        bit = BY_CODE[measure].bit
        for place in {alike.place for alike in groups if alike.bits & bit and alike.place.size == PlaceSize.STRUCTURE}:
            if str(place) in there:
                found.add(code, place.upwards())

"""What was done in the demonstration's past besides what its people did: searches, readings, hand-overs, letters.

Rows that say no name, as the service writes them. Nothing is invented where the directory is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from boite.database.connection import execute_many
from boite.database.rows import column
from boite.directory.models import AskerProfile, Structure, Territory
from boite.orientation.referral import REASONS
from boite.statistics.periods import CountedPeriod

MISSED = ("logement etudiant", "permis de conduire", "aide alimentaire", "garde d enfants", "cours de francais", "visa")
EACH_MONTH = 40
"""Hand-overs of a month."""
UPON = "ON CONFLICT DO NOTHING"


async def invent_uses(chance: Random, months: Sequence[CountedPeriod]) -> None:
    """Some of each, on one day of each month. Inside the caller's transaction."""
    territories = [row.code for row in await Territory.exclude(parent_id=None).order_by("code")]
    structures = [row.id for row in await Structure.all().order_by("slug")]
    questions = await column(UUID, "SELECT id FROM orientation_question WHERE published_at IS NOT NULL ORDER BY slug")
    articles = await column(UUID, "SELECT id FROM news_article WHERE published_at IS NOT NULL ORDER BY slug")
    resources = await column(UUID, "SELECT id FROM library_resource WHERE published_at IS NOT NULL ORDER BY slug")
    days = [month.begins + timedelta(days=14) for month in months]
    profiles = [profile.value for profile in AskerProfile]
    places = [(day, profile, code) for day in days for profile in profiles for code in territories]
    await execute_many(
        f"INSERT INTO directory_use (day, profile, territory_id, times) VALUES (?, ?, ?, ?) {UPON}",
        [(*place, chance.randint(10, 90)) for place in places],
    )
    await execute_many(
        f"INSERT INTO orientation_use (day, profile, territory_id, question_id, times) VALUES (?, ?, ?, ?, ?) {UPON}",
        [(*place, chance.choice(questions), chance.randint(5, 60)) for place in places] if questions else [],
    )
    await execute_many(
        "INSERT INTO directory_missed_search (day, place, words, territory_id, times)"
        f" VALUES (?, 'directory', ?, ?, ?) {UPON}",
        [(day, words, code, chance.randint(1, 6)) for day in days for words in MISSED for code in territories],
    )
    for table, own, ids in (("news_reads", "article_id", articles), ("library_views", "resource_id", resources)):
        await execute_many(
            f"INSERT INTO {table} (day, {own}, times) VALUES (?, ?, ?) {UPON}",
            [(day, one, chance.randint(5, 80)) for day in days for one in ids],
        )
    if len(structures) > 1:
        await execute_many(
            "INSERT INTO orientation_handover (id, day, origin_id, destination_id, reason, accepted)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [_led(chance, day, structures) for day in days for _ in range(EACH_MONTH)],
        )


def _led(chance: Random, day: date, structures: Sequence[UUID]) -> tuple[object, ...]:
    """Most of them between few structures: a flow that is worth being drawn."""
    origin, destination = chance.sample(structures[: max(2, len(structures) // 8)], 2)
    number = UUID(int=chance.getrandbits(128), version=4)
    return number, day, origin, destination, chance.choice(list(REASONS)), chance.random() < 0.9

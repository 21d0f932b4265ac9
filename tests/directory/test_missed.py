"""Searches that found nothing: counted, without anything of anybody."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from boite import clock
from boite.clock import today
from boite.directory.models import MissedSearch
from boite.directory.search.missed_searches import forget_missed, missed
from tests.counts import note_missed
from tests.directory.sheets import make_commune

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Éco-École", "eco-ecole"),
        ("ines.martin@exemple.fr permis", "permis"),
        ("mailto:ines@x  permis", "permis"),
        ("06 12 34 56 78", ""),
        ("06.12.34.56.78 permis", "permis"),
        ("+33612345678", ""),
        ("dossier 2840375123456", "dossier"),
        ("2 84 03 75 123 456 78", ""),
        ("né le 12/03/2004", "ne le"),
        ("permis 45000", "permis 45000"),
        ("permis 99999", "permis"),
        ("450001 permis", "permis"),
        ("18-25 ans", "18-25 ans"),
        ("  ", ""),
        ("\x00\x01", ""),
        ("a" * 500, "a" * 120),
    ],
)
async def test_only_words_are_kept(typed: str, kept: str) -> None:
    await make_commune()
    await note_missed(typed)
    assert [row.words for row in await MissedSearch.all()] == ([kept] if kept else [])


async def test_the_same_search_is_counted_by_day_place_and_territory() -> None:
    await asyncio.gather(*(note_missed(words) for words in ("Vélo", "velo", "VELO ")))
    await note_missed("vélo", place="orientation")
    await note_missed("vélo", territory_id="SPRO-37")
    clock.advance(timedelta(days=1))
    await note_missed("vélo")
    assert sorted(row.times for row in await MissedSearch.all()) == [1, 1, 1, 3]


async def test_coordinators_read_the_most_frequent_of_their_territories_first() -> None:
    for words, territory, times in (
        ("velo", "SPRO-37", 2),
        ("moto", "SPRO-37", 3),
        ("bus", "SPRO-41", 9),
        ("fle", "", 1),
    ):
        for _ in range(times):
            await note_missed(words, territory_id=territory)
    clock.advance(timedelta(days=3))
    await note_missed("velo", territory_id="SPRO-37")
    await note_missed("velo")
    rows = await missed(["SPRO-37"], today() - timedelta(days=10))
    assert [(row["words"], row["times"]) for row in rows] == [("velo", 4), ("moto", 3), ("fle", 1)]
    assert rows[0]["last"] == today()
    assert [row["words"] for row in await missed([], today())] == ["velo"]


async def test_a_year_later_nothing_is_left() -> None:
    await note_missed("vélo")
    assert await forget_missed() == 0
    clock.advance(timedelta(days=366))
    await note_missed("moto")
    assert await forget_missed() == 1
    assert [row.words for row in await MissedSearch.all()] == ["moto"]

"""The pages of a search, their cost, and the shape of a result."""

from __future__ import annotations

from typing import Any

import pytest

from boite.directory.search_engine import attempts, nearby
from boite.directory.search_engine.search import MOST, PAGE, SearchCriteria, SearchResults, search
from tests.directory.searched import ORLEANS, crowd
from tests.directory.sheets import make_structure
from tests.files.test_query_counts import counted

pytestmark = pytest.mark.usefixtures("app")


async def every_page(wanted: dict[str, Any]) -> list[SearchResults]:
    pages = [await search(SearchCriteria(**wanted))]
    while pages[-1].next_page:
        pages.append(await search(SearchCriteria(**wanted, page=pages[-1].next_page)))
    return pages


@pytest.mark.parametrize("wanted", [{"words": "mission"}, {"place": ORLEANS}, {}])
async def test_pages_follow_each_other_without_hole_nor_double(wanted: dict[str, Any]) -> None:
    await crowd(45)
    pages = await every_page(wanted)
    assert [len(page.hits) for page in pages] == [PAGE, PAGE, 5]
    assert {page.total for page in pages} == {45}
    assert not any(page.capped for page in pages)
    assert len({hit.structure["id"] for page in pages for hit in page.hits}) == 45
    assert (await search(SearchCriteria(**wanted, page=999))).hits == []


@pytest.mark.parametrize("wanted", [{"words": "mission"}, {"place": ORLEANS}, {"words": "mission", "place": ORLEANS}])
async def test_no_more_than_the_most_is_counted(wanted: dict[str, Any]) -> None:
    await crowd(MOST + 5)
    found = await search(SearchCriteria(**wanted))
    assert (found.total, found.capped) == (MOST, True)


@pytest.mark.parametrize(
    "wanted",
    [{"words": "mission locale"}, {"words": "mission", "place": ORLEANS}, {"words": "mision"}, {"words": "zz"}],
)
async def test_the_number_of_statements_does_not_grow(wanted: dict[str, Any]) -> None:
    counts = []
    for more in (3, 100):
        await crowd(more)
        with counted() as seen:
            await search(SearchCriteria(**wanted))
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.parametrize("words", ["", "mission"])
async def test_rings_give_what_measuring_everything_gives(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too much answers, rings are drawn one after the other: the same structures, in the same order."""
    await crowd(70, north=0.03)
    wanted = SearchCriteria(words=words, place=ORLEANS, radius=100)
    measured = await search(wanted)
    monkeypatch.setattr(nearby, "FEW", 10)
    monkeypatch.setattr(attempts, "STEPS", (11,))
    by_rings = await search(wanted)
    assert [hit.structure["name"] for hit in by_rings.hits] == [hit.structure["name"] for hit in measured.hits[:11]]
    assert (measured.total, measured.capped, by_rings.total, by_rings.capped) == (30, False, 11, True)


async def test_the_shape_of_a_hit() -> None:
    await make_structure(hours="24/7", latitude=47.9, longitude=1.9, languages=["fr", "lsf"], phone="+33238000000")
    (hit,) = (await search(SearchCriteria(words="mission"))).hits
    assert {
        "id",
        "slug",
        "name",
        "networks",
        "phone",
        "languages",
        "territory_id",
        "ended",
        "end",
        "ends",
    } == hit.structure.keys()
    assert (hit.structure["networks"], hit.structure["languages"]) == (["mission-locale"], ["fr", "lsf"])
    assert hit.point is not None
    assert {"id", "name", "address", "postal_code", "city", "phone", "opening_hours", "appointment"} < hit.point.keys()
    assert (hit.point["latitude"], hit.point["longitude"]) == (47.9, 1.9)
    assert all(isinstance(row["id"], str) for row in (hit.structure, hit.point))

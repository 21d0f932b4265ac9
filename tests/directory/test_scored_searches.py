"""Searches as people type them, on the demonstration's directory, scored: what comes first, and why where it is wrong.

`tables/searches.csv`: the words, where (nothing for everywhere), what must come first (regular expression on its name;
nothing for no result at all), and for those that are missed, the reason.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from boite.directory.places.lookup import find_place
from boite.directory.search_engine.search import SearchCriteria, search

TABLES = Path(__file__).parent / "tables"
ENOUGH = 0.95
"""The share of each table that must be right."""


def table(name: str) -> list[dict[str, str]]:
    """The lines of a table of this folder."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


LISTS = {name: table(name) for name in ("searches.csv", "searches_more.csv")}


@pytest.mark.parametrize(
    "line", [line for lines in LISTS.values() for line in lines], ids=lambda line: f"{line['words']}@{line['where']}"
)
async def test_what_comes_first(line: dict[str, str], demonstration: None) -> None:
    """Right where no reason is written, and still wrong where one is: a reason does not outlive its miss."""
    place = await find_place(line["where"]) if line["where"] else None
    found = await search(SearchCriteria(words=line["words"], place=place))
    names = [hit.structure["name"] for hit in (*found.hits, *found.apart)]
    right = bool(names and re.match(line["first"], names[0])) if line["first"] else not names
    assert right is not bool(line["missed"]), names[:4]


@pytest.mark.parametrize(("name", "least"), [("searches.csv", 100), ("searches_more.csv", 40)])
def test_enough_are_right(name: str, least: int) -> None:
    lines = LISTS[name]
    assert len({(line["words"], line["where"]) for line in lines}) >= least
    assert sum(not line["missed"] for line in lines) >= ENOUGH * len(lines)

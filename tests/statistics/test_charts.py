"""Charts: what few people are never looks like nothing nor like a length, and each mark says its rounded figure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from boite.accounts.models import AccountRole
from boite.directory.models import Structure, Territory
from boite.statistics import charts, charts_trend, periods
from boite.statistics.charts_flows import flows_drawing
from boite.statistics.charts_map import TILES, territories_map
from boite.statistics.charts_trend import TrendMoment
from boite.statistics.derived import compared
from boite.statistics.place_names import NamedPlace
from boite.statistics.places import NOWHERE, Path
from boite.statistics.published import Cell, CrossingLine
from boite.statistics.published_totals import FlowLine
from boite.text.french import NARROW
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_territory
from tests.statistics.test_pages import structures

__all__ = ["structures"]
pytestmark = pytest.mark.anyio
MARK = re.compile(r'aria-label="([^"]*(?:personne|chiffre)[^"]*)"')
NUMBER = re.compile(r"(?:(?<=: )|(?<=, ))([\d\s]+)personnes?")


def lines(*people: int) -> list[CrossingLine]:
    return [CrossingLine(str(rank), Cell(number)) for rank, number in enumerate(people)]


def test_a_bar_of_few_people_is_a_stub_and_never_longer_than_five() -> None:
    for most in (5, 40, 300, 12_000):
        few, five, top = charts.bars(lines(0, 5, most), most)
        assert 0 < few.length <= five.length <= top.length <= charts.LONGEST
        assert "moins de 5 personnes" in few.said
    assert [bar.length for bar in charts.bars(lines(20, 10, 5))] == [100, 50, 25]
    left = charts.pyramid(lines(10, 20), lines(40, 5))
    assert [(step.now.label, step.before.length if step.before else 0) for step in left] == [("1", 12.5), ("0", 100)]
    assert [step.before for step in charts.pyramid(lines(10, 20), [])] == [None, None]


def test_each_tint_says_which_numbers_it_is() -> None:
    for most in (0, 5, 10, 35, 100, 985):
        tints = charts.Tints(most)
        said = dict(tints.key())
        assert said[0] == "moins de 5"
        for people in range(5, most + 1, 5):
            low, _, high = said[tints.level(Cell(people))].replace(NARROW, "").partition(" à ")
            assert int(low) <= people <= int(high or low)
        assert tints.level(Cell(0)) == 0
    drawn = charts.heat([("Salarié", lines(40, 0)), ("Étudiant", lines(0, 0))])
    assert drawn is not None
    assert [(line.label, [level for _, level in line.cells]) for line in drawn.lines] == [("Salarié", [4, 0])]
    assert drawn.apart == ["Étudiant"]


def test_a_line_passes_neither_by_few_people_nor_by_what_was_not_published() -> None:
    months = charts_trend.drawn_periods(periods.month(date(2026, 11, 1)))
    assert [months[0].code, months[-1].code, len(months)] == ["2025-12", "2026-11", 12]
    figures = [10, 20, 0, 30, None, 40, 50, 60, 70, 80, 90, 185]
    cells = [None if people is None else Cell(people) for people in figures]
    moments = [TrendMoment(month, cell, Cell(45)) for month, cell in zip(months, cells, strict=True)]
    for width in (charts_trend.WIDE, charts_trend.NARROW):
        drawn = charts_trend.drawing(moments, width)
        assert [line.count("L") for line in drawn.lines] == [1, 0, 6]
        assert [mark.moment.period.code for mark in drawn.marks if mark.few] == ["2026-02"]
        assert len(drawn.marks) == 11
        assert [words for _, words in drawn.ticks] == ["0", "50", "100", "150", "200"]
        assert drawn.marks[-1].y == min(mark.y for mark in drawn.marks) < drawn.marks[0].y
        assert drawn.names[0][1] == "nov."
    assert "un an avant, 45" in moments[0].said
    assert "moins de 5 personnes" in replace(moments[0], cell=Cell(0)).said


def test_a_difference_is_told_from_ten_people() -> None:
    assert compared(40, 25, "qu'en mai") == "15 de plus qu'en mai"
    assert compared(25, 40, "qu'en mai") == "15 de moins qu'en mai"
    assert compared(30, 25, "qu'en mai") == "à peu près autant qu'en mai"
    assert compared(0, 40, "qu'en mai") == compared(40, None, "qu'en mai") == ""


async def test_the_map_has_outlines_where_they_are_known_and_tiles_elsewhere(store: BlobStore) -> None:
    codes = ["SPRO-28-DREUX", "SPRO-36-INDRE-SUD"]
    places = [(NamedPlace(Path(("R24", code[5:7], code)), code), Cell(40 * rank)) for rank, code in enumerate(codes)]
    for code in codes:
        await make_territory(code, code)
    tiled = await territories_map(places)
    assert tiled is not None
    assert tiled.tiles
    north, south = tiled.areas
    assert north.y < south.y, "Dreux is in the north"
    assert [north.level, south.level] == [0, 4]
    for rank, code in enumerate(codes):
        ring = [[1.0, 48.0 - rank], [1.5, 48.0 - rank], [1.5, 47.5 - rank], [1.0, 47.5 - rank], [1.0, 48.0 - rank]]
        await Territory.filter(code=code).update(outline=[ring])
    drawn = await territories_map(places)
    assert drawn is not None
    assert not drawn.tiles
    assert drawn.areas[0].y < drawn.areas[1].y
    assert len(set(TILES.values())) == len(TILES) == 13
    unknown = NamedPlace(Path(("R24", "99", "SPRO-99")), "Ailleurs")
    assert await territories_map([*places, (unknown, Cell(5))]) is None


async def test_a_flow_says_both_places_and_many_flows_are_cut(store: BlobStore) -> None:
    for code in ("SPRO-18", "SPRO-37"):
        await make_territory(code, code.title())
    here, there = (Path(("R24", code[5:], code)) for code in ("SPRO-18", "SPRO-37"))
    nowhere = Path(("R24", NOWHERE, NOWHERE))
    flows = [FlowLine(here, there, Cell(40)), FlowLine(here, here, Cell(20)), FlowLine(nowhere, here, Cell(5))]
    drawn = await flows_drawing(flows)
    assert [bar.label for bar in drawn.bars] == [
        "Spro-18 vers Spro-37",
        "Spro-18, à l'intérieur",
        "Hors des territoires vers Spro-18",
    ]
    assert "tableau" not in drawn.note
    many = await flows_drawing([FlowLine(here, there, Cell(5))] * 13)
    assert (len(many.bars), len(many.flows)) == (12, 13)
    assert "dans le tableau" in many.note


async def test_every_mark_of_a_page_says_a_rounded_number(
    structures: list[Structure], new_person: OpenAccount, sign_in: SignIn
) -> None:
    observer = await sign_in(await new_person(role=AccountRole.OBSERVER))
    for place, places_inside in (("R24", 2), (str(structures[0].id), 0)):
        page = (await observer.get(f"/chiffres/{place}?mesure=boites")).text.replace("&#39;", "'")
        marks = MARK.findall(page)
        numbers = [int(re.sub(r"\s", "", found)) for mark in marks for found in NUMBER.findall(mark)]
        assert len(numbers) > 3
        assert all(number % 5 == 0 and number > 0 for number in numbers), numbers
        assert sum("moins de 5 personnes" in mark for mark in marks) > 5
        assert page.count('class="map-place') == places_inside
        assert page.count("<svg") > 10
        tables = page.count("Voir en tableau")
        assert tables == page.count('<figure class="chart') - (places_inside > 0), "the map and its list have one table"

"""The map: drawn from rows or from our own hand-drawn outlines, with marks that keep apart."""

from __future__ import annotations

import json
import re
from itertools import combinations, pairwise
from math import hypot

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boite.directory.models import REGION, Territory
from boite.directory.places.map import drawing, geometry, ground, marks, names
from boite.directory.places.map.drawing import HEIGHT, WIDTH, Spot, draw
from boite.directory.places.map.names import MapTown
from tests.directory.sheets import make_commune, make_territory

LATITUDES, LONGITUDES = st.floats(46.3, 49.0), st.floats(0.0, 3.2)
SPOTS = st.lists(st.builds(Spot, latitude=LATITUDES, longitude=LONGITUDES, number=st.just("1")), max_size=20)
unhurried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""What is tried is what is drawn, not the speed of a busy machine."""
SQUARE = [[1.5, 47.5], [2.5, 47.5], [2.5, 48.3], [1.5, 48.3], [1.5, 47.5]]
FRAME = (0.0, 0.0, 100.0, 100.0)
POINTS = st.lists(st.tuples(st.floats(-200, 300), st.floats(-200, 300)), min_size=3, max_size=15)


def spot(latitude: float, longitude: float, number: str = "1") -> Spot:
    return Spot(latitude=latitude, longitude=longitude, number=number, href=f"#resultat-{number}", name="Ici")


def drawn_points(path: str) -> list[tuple[int, int]]:
    """The places that a path passes by."""
    start, steps = re.fullmatch(r"M(-?\d+,-?\d+)l([-\d, ]+)z?", path).groups()  # type: ignore[union-attr]
    x, y = map(int, start.split(","))
    found = [(x, y)]
    for step in steps.split():
        right, down = map(int, step.split(","))
        x, y = x + right, y + down
        found.append((x, y))
    return found


@pytest.mark.usefixtures("app")
async def test_what_is_north_is_above_and_what_is_east_is_on_the_right() -> None:
    plan = await draw([spot(47.08, 2.40, "1"), spot(47.90, 1.90, "2"), spot(47.39, 0.68, "3")])
    bourges, orleans, tours = plan.marks
    assert orleans.y < tours.y < bourges.y
    assert tours.x < orleans.x < bourges.x
    assert [mark.number for mark in plan.marks] == ["1", "2", "3"]
    assert bourges.href == "#resultat-1"


@pytest.mark.usefixtures("app")
async def test_without_an_import_the_region_is_the_one_drawn_by_hand() -> None:
    plan = await draw([])
    assert len(plan.areas) == 6
    assert plan.rivers
    places = [place for area in plan.areas for place in drawn_points(area)]
    assert all(-25 <= x <= WIDTH + 25 and -25 <= y <= HEIGHT + 25 for x, y in places)
    assert max(y for _, y in places) - min(y for _, y in places) > HEIGHT * 0.85


def test_the_hand_drawn_departments_share_their_borders() -> None:
    drawn = json.loads(ground.DRAWN.read_text(encoding="utf-8"))["departments"]
    assert set(drawn) == {"18", "28", "36", "37", "41", "45"}
    for ring in drawn.values():
        assert ring[0] == ring[-1]
        assert all(0 < x < 3.2 and 46.3 < y < 49 for x, y in ring)
    shared = [
        (one, other)
        for one, other in combinations(sorted(drawn), 2)
        if len({tuple(point) for point in drawn[one]} & {tuple(point) for point in drawn[other]}) > 1
    ]
    assert shared == [
        *(("18", "36"), ("18", "41"), ("18", "45"), ("28", "41"), ("28", "45")),
        *(("36", "37"), ("36", "41"), ("37", "41"), ("41", "45")),
    ]


@pytest.mark.usefixtures("app")
async def test_an_imported_outline_takes_its_place_and_a_territory_is_brought_out() -> None:
    await make_territory("SPRO-45-ORLEANS")
    await Territory.filter(code=REGION).update(outline=[SQUARE])
    await Territory.filter(code="SPRO-45-ORLEANS").update(outline=[[[x, y - 0.2] for x, y in SQUARE[:3]] + [SQUARE[0]]])
    plan = await draw([spot(47.9, 1.9)])
    assert len(plan.areas) == 1
    assert plan.chosen == []
    assert len((await draw([], territory="SPRO-45-ORLEANS")).chosen) == 1
    assert (await draw([], territory=REGION)).chosen == []


@pytest.mark.usefixtures("app")
async def test_towns_are_landmarks_that_hide_no_mark() -> None:
    await make_commune("Orléans", population=116_000)
    await make_commune("Fleury-les-Aubrais", "45147", ["45400"], 47.93, 1.92, population=21_000)
    await make_commune("Tours", "37261", ["37000"], 47.39, 0.69, population=139_000)
    plan = await draw([spot(47.75, 1.7), spot(48.0, 2.2, "2")])
    assert "Orléans" in [town.name for town in plan.towns]
    assert "Tours" not in [town.name for town in plan.towns]
    over = {town.name: town for town in (await draw([spot(47.882, 1.917)])).towns}
    assert over["Orléans"].dot is None
    assert over["Fleury-les-Aubrais"].dot
    looked = await draw([spot(47.882, 1.917)], place=("Orléans", 47.9, 1.95))
    assert [town.name for town in looked.towns if town.main] == ["Orléans"]


def covers(town: MapTown) -> tuple[float, float, float, float]:
    """What the letters of a name cover, from its anchor and its base line."""
    length = names.length_of(town.name)
    left = town.x - {"start": 0.0, "middle": length / 2, "end": length}[town.anchor]
    return left, town.y - 14, left + length, town.y + 5


PLACES = st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT))
TOWNS = st.sampled_from(("Gien", "Orléans", "Tours", "Joué-lès-Tours", "Saint-Jean-de-la-Ruelle", "Blois", "Bû", "Mer"))


@unhurried
@given(st.lists(st.tuples(TOWNS, PLACES), max_size=12), st.lists(PLACES, max_size=6))
def test_names_hide_no_mark_and_no_name(towns: list[tuple[str, tuple[int, int]]], at: list[tuple[int, int]]) -> None:
    written = names.placed([(name, *place) for name, place in towns], [(place, True) for place in at], (WIDTH, HEIGHT))
    boxes = [covers(town) for town in written]
    boxes += [(x - 12.0, y - 12.0, x + 12.0, y + 12.0) for x, y in at]
    for number, (left, top, right, bottom) in enumerate(boxes[: len(written)]):
        assert left >= 0
        assert right <= WIDTH
        for x, y, u, v in boxes[number + 1 :]:
            assert left >= u - 1 or right <= x + 1 or top >= v - 1 or bottom <= y + 1


IN_LIBERATION = {"Vendôme": 83.4, "Amboise": 79.1, "Mer": 33.6, "Blois": 45.5}
"""Units that these names take in that face, at the size of the map."""


def test_no_name_is_cut_by_the_frame() -> None:
    for name, width in IN_LIBERATION.items():
        for x in range(4, WIDTH):
            for town in names.placed([(name, x, 200)], [((x + 44, 200), True)], (WIDTH, HEIGHT)):
                left = town.x - {"start": 0.0, "middle": width / 2, "end": width}[town.anchor]
                assert (left >= 0, left + width <= WIDTH) == (True, True), f"{name} from {x}"


@pytest.mark.usefixtures("app")
async def test_the_bar_of_scale_is_a_round_figure_away_from_marks() -> None:
    near, far = await draw([spot(47.9, 1.9)]), await draw([])
    assert near.scale.kilometres < far.scale.kilometres
    corner = await draw([spot(46.5, 3.0), spot(48.9, 0.5, "2")])
    assert corner.scale.x == 12


@pytest.mark.usefixtures("app")
async def test_one_place_still_shows_its_surroundings() -> None:
    plan = await draw([spot(47.9, 1.9)])
    assert (plan.marks[0].x, plan.marks[0].y) == pytest.approx((WIDTH / 2, HEIGHT / 2), abs=2)
    assert plan.areas


@pytest.mark.usefixtures("app")
async def test_the_map_of_twenty_results_weighs_little() -> None:
    spots = [spot(46.5 + number / 9, 0.3 + number % 7 / 3, str(number)) for number in range(20)]
    plan = await draw(spots)
    assert sum(map(len, [*plan.areas, *plan.rivers])) < 5_000


@unhurried
@given(SPOTS)
def test_any_places_fit_the_frame(spots: list[Spot]) -> None:
    frame = drawing._frame(spots, None, ground.Ground(ground._drawn("departments"), ()))
    for each in spots:
        x, y = frame.point(each.longitude, each.latitude)
        assert -1 <= x <= WIDTH + 1
        assert -1 <= y <= HEIGHT + 1


ON_THE_DRAWING = st.lists(st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT)), max_size=20)
NARROWEST_DRAWING = 280
"""Pixels of the drawing on a screen of 320: its margins and its frame taken away."""


@unhurried
@given(ON_THE_DRAWING)
def test_each_mark_is_a_target_of_its_own_and_every_place_has_one(places: list[tuple[float, float]]) -> None:
    drawn = marks.clustered(places, (WIDTH, HEIGHT))
    assert drawn == marks.clustered(places, (WIDTH, HEIGHT))
    assert sorted(rank for each in drawn for rank in each.members) == list(range(len(places)))
    assert all(0 < each.at[0] < WIDTH and 0 < each.at[1] < HEIGHT for each in drawn)
    for one, other in combinations(drawn, 2):
        apart = hypot(one.at[0] - other.at[0], one.at[1] - other.at[1])
        assert apart * NARROWEST_DRAWING / WIDTH >= 44


@pytest.mark.usefixtures("app")
async def test_places_that_would_touch_are_one_mark_that_counts_them() -> None:
    near = [spot(47.9, 1.9 + number / 1000, str(number)) for number in range(1, 9)]
    plan = await draw([*near, spot(47.4, 0.7, "9")])
    assert [(mark.number, mark.href, mark.many) for mark in plan.marks] == [
        ("1+7", "#resultat-1", True),
        ("9", "#resultat-9", False),
    ]


@pytest.mark.usefixtures("app")
async def test_there_is_a_map_from_three_places_only_and_never_one_of_a_single_mark() -> None:
    far = [spot(47.9, 1.9), spot(47.4, 0.7, "2"), spot(47.1, 2.4, "3")]
    assert await drawing.helpful(far)
    assert await drawing.helpful(far[:2]) is None
    assert await drawing.helpful([*far[:2], spot(47.4, 0.7, "3")]) is None, "two of them are one place"
    assert await drawing.helpful([spot(47.9, 1.9 + number / 1000) for number in range(3)]) is None


@unhurried
@given(POINTS)
def test_what_is_cut_stays_in_the_box(ring: list[tuple[float, float]]) -> None:
    for x, y in geometry.clipped_ring(ring, FRAME):
        assert -0.001 <= x <= 100.001
        assert -0.001 <= y <= 100.001


@unhurried
@given(POINTS, st.floats(0.1, 20))
def test_a_lighter_line_keeps_its_ends_and_stays_near(line: list[tuple[float, float]], tolerance: float) -> None:
    lighter = geometry.simplified(line, tolerance)
    assert lighter[0] == line[0]
    assert lighter[-1] == line[-1]
    assert set(lighter) <= set(line)
    for point in line:
        pairs = pairwise(lighter)
        assert min(geometry._distance(point, start, end) for start, end in pairs) <= tolerance + 0.001


@unhurried
@given(POINTS, st.floats(0.1, 20))
def test_a_thinner_line_keeps_its_beginning_and_its_shape(line: list[tuple[float, float]], step: float) -> None:
    thinner = geometry.thinned(line, step)
    assert thinner[0] == line[0]
    assert set(thinner) <= set(line)
    for x, y in line:
        assert min(abs(x - u) + abs(y - v) for u, v in thinner) <= step


def test_a_line_is_left_out_where_it_cannot_show() -> None:
    line = [(-50.0, 50.0), (50.0, 50.0), (150.0, 50.0), (300.0, 400.0), (50.0, 400.0)]
    assert geometry.clipped_line(line, FRAME) == [line[:3]]
    assert geometry.path([(0.2, 0.3), (0.4, 0.1)]) == ""
    assert geometry.path([(0, 0), (3, 4), (3, 0)], closed=True) == "M0,0l3,4 0,-4z"

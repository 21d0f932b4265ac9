"""Hours as people type them, a line by day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.directory.maintenance import point_forms
from boite.directory.maintenance.point_forms import hours_of, spans_of
from boite.directory.sheet.fields import POINT, empty_form
from boite.directory.sheet.hours_form import Week, compose
from boite.errors import Invalid
from boite.text.french import DAYS
from boite.web.forms import Form

MORNING, WHOLE = (("09:00", "12:30"),), (("09:00", "12:30"), ("13:30", "17:00"))


@pytest.mark.parametrize(
    ("line", "spans"),
    [
        ("", ()),
        ("fermé", ()),
        ("Fermé", ()),
        ("-", ()),
        ("9h-12h30", MORNING),
        ("09:00-12:30", MORNING),
        ("9 h – 12 h 30", MORNING),
        ("de 9h à 12h30", MORNING),
        ("9h à 12h30 et 13h30 à 17h", WHOLE),
        ("9h-12h30, 13h30-17h", WHOLE),
        ("9H/12H30 13.30-17", WHOLE),
        ("  9h00 - 12h30 ; 13h30 - 17h00 ", WHOLE),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, spans: object) -> None:
    assert spans_of(line) == spans


@pytest.mark.parametrize(
    "line", ["9h", "9h-12h-14h", "25h-26h", "9h-12h sur rendez-vous", "le matin", "9:75-10:00", "💥"]
)
def test_a_line_that_is_no_hours_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        spans_of(line)


def sent(**fields: str) -> Form:
    return Form(list({**values(), **fields}.items()))


def values() -> dict[str, str]:
    return {**empty_form(POINT), **hours_of("")}


def test_lines_make_an_expression_and_come_back() -> None:
    read = point_forms.read(sent(lundi="9h-12h30, 13h30-17h", jeudi="9h-12h30", holidays_off="oui"), values())
    assert read["opening_hours"] == "Mo 09:00-12:30,13:30-17:00; Th 09:00-12:30; PH off"
    shown = hours_of(read["opening_hours"])
    assert (shown["lundi"], shown["mardi"], shown["jeudi"]) == ("9h-12h30, 13h30-17h", "", "9h-12h30")
    assert (shown["holidays_off"], shown["opening_hours"]) == ("oui", "")


def test_hours_that_lines_cannot_say_are_kept_as_they_are() -> None:
    shown = hours_of("Mo-Fr 09:00-12:00; Jul-Aug off")
    assert (shown["opening_hours"], shown["lundi"]) == ("Mo-Fr 09:00-12:00; Jul-Aug off", "")
    read = point_forms.read(sent(opening_hours="Mo-Fr 09:00-12:00; Jul-Aug off"), values())
    assert read["opening_hours"] == "Mo-Fr 09:00-12:00; Jul-Aug off"


def test_two_ways_of_saying_hours_at_once_are_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        point_forms.read(sent(lundi="9h-12h", opening_hours="24/7"), values())
    assert list(refusal.value.fields) == ["opening_hours"]


def test_each_wrong_day_is_named() -> None:
    with pytest.raises(Invalid) as refusal:
        point_forms.read(sent(lundi="9h", jeudi="17h-9h", samedi="10h-12h"), values())
    assert set(refusal.value.fields) <= {"lundi", "jeudi"}
    assert refusal.value.fields


TIMES = st.lists(st.integers(0, 24 * 4), min_size=0, max_size=4, unique=True).map(sorted)


@given(st.lists(TIMES, min_size=7, max_size=7), st.booleans())
def test_any_simple_week_goes_through_the_form_unchanged(days: list[list[int]], off: bool) -> None:
    spans = tuple(tuple(zip(map(written, day[::2]), map(written, day[1::2]), strict=False)) for day in days)
    expression = compose(Week(spans, off))
    shown = hours_of(expression)
    if not any(spans):
        return
    fields = {name: shown[name] for name in (*DAYS, "holidays_off", "opening_hours")}
    assert point_forms.read(sent(**fields), values())["opening_hours"] == expression


def written(quarters: int) -> str:
    return f"{quarters // 4:02}:{quarters % 4 * 15:02}"

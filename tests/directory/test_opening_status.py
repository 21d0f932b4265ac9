"""Opening hours: what is said now, the week, and the plain form, over the holidays and the change of hour."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boite.clock import PARIS
from boite.directory.sheet import opening_words
from boite.directory.sheet.hours_form import CODES
from boite.directory.sheet.opening_words import Week, compose, parse_simple
from boite.errors import Invalid
from boite.languages.messages import translated
from boite.languages.spoken import speaking
from boite.orientation.asking.answer_view import week_lines

USUAL = "Mo-We,Fr 08:45-12:15,13:30-17:00; Th 08:45-12:15; PH off"
SCHOOL = "Mo-Fr 09:00-12:00,13:30-17:00; PH off; SH Mo-Fr 09:00-12:00"
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""What is tried is what is said, not the speed of a busy machine."""
MOMENTS = st.integers(1_704_067_200, 1_924_992_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
"""From 2024 to 2030."""
HALF_HOURS = [f"{number // 2:02}:{number % 2 * 30:02}" for number in range(48)]


def plain(text: str) -> str:
    """Thin spaces are for the eye."""
    return text.replace("\u202f", " ")


def said(expression: str, *moment: int) -> str:
    return plain(opening_words.state(expression, datetime(*moment, tzinfo=PARIS)).words)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("expression", "moment", "words"),
    [
        (USUAL, (2026, 11, 24, 10), "Ouvert maintenant, jusqu'à 12 h 15"),
        (USUAL, (2026, 11, 24, 11, 50), "Ferme bientôt : à 12 h 15"),
        (USUAL, (2026, 11, 24, 12, 15), "Fermé, ouvre à 13 h 30"),
        (USUAL, (2026, 11, 24, 19), "Fermé, ouvre demain à 8 h 45"),
        (USUAL, (2026, 11, 27, 19), "Fermé, ouvre lundi à 8 h 45"),
        (USUAL, (2026, 11, 11, 10), "Fermé aujourd'hui : jour férié. Ouvre demain à 8 h 45"),
        ("Mo-Fr 09:00-17:00", (2026, 11, 11, 10), "Jour férié : appelez avant de venir"),
        ("2027 Jan 04-2027 Feb 01 09:00-12:00; PH off", (2026, 11, 24), "Fermé, ouvre le 4 janvier à 9 h"),
        ("24/7", (2026, 11, 11, 10), "Ouvert jour et nuit"),
        ("Mo-Fr; PH off", (2026, 11, 24, 10), "Ouvert maintenant, jusqu'à vendredi à minuit"),
        ("Mo-Sa 20:00-26:00", (2026, 11, 24, 23), "Ouvert maintenant, jusqu'à 2 h"),
        ("Mo 10:00-24:00", (2026, 11, 23, 11), "Ouvert maintenant, jusqu'à minuit"),
        (
            'Mo-Fr 09:00-12:00 "sur rendez-vous"',
            (2026, 11, 24, 10),
            "Ouvert maintenant, jusqu'à 12 h (sur rendez-vous)",
        ),
        ("Mo-Fr 09:00-12:00 unknown", (2026, 11, 24, 10), "Horaires incertains : appelez avant de venir"),
        ("off", (2026, 11, 24), "Fermé"),
        ("", (2026, 11, 24), "Horaires non communiqués"),
        ("du lundi au vendredi", (2026, 11, 24), "Horaires non communiqués"),
    ],
)
def test_what_is_said_of_a_moment(expression: str, moment: tuple[int, ...], words: str) -> None:
    assert said(expression, *moment) == words


@pytest.mark.parametrize(
    ("expression", "moment", "words"),
    [
        ('"sur rendez-vous"', (2026, 11, 12, 10), "Horaires incertains : sur rendez-vous"),
        ('Mo-Fr 09:00-12:00; Sa "sur rendez-vous"', (2026, 11, 14, 10), "Horaires incertains : sur rendez-vous"),
        ('Mo-Fr 09:00-12:00, Sa "sur rendez-vous"', (2026, 11, 14, 10), "Horaires incertains : sur rendez-vous"),
        ('Mo-Fr 09:00-12:00 || "sur rendez-vous"', (2026, 11, 14, 10), "Horaires incertains : sur rendez-vous"),
        ('Mo-Fr 09:00-12:00 || "sur rendez-vous"', (2026, 11, 13, 10), "Ouvert maintenant, jusqu'à 12 h"),
        ('Mo-Fr 09:00-12:00 || "le soir"', (2026, 11, 11, 10), "Jour férié : appelez avant de venir"),
        ("Mo-Fr 09:00-12:00 “sur rendez-vous”", (2026, 11, 13, 11, 45), "Ferme bientôt : à 12 h (sur rendez-vous)"),
        ('24/7 "par téléphone"', (2026, 11, 12, 10), "Ouvert jour et nuit (par téléphone)"),
        ('Sa open "une fois par mois"', (2026, 11, 14, 10), "Ouvert maintenant, jusqu'à minuit (une fois par mois)"),
    ],
)
def test_a_comment_without_hours_is_not_known(expression: str, moment: tuple[int, ...], words: str) -> None:
    assert said(expression, *moment) == words


@pytest.mark.parametrize(
    ("expression", "moment", "words"),
    [
        ("Mo-Sa 09:00-18:00; Jan 01 off; Dec 25 off", (2026, 12, 25, 10), "Fermé aujourd'hui : jour férié"),
        ("Dec 25 off; Mo-Sa 09:00-18:00", (2026, 12, 25, 10), "Fermé aujourd'hui : jour férié"),
        ("Mo-Sa 09:00-18:00; Dec 25 off", (2027, 1, 1, 10), "Jour férié : appelez avant de venir"),
        ("Mo-Fr 09:00-12:00; easter +1 day off", (2026, 4, 6, 10), "Fermé aujourd'hui : jour férié"),
        ("Mo-Sa 09:00-18:00; We off", (2026, 11, 11, 10), "Fermé aujourd'hui : jour férié"),
        ("Mo-Sa 09:00-18:00; Dec 24-Jan 02 off", (2026, 12, 25, 10), "Fermé aujourd'hui : jour férié"),
        ("Mo-Fr 09:00-17:00; 2026 Nov 11 10:00-12:00", (2026, 11, 11, 11), "Ouvert maintenant, jusqu'à 12 h"),
        ("2026 Nov 11 10:00-12:00; Sa 09:00-17:00", (2026, 11, 11, 11), "Ouvert maintenant, jusqu'à 12 h"),
        ("Jul-Aug Mo-Fr 09:00-17:00", (2026, 7, 14, 10), "Jour férié : appelez avant de venir"),
        ("Jun 15-Sep 15 09:00-17:00", (2026, 7, 14, 10), "Jour férié : appelez avant de venir"),
        ("07:00-14:00,15:30-19:00; PH Su closed", (2026, 7, 14, 10), "Ouvert maintenant, jusqu'à 14 h"),
        ("07:00-14:00,15:30-19:00; PH Su closed", (2026, 11, 1, 10), "Fermé aujourd'hui : jour férié"),
        ("07:00-14:00,15:30-19:00; PH Su closed", (2026, 11, 8, 10), "Ouvert maintenant, jusqu'à 14 h"),
        ("Mo-Su 00:00-24:00", (2026, 11, 29), "Ouvert jour et nuit"),
        ("Mo-Su", (2026, 12, 25, 10), "Ouvert jour et nuit"),
    ],
)
def test_what_is_told_of_a_day_wins_over_the_doubt(expression: str, moment: tuple[int, ...], words: str) -> None:
    assert said(expression, *moment).startswith(words)


def test_why_it_is_closed_is_said() -> None:
    holidays = 'Mo-Sa 09:00-20:00; Jun 01-27 off "Congés"'
    assert said(holidays, 2026, 6, 12, 18) == "Fermé (Congés), ouvre le 29 juin à 9 h"
    assert dict(opening_words.week(holidays, date(2026, 6, 12)))["Lundi"] == "Fermé (Congés)"
    assert said("Mo-Su; Dec 24 off; PH open", 2026, 11, 29) == "Ouvert maintenant, jusqu'au 23 décembre à minuit"


def test_a_day_without_hours_is_not_open_day_and_night() -> None:
    assert (
        dict(opening_words.week('Mo-Fr 09:00-12:00; Sa "sur rendez-vous"', date(2026, 11, 9)))["Samedi"]
        == "sur rendez-vous"
    )
    assert not list(opening_words.openings('"sur rendez-vous"', datetime(2026, 11, 9), timedelta(days=7)))  # noqa: DTZ001  # a clock on the wall


@pytest.mark.parametrize("expression", ["||", "|| Mo", 'Mo || "', "Mo|09:00-12:00", '"', "; ||;", 'a"b || c"'])
def test_marks_alone_are_no_hours(expression: str) -> None:
    assert said(expression, 2026, 11, 24, 10) == "Horaires non communiqués"


def test_what_a_word_processor_wrote_is_read() -> None:
    copied = "Mo–Fr 09:00–12:00 « sonnez »"
    assert said(copied, 2026, 11, 18, 10).startswith("Ouvert maintenant, jusqu'à 12 h")
    assert opening_words.checked("Mo–Fr 09:00—12:00") == "Mo-Fr 09:00-12:00"


def test_open_now_is_never_promised_on_a_doubtful_day() -> None:
    armistice = datetime(2026, 11, 11, 10, tzinfo=PARIS)
    assert not opening_words.is_open("Mo-Fr 09:00-17:00", armistice)
    assert not opening_words.is_open(USUAL, armistice)
    assert opening_words.is_open("24/7", armistice)
    assert opening_words.is_open(USUAL, armistice + timedelta(days=1))
    assert not opening_words.is_open("", armistice)


def test_french_holidays_are_known() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [(day.day, day.month) for day in days if opening_words.is_holiday(day)] == [
        *((1, 1), (6, 4), (1, 5), (8, 5), (14, 5), (25, 5), (14, 7), (15, 8), (1, 11), (11, 11), (25, 12))
    ]


def test_school_holidays_are_told_and_do_not_change_the_others() -> None:
    """The library reads `SH Mo-Fr` as « school holidays or weekdays », which would close every afternoon."""
    assert said(SCHOOL, 2026, 11, 24, 14) == "Ouvert maintenant, jusqu'à 17 h"
    assert [plain(note) for note in opening_words.notes(SCHOOL)] == [
        "Pendant les vacances scolaires : du lundi au vendredi, de 9 h à 12 h."
    ]
    assert opening_words.notes("Mo-Fr 09:00-12:00; PH,SH off") == ["Pendant les vacances scolaires : fermé."]
    assert opening_words.notes(USUAL) == []
    assert said("Mo-Fr 09:00-12:00; PH,SH off", 2026, 11, 11, 10).startswith("Fermé aujourd'hui : jour férié")
    assert said("Mo-Fr 09:00-17:00; PH Mo-Fr off", 2026, 11, 24, 10) == "Ouvert maintenant, jusqu'à 17 h"


def test_the_week_is_that_of_the_next_seven_days() -> None:
    week = dict(opening_words.week(USUAL, date(2026, 11, 10)))
    assert list(week) == ["Lundi", "Mardi", "Mercredi 11 novembre", "Jeudi", "Vendredi", "Samedi", "Dimanche"]
    assert week["Mercredi 11 novembre"] == "Fermé (jour férié)"
    assert plain(week["Lundi"]) == "de 8 h 45 à 12 h 15 et de 13 h 30 à 17 h"
    assert week["Samedi"] == "Fermé"
    assert opening_words.week("n'importe quoi", date(2026, 11, 10)) == []
    assert {text for _, text in opening_words.week("24/7", date(2026, 11, 10))} == {"24 h sur 24"}


def test_what_is_typed_is_checked() -> None:
    assert opening_words.checked("  Mo-Fr   09:00-12:00 ") == "Mo-Fr 09:00-12:00"
    assert opening_words.checked(" ") == ""
    for wrong in ("9h-12h", "Lundi 9:00", "x" * 501, "<script>", "Mo-Fr 09:00-12:00 🙂"):
        with pytest.raises(Invalid) as refusal:
            opening_words.checked(wrong, "horaires")
        assert "horaires" in refusal.value.fields


@unhurried
@given(
    st.text() | st.lists(st.sampled_from([*CODES, *"-,; +|", "PH", "SH", "off", "24/7", "09:00", '"a"'])).map("".join)
)
def test_no_text_breaks_it(expression: str) -> None:
    moment = datetime(2026, 11, 24, 10, tzinfo=PARIS)
    assert opening_words.state(expression, moment).words
    assert len(opening_words.week(expression, moment.date())) in {0, 7}
    assert isinstance(opening_words.notes(expression), list)
    parse_simple(expression)


@unhurried
@given(MOMENTS)
def test_open_is_said_when_it_is_open_at_the_change_of_hour_too(moment: datetime) -> None:
    for expression in (USUAL, "24/7", "Mo-Su 01:00-04:00; PH off"):
        state = opening_words.state(expression, moment)
        assert state.open == opening_words.is_open(expression, moment)
        assert state.open == state.words.startswith(("Ouvert", "Ferme bientôt"))


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Weeks that a form can hold, open one day at least."""
    days = []
    for _ in range(7):
        count = draw(st.sampled_from((0, 2, 2, 4, 4)))
        times = sorted(draw(st.sets(st.sampled_from(HALF_HOURS), min_size=count, max_size=count)))
        days.append(tuple(zip(times[::2], times[1::2], strict=True)))
    if not any(days):
        days[0] = (("09:00", "12:00"),)
    return Week(tuple(days), draw(st.booleans()))


@unhurried
@given(weeks())
def test_the_plain_form_keeps_everything(week: Week) -> None:
    expression = compose(week)
    assert opening_words.checked(expression) == expression
    assert parse_simple(expression) == week


@unhurried
@given(weeks(), MOMENTS)
def test_the_plain_form_says_what_the_library_understands(week: Week, moment: datetime) -> None:
    local = moment.astimezone(PARIS)
    spans = () if opening_words.is_holiday(local.date()) else week.days[local.weekday()]
    assert opening_words.is_open(compose(week), moment) == any(start <= f"{local:%H:%M}" < end for start, end in spans)


@pytest.mark.parametrize(
    "expression",
    [
        "24/7",
        SCHOOL,
        "Mo-Fr 09:00-10:00,11:00-12:00,13:00-14:00",
        "Mo 22:00-26:00",
        "week 1-53/2 Mo 09:00-12:00",
        "PH off; Mo",
    ],
)
def test_what_a_form_cannot_hold_is_left_as_it_is(expression: str) -> None:
    assert parse_simple(expression) is None


def test_usual_ways_of_writing_fit_the_form() -> None:
    assert compose(parse_simple("Sa-Mo 9:00-12:00") or Week()) == ""
    assert compose(parse_simple("09:00-12:00") or Week()) == "Mo-Su 09:00-12:00"
    assert compose(parse_simple("Sa-Mo 09:00-12:00; PH closed") or Week()) == "Mo,Sa,Su 09:00-12:00; PH off"
    assert compose(parse_simple("Mo-Fr 09:00-12:00, 13:00-14:00; We off") or Week()) == (
        "Mo,Tu,Th,Fr 09:00-12:00,13:00-14:00"
    )
    assert parse_simple("") == Week()
    assert compose(Week()) == ""


def test_senseless_hours_are_told_by_day() -> None:
    wrong = Week(((("17:00", "09:00"),), (("9h", "10:00"),), (("09:00", ""),), *[()] * 4))
    with pytest.raises(Invalid) as refusal:
        compose(wrong)
    assert list(refusal.value.fields) == ["lundi", "mardi", "mercredi"]


@pytest.mark.parametrize(
    ("typed", "time"),
    [("9h", "09:00"), ("9 h 30", "09:30"), ("09:30", "09:30"), ("09:30:00", "09:30"), ("24:00", "24:00")],
)
def test_hours_are_read_as_people_type_them(typed: str, time: str) -> None:
    assert opening_words.clock_time(typed) == time


@pytest.mark.parametrize("typed", ["", "midi", "25:00", "24:30", "9h75", "-1:00", "٩h"])
def test_what_is_no_hour_is_empty(typed: str) -> None:
    assert opening_words.clock_time(typed) == ""


@pytest.mark.parametrize("language", ["en", "ar", "uk", "fa"])
@pytest.mark.parametrize("moment", [(1, 10), (1, 11, 50), (1, 13), (4, 18), (5, 11), (25, 9)])
def test_nothing_of_it_stays_french_in_another_language(language: str, moment: tuple[int, ...]) -> None:
    """Open, closing soon, closed until later, tomorrow or another day, a holiday: all but what a structure wrote."""
    hours = 'Mo-Fr 09:00-12:00,14:00-17:00; Sa 10:00-12:00 "sur rendez-vous"; PH off'
    words = opening_words.state(hours, datetime(2026, 12, *moment, tzinfo=PARIS)).words  # type: ignore[misc,arg-type]
    lines = week_lines("Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00; PH off", date(2026, 11, 30))
    kept: list[str] = []

    def mark(value: str) -> str:
        kept.append(value)
        return ""

    with speaking(language):
        for sentence in (words, *(part for line in lines for part in line)):
            told = translated(sentence, mark)
            assert told, sentence
            assert not re.search(r"\d\u202fh|[Oo]uvre|[Oo]uvert|Ferm|lundi|jeudi|vendredi|demain", told), told
    assert set(kept) <= {"sur rendez-vous"}

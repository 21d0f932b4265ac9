"""The order of answers: one to go to first, the others near, those beyond thirty kilometres; each once."""

from __future__ import annotations

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from boite.orientation.asking.answer_loading import AnsweringStructure
from boite.orientation.asking.found_answers import FoundAnswer
from boite.orientation.asking.near_and_farther import NEAR, is_far, ordered, serves_from_home
from boite.orientation.models import AnswerStanding

MAIN, SECONDARY = AnswerStanding.MAIN, AnswerStanding.SECONDARY


def answer(
    distance: float | None, standing: AnswerStanding = MAIN, *, phone: str = "", online: str = "", lost: bool = False
) -> FoundAnswer:
    sheet = AnsweringStructure(
        id=uuid4(),
        slug="s",
        name="S",
        networks=(),
        phone=phone,
        email="",
        online=online,
        territory_id="",
        distance=distance,
        lost=lost,
    )
    return FoundAnswer(standing=standing, network="n", name="S", acronym="", sheet=sheet)


def without_a_place(standing: AnswerStanding) -> FoundAnswer:
    return FoundAnswer(standing=standing, network="n", name="N", acronym="")


ANSWERS = st.lists(
    st.one_of(
        st.builds(
            answer,
            st.floats(0, 120),
            st.sampled_from(AnswerStanding),
            phone=st.sampled_from(["", "3949"]),
            online=st.sampled_from(["", "https://exemple.fr"]),
        ),
        st.builds(
            answer, st.none(), st.sampled_from(AnswerStanding), phone=st.sampled_from(["", "3949"]), lost=st.just(True)
        ),
        st.builds(without_a_place, st.sampled_from(AnswerStanding)),
    ),
    max_size=9,
)


def near(each: FoundAnswer) -> bool:
    return not is_far(each) and not (each.sheet and each.sheet.lost)


@given(ANSWERS)
def test_each_is_said_once(answers: list[FoundAnswer]) -> None:
    found = ordered(answers)
    said = [*([found.first] if found.first else []), *found.others, *found.farther]
    assert sorted(map(id, said)) == sorted(map(id, answers))
    assert found.first is not None or not answers


@given(ANSWERS)
def test_only_what_is_beyond_is_farther(answers: list[FoundAnswer]) -> None:
    found = ordered(answers)
    assert not [each for each in found.others if is_far(each)]
    assert [each for each in found.farther if is_far(each)] == found.farther


@given(ANSWERS)
def test_a_main_one_near_is_first_and_in_the_order_of_the_coordination(answers: list[FoundAnswer]) -> None:
    mains = [each for each in answers if each.standing == MAIN and near(each)]
    found = ordered(answers)
    if mains:
        assert found.first is mains[0]
    assert [each for each in found.others if each in mains] == mains[1:]


@given(ANSWERS)
def test_what_can_do_nothing_is_first_only_where_nothing_else_can(answers: list[FoundAnswer]) -> None:
    first = ordered(answers).first
    if first and is_far(first) and not serves_from_home(first):
        assert not [each for each in answers if not is_far(each)]


@given(ANSWERS)
def test_those_that_serve_from_home_are_the_first_of_the_farther(answers: list[FoundAnswer]) -> None:
    serve = [serves_from_home(each) for each in ordered(answers).farther]
    assert serve == sorted(serve, reverse=True)


@given(ANSWERS)
def test_those_whose_place_is_not_known_are_the_last_of_the_others(answers: list[FoundAnswer]) -> None:
    lost = [bool(each.sheet and each.sheet.lost) for each in ordered(answers).others]
    assert lost == sorted(lost)


def test_thirty_kilometres_are_near() -> None:
    assert not is_far(answer(NEAR))
    assert is_far(answer(NEAR + 0.1))


def test_the_main_one_that_one_may_call_comes_before_a_secondary_one_near() -> None:
    away, beside = answer(80, phone="3949"), answer(2, SECONDARY)
    assert ordered([away, beside]).first is away
    silent = answer(80)
    assert ordered([silent, beside]).first is beside
    assert ordered([silent, beside]).farther == [silent]

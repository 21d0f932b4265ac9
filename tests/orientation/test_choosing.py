"""Which answers hold: what the territory says replaces what is said everywhere; nothing outside one's public."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from boite.directory.sheet.publics import ASKED, LABELS, accepting
from boite.orientation.asking.answer_choice import RankedAnswer, holding, is_local
from boite.orientation.models import AnswerStanding

NETWORKS = ("cio", "mission-locale", "apec")
TERRITORIES = ("SPRO-37", "SPRO-45-ORLEANS")
publics = st.frozensets(st.sampled_from(sorted(LABELS)), max_size=3)
lines = st.lists(
    st.builds(
        RankedAnswer,
        question_id=st.just("q"),
        standing=st.sampled_from(AnswerStanding),
        rank=st.integers(0, 5),
        network=st.sampled_from(NETWORKS),
        territory_id=st.sampled_from(("", "R24", *TERRITORIES)),
        publics=publics,
        brings=st.text("ab", max_size=2),
    ),
    max_size=12,
)
asked = st.sampled_from(("", *ASKED))
where = st.sampled_from(("", *TERRITORIES))


def line(
    network: str = "cio", territory: str = "", standing: AnswerStanding = AnswerStanding.MAIN, *codes: str
) -> RankedAnswer:
    return RankedAnswer(
        question_id="q", standing=standing, rank=0, network=network, territory_id=territory, publics=frozenset(codes)
    )


def test_the_answer_of_the_territory_replaces_the_one_of_everywhere() -> None:
    general, local = line(), line(territory="SPRO-37")
    assert holding([general, local], "SPRO-37", "") == [local]
    assert holding([general, local], "SPRO-45-ORLEANS", "") == [general]
    assert holding([general, local], "", "") == [general]


def test_another_network_or_standing_stays() -> None:
    general, other, second = line(), line("apec"), line(standing=AnswerStanding.SECONDARY)
    local = line(territory="SPRO-37")
    assert holding([general, other, second, local], "SPRO-37", "") == [other, local, second]


def test_an_answer_for_some_leaves_the_others_theirs() -> None:
    """Of whom nothing is known, the answer for young people does not hide the one for everybody."""
    general, local = line(), line("cio", "SPRO-37", AnswerStanding.MAIN, "jeunes")
    assert set(holding([general, local], "SPRO-37", "")) == {general, local}
    assert holding([general, local], "SPRO-37", "scolaire") == [local]
    assert holding([general, local], "SPRO-37", "salarie") == [general]


def test_a_wider_public_receives_the_narrower_one() -> None:
    young = line("cio", "", AnswerStanding.MAIN, "jeunes")
    assert holding([young], "", "apprenti") == [young]
    assert holding([young], "", "salarie") == []


@given(lines, where, asked)
def test_nothing_outside_the_public_nor_the_territory(rows: list[RankedAnswer], territory: str, public: str) -> None:
    for row in holding(rows, territory, public):
        assert not public or not row.publics or row.publics & accepting(public)
        assert row.territory_id in {"", "R24", territory}


@given(lines, where, asked)
def test_only_a_local_answer_of_the_same_network_and_standing_hides_one(
    rows: list[RankedAnswer], territory: str, public: str
) -> None:
    shown = holding(rows, territory, public)
    for row in rows:
        if row in shown or not row.welcomes(public) or row.territory_id not in {"", "R24", territory}:
            continue
        assert not is_local(row)
        assert any(
            is_local(other) and (other.network, other.standing) == (row.network, row.standing) for other in shown
        )


@given(lines, where, asked)
def test_a_network_that_answers_everybody_still_answers(rows: list[RankedAnswer], territory: str, public: str) -> None:
    """No rule takes a network away altogether: somebody who may be received by it still is."""
    open_to_all = {(row.network, row.standing) for row in rows if not row.publics and row.territory_id == ""}
    shown = {(row.network, row.standing) for row in holding(rows, territory, public)}
    assert open_to_all <= shown


@given(lines, where, asked)
def test_the_main_ones_come_first_and_in_order(rows: list[RankedAnswer], territory: str, public: str) -> None:
    shown = [(row.standing != AnswerStanding.MAIN, row.rank) for row in holding(rows, territory, public)]
    assert shown == sorted(shown)

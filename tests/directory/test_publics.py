"""Who somebody says they are: one situation, and traits beside it, as many as they wish."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.accounts.situations import AND
from boite.directory.sheet import publics
from tests.visitors import Visitor

CODES = st.sampled_from([*publics.ASKED, "jeunes", "x", "", "autre"])
LISTS = ("/annuaire/", "/agenda/", "/actualites/", "/ressources/", "/actualites/mes-choix")


@given(st.lists(CODES, max_size=8), st.lists(CODES, max_size=8))
def test_what_is_said_holds_one_situation_and_known_traits(some: list[str], others: list[str]) -> None:
    who = publics.said(AND.join(some), *others)
    codes = who.split(AND) if who else []
    assert sum(code in publics.SAID for code in codes) <= 1
    assert set(codes) <= publics.ASKED.keys() & {*some, *others}
    assert publics.traits(who) == [code for code in publics.TRAITS if code in {*some, *others}]
    assert publics.said(who) == who == publics.said(*codes), "an address says the same again"
    for code in codes:
        assert publics.accepting(code) <= publics.accepting(who)


@pytest.mark.parametrize("code", publics.ASKED)
def test_what_was_kept_before_still_means_the_same(code: str) -> None:
    """One code in a cookie, an address or a profile, a trait among them."""
    assert (publics.said(code), publics.in_words(code)) == (code, publics.ASKED[code])


@pytest.mark.parametrize("page", LISTS)
async def test_a_trait_is_no_situation(client: Visitor, page: str) -> None:
    text = unescape((await client.get(f"{page}?public=salarie&aussi=femmes&aussi=seniors")).text)
    [select] = re.findall(r'<select[^>]*name="public".*?</select>', text, re.DOTALL)
    assert re.findall(r'value="([^"]*)" selected', select) == ["salarie"]
    for label in publics.TRAITS.values():
        assert label not in select, page
    boxes = re.findall(r'name="aussi" value="([^"]*)"( checked)?', text)
    assert {code for code, _ in boxes} == publics.TRAITS.keys()
    assert {code for code, checked in boxes if checked} == {"femmes", "seniors"}


def test_nobody_is_named_by_what_they_lack() -> None:
    """« Ni en emploi, ni en études, ni en formation » is the word of a survey, not of somebody of 17."""
    assert publics.SAID["sans-solution"] == "Sans école ni travail en ce moment"

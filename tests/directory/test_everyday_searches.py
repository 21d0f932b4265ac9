"""Searches in the words of every day, around a place, on the demonstration's directory: what must come first."""

from __future__ import annotations

import pytest

from boite.directory.places.lookup import find_place
from boite.directory.search_engine.everyday_words import ASKED, AT_ONCE, INSTEAD, instead, job_names, put_right
from boite.directory.search_engine.search import SearchCriteria, search
from boite.text.analysis import tokens
from boite.text.normalise import fold

TYPED = [
    # names that were, or that another sheet says
    ("anpe", "Vierzon", "France Travail Vierzon"),
    ("assedics", "Tours", "France Travail Tours"),
    ("Emploi Store", "Tours", "France Travail Tours"),
    ("fongecif", "", "Transitions Pro"),
    ("PAIO", "Pithiviers", "Mission locale du Pithiverais"),
    # everyday words, abbreviations
    ("un taf", "Orléans", "France Travail Orléans"),
    ("CEJ", "Bourges", "Mission locale de Bourges"),
    ("la copsy", "Montargis", "CIO de Montargis"),
    ("une reconversion", "Orléans", "Transitions Pro"),
    ("AAH", "Bourges", "MDPH"),
    ("ma RQTH", "Orléans", "Cap emploi Orléans"),
    ("prud'hommes", "Orléans", "DDETS"),
    # other languages, those who arrive
    ("learn French", "Orléans", "Atelier de français"),
    ("تعلم الفرنسية", "Orléans", "Atelier de français"),
    ("عمل", "Tours", "France Travail Tours"),
    ("job center", "Tours", "France Travail Tours"),
    ("demandeur d'asile", "Orléans", "Atelier de français"),
    # numbers
    ("02 61 91 00 30", "", "France Travail Tours"),
    ("+33 2.61.91.00.07", "Tours", "CIO de Bourges"),
]
NOTHING = ("CAF", "CPAM", "urssaf", "02 99 99 99 99", "xyzzyx")
"""What the directory does not have: nothing, rather than noise."""


@pytest.mark.parametrize(("words", "where", "first"), TYPED)
async def test_the_right_structure_comes_first(words: str, where: str, first: str, demonstration: None) -> None:
    found = await search(SearchCriteria(words=words, place=await find_place(where) if where else None))
    names = [hit.structure["name"] for hit in found.hits]
    assert names, found
    assert names[0].startswith(first), names[:5]


@pytest.mark.parametrize("words", NOTHING)
async def test_what_is_not_there_is_not_found(words: str, demonstration: None) -> None:
    found = await search(SearchCriteria(words=words, place=await find_place("Tours")))
    assert (found.hits, found.apart) == ([], [])


async def test_near_my_home_asks_for_what_is_near(demonstration: None) -> None:
    tours = await find_place("Tours")
    near = await search(SearchCriteria(words="près de chez moi", place=tours))
    assert (near.total, near.ignored) == ((await search(SearchCriteria(place=tours))).total, [])
    assert near.total > 5


async def test_what_was_put_instead_is_told(demonstration: None) -> None:
    found = await search(SearchCriteria(words="taf", place=await find_place("Tours")))
    assert found.corrected == {"taf": "france travail"}


def test_the_longest_words_are_read_first() -> None:
    typed = ["un", "job", "center", "vite"]
    assert put_right(typed, AT_ONCE) == (["un", "france", "travail", "vite"], {"job center": "france travail"})
    assert put_right([], AT_ONCE) == ([], {})
    assert put_right(["cio"], AT_ONCE) == (["cio"], {})


def test_what_else_is_looked_for_comes_in_turn() -> None:
    words = [found for found, _ in instead(["devenir", "plombier"])]
    assert words[:2] == [["devenir", "chambre", "metiers"], ["chambre", "metiers"]]
    assert ["france", "travail"] in words
    assert list(instead(["xyzzyx"])) == []


@pytest.mark.parametrize("typed", ["infirmiere", "soudeur", "aide soignante", "atsem", "kinesitherapeute"])
def test_the_names_of_jobs_are_known(typed: str) -> None:
    assert list(instead(typed.split()))


@pytest.mark.parametrize("typed", ["saisonnie", "plombiere", "licensiement", "reconvertion"])
def test_a_slip_of_the_finger_is_forgiven(typed: str) -> None:
    assert list(instead([typed]))


def test_they_are_written_folded() -> None:
    assert all(said == fold(said) for said in (*ASKED, *INSTEAD, *AT_ONCE, *job_names()))
    assert not any(said.split() != tokens(said) for said in (*ASKED, *INSTEAD, *AT_ONCE))


@pytest.mark.parametrize("said", sorted({*INSTEAD, *ASKED}))
async def test_a_word_of_every_day_leads_to_a_structure(said: str, demonstration: None) -> None:
    """The same words lead to a question: `tests/orientation/test_scored_questions.py`."""
    assert (await search(SearchCriteria(words=said))).hits


@pytest.mark.parametrize("typed", ["taf", "plombier", "devenir plombier", "un taf ou une formation"])
def test_each_reading_is_proposed_once(typed: str) -> None:
    readings = [tuple(found) for found, _ in instead(typed.split())]
    assert len(readings) == len(set(readings))

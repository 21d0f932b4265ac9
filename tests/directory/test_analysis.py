"""Text as searching compares it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite.directory.places.distance import kilometres
from boite.directory.search_engine import tags
from boite.directory.search_engine.learning import variants
from boite.text.analysis import spellings, stem, tokens, words


@profile(deadline=None)
@given(st.text(max_size=80))
def test_words_are_letters_and_digits_only(text: str) -> None:
    for word in tokens(text):
        assert word.isalnum()
        assert word == "".join(tokens(word)), "analysed twice, it is the same"
        assert len(word) <= 40
        assert not set(word) & set("_=+'\" \x00")


@profile(deadline=None)
@given(st.text(max_size=80))
def test_a_text_always_keeps_some_word(text: str) -> None:
    assert bool(words(text)) == bool(tokens(text))


def test_apostrophes_hyphens_and_dots() -> None:
    assert tokens("L'École de la 2e chance") == ["l", "ecole", "de", "la", "2e", "chance"]
    assert tokens("L’Île-Bouchard") == ["l", "ile", "bouchard"]
    assert tokens("C.I.O. de Tours, M.L.") == ["cio", "de", "tours", "ml"]
    assert words("le pôle emploi d'ici") == ["pole", "emploi"]
    assert words("le la") == ["le", "la"]


def test_a_correction_shows_accents() -> None:
    assert dict(spellings("Bilan de compétences, Œuvre d'été")) == {
        "bilan": "bilan",
        "competences": "compétences",
        "oeuvre": "œuvre",
        "ete": "été",
    }


@pytest.mark.parametrize(
    ("word", "other"),
    [("emplois", "emploi"), ("locaux", "locale"), ("formations", "formation"), ("handicapées", "handicapé")],
)
def test_endings_do_not_count(word: str, other: str) -> None:
    assert [stem(each) for each in tokens(word)] == [stem(each) for each in tokens(other)]


@pytest.mark.parametrize("word", ["cio", "vae", "37300", "2e"])
def test_short_words_and_numbers_stay(word: str) -> None:
    assert stem(word) == word


def test_two_words_at_one_slip_share_a_variant() -> None:
    for word in ("misson", "mision", "missino", "mission", "missionn", "missions", "massion"):
        assert variants(word) & variants("mission"), word
    assert not variants("cap")
    assert not variants("37300")


@profile(deadline=None)
@given(st.floats(-80, 80), st.floats(-170, 170), st.floats(-1, 1), st.floats(-1, 1), st.sampled_from([5, 20, 30, 100]))
def test_cells_hold_the_whole_circle(latitude: float, longitude: float, north: float, east: float, radius: int) -> None:
    """Whatever is within the radius is in one of the cells that are asked."""
    there = (latitude + north, longitude + east)
    if kilometres(latitude, longitude, *there) <= radius:
        assert set(tags.cells(*there)) & set(tags.cells_around(latitude, longitude, radius))


def test_cells_are_few() -> None:
    for radius in (1, 5, 10, 20, 30, 50, 100, 150):
        assert len(tags.cells_around(47.4, 0.7, radius)) <= 100
    assert tags.cells_around(47.4, 0.7, 500) == []


def test_distances() -> None:
    assert round(kilometres(47.394, 0.685, 47.902, 1.909)) == 108
    assert kilometres(47.4, 0.7, 47.4, 0.7) == 0

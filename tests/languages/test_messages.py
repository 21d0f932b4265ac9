"""A sentence of Python code: French as a string, and said in the language spoken now."""

from __future__ import annotations

import pickle

import pytest

from boite.directory.sheet.phrases import far
from boite.languages.messages import Message, _, counted, sentences, translated
from boite.languages.offered import BY_CODE, FRENCH
from boite.languages.spoken import speaking, spoken
from boite.languages.values import FrenchValue

LONG = _("C'est trop long : %(limit)s signes au plus.", limit=80)


def test_it_is_french_as_a_string() -> None:
    assert LONG == "C'est trop long : 80 signes au plus."
    assert f"{LONG}" == "C'est trop long : 80 signes au plus."


def test_it_is_said_in_the_language_spoken_now() -> None:
    with speaking("en"):
        assert translated(LONG) == "This is too long: 80 characters at most."
    assert translated(LONG) == LONG


def test_a_text_that_no_catalogue_has_is_not_known() -> None:
    with speaking("ar"):
        assert translated("Forum de l'emploi") is None
        assert translated("") == ""  # which gettext would answer with its header


@pytest.mark.parametrize(("count", "said"), [(0, "jour."), (1, "jour."), (2, "jours.")])
def test_french_counts_zero_as_one(count: int, said: str) -> None:
    one, many = "Il est dans la corbeille pendant %(num)s jour.", "Il est dans la corbeille pendant %(num)s jours."
    assert counted(one, many, count).endswith(said)


@pytest.mark.parametrize(("count", "said"), [(1, "день"), (3, "дні"), (5, "днів"), (21, "день")])
def test_a_language_counts_in_its_own_way(count: int, said: str) -> None:
    one, many = "Il est dans la corbeille pendant %(num)s jour.", "Il est dans la corbeille pendant %(num)s jours."
    with speaking("uk"):
        assert f" {count}\u202f{said}." in (translated(counted(one, many, count)) or "")


@pytest.mark.parametrize("code", ["ar", "fa"])
def test_arabic_letters_stand_apart_from_the_number(code: str) -> None:
    with speaking(code):
        assert "10\u00a0ك" in (translated(far(10.2)) or "").replace("ک", "ك")


def test_sentences_follow_each_other_each_in_its_language() -> None:
    said = sentences("", FrenchValue("Apportez un CV."), far(3), far(0.2, first=True))
    assert said == "Apportez un CV. à 3\u202fkm. À moins de 1\u202fkm."
    with speaking("en"):
        assert translated(said) == "Apportez un CV. 3\u202fkm away. Less than 1\u202fkm away."
    assert sentences("", far(None)) == ""


def test_it_survives_a_copy() -> None:
    copied = pickle.loads(pickle.dumps(LONG))  # noqa: S301 - made here
    assert isinstance(copied, Message)
    assert copied.values == {"limit": 80}


def test_what_is_spoken_ends_with_its_part() -> None:
    with speaking("ar"), speaking("uk"):
        assert spoken() is BY_CODE["uk"]
    assert spoken() is FRENCH

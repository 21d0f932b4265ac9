"""What to bring is taken out of how one comes, and nothing is lost."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.files.document_types import DOCUMENT_TYPES
from boite.orientation.asking.bringing import named_in, split_how
from tests.orientation.catalogue import FILE


@pytest.mark.parametrize(
    ("how", "things", "left"),
    [
        ("Sur rendez-vous. Apportez vos bulletins.", ["Vos bulletins"], "Sur rendez-vous."),
        ("Sur rendez-vous. Venez avec votre dossier Parcoursup.", ["Votre dossier Parcoursup"], "Sur rendez-vous."),
        ("Apportez CV et diplômes. Comptez une heure.", ["CV et diplômes"], "Comptez une heure."),
        ("Venez avec un proche qui traduit.", [], "Venez avec un proche qui traduit."),
        ("Venez sans rien, à l'accueil.", [], "Venez sans rien, à l'accueil."),
        ("", [], ""),
    ],
)
def test_what_to_bring(how: str, things: list[str], left: str) -> None:
    assert split_how(how) == (things, left)


@given(st.lists(st.sampled_from(["Apportez un CV.", "Sur rendez-vous.", "Comptez une heure !", "Gratuit ?"])))
def test_every_sentence_is_said_once(sentences: list[str]) -> None:
    things, left = split_how(" ".join(sentences))
    assert len(things) == sentences.count("Apportez un CV.")
    assert left.split() == " ".join(each for each in sentences if each != "Apportez un CV.").split()


def test_the_demonstration_says_what_to_bring() -> None:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        read = [split_how(row["modalites"]) for row in csv.DictReader(file)]
    assert sum(bool(things) for things, _ in read) > 20
    assert not [thing for things, _ in read for thing in things if not thing[0].isupper()]


@pytest.mark.parametrize(
    ("thing", "named"),
    [
        ("CV et certificats de travail", ["CV", "Certificat de travail"]),
        ("Une pièce d'identité et un RIB", ["Pièce d'identité"]),
        ("RQTH et CV si vous les avez", ["CV", "RQTH ou papier de la MDPH"]),
        ("Contrat et bulletins de paie", ["Contrat"]),
        ("Vos bulletins", []),
        ("", []),
    ],
)
def test_the_papers_that_a_thing_names(thing: str, named: list[str]) -> None:
    assert named_in(thing, [kind.label for kind in DOCUMENT_TYPES]) == named

"""The full name before the acronym."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.directory.places.networks import KNOWN
from boite.directory.sheet.full_names import NetworkNames, singular, spelled_out

CIO = NetworkNames("Centres d'information et d'orientation", "CIO")
APEC = NetworkNames("Apec", "Apec")


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("Centres d'information et d'orientation", "Centre d'information et d'orientation"),
        ("Maisons départementales des personnes handicapées", "Maison départementale des personnes handicapées"),
        ("Services universitaires d'orientation", "Service universitaire d'orientation"),
        ("Centres régionaux d’information", "Centre régional d’information"),
        ("Opérateurs de compétences", "Opérateur de compétences"),
        ("Apec", "Apec"),
    ],
)
def test_a_network_of_many_is_one(many: str, one: str) -> None:
    assert singular(many) == one


@pytest.mark.parametrize(
    ("name", "full", "acronym"),
    [
        ("CIO de Tours", "Centre d'information et d'orientation de Tours", "CIO"),
        ("CIO", "Centre d'information et d'orientation", "CIO"),
        ("CIOT", "CIOT", ""),
        ("Espace CIO", "Espace CIO", ""),
        ("Apec Orléans", "Apec Orléans", ""),
        ("", "", ""),
    ],
)
def test_a_name_that_begins_with_the_acronym_is_spelled_out(name: str, full: str, acronym: str) -> None:
    assert spelled_out(name, [APEC, CIO]) == (full, acronym)


@given(st.text(max_size=40))
def test_nothing_of_a_name_is_lost(name: str) -> None:
    full, acronym = spelled_out(name, [CIO, APEC])
    assert full == name if not acronym else full.endswith(name.removeprefix(acronym))


def test_no_known_network_is_shown_by_its_acronym_alone() -> None:
    shown = [NetworkNames(known.name, known.short_name).one[0] for known in KNOWN]
    assert [name for name in shown if name.isupper()] == []

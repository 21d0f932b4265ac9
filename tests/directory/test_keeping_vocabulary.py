"""Our plain words for the closed lists of data·inclusion: every code of the published package has one."""

from __future__ import annotations

from enum import Enum

import pytest
from data_inclusion.schema import v1

from boite.directory.history.revision import MODELS, columns
from boite.directory.models import EndKind
from boite.directory.sheet import needs, vocabulary
from boite.directory.sheet.field_wording import END, KNOWN, UNSEEN, shown
from boite.directory.sheet.fields import ENDING
from boite.directory.sheet.vocabulary import APPOINTMENT, WHEELCHAIR, Appointment, Wheelchair


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (vocabulary.FEES, v1.Frais),
        (vocabulary.KINDS, v1.TypeService),
        (vocabulary.RECEPTION, v1.ModeAccueil),
        (vocabulary.MOBILISATION, v1.ModeMobilisation),
        (vocabulary.MOBILISABLE_BY, v1.PersonneMobilisatrice),
        (needs.BY_CODE, v1.Categorie),
        (vocabulary.thematics(), v1.Thematique),
    ],
)
def test_every_code_of_the_schema_has_its_words(ours: dict[str, str], theirs: type[Enum]) -> None:
    assert set(ours) == {item.value for item in theirs}


def test_needs_are_grouped_in_the_order_of_our_own() -> None:
    assert [name for name, _ in vocabulary.by_category()] == [need.label for need in needs.NEEDS]


@pytest.mark.parametrize("kind", MODELS)
def test_every_column_that_history_keeps_has_a_name(kind: str) -> None:
    assert set(columns(kind)) - UNSEEN <= set(KNOWN[kind])


def test_every_value_of_a_list_has_its_words() -> None:
    assert (set(APPOINTMENT), set(WHEELCHAIR), set(END)) == (set(Appointment), set(Wheelchair), set(EndKind))
    assert shown(ENDING, "kind", "merged") == "Elle a été réunie à une autre"
    assert shown("service", "kind", "atelier") == "Atelier"

"""Names that phones, jokers and attackers give."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.errors import Invalid
from boite.files import names
from boite.text.normalise import fold


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("rapport.pdf", "rapport.pdf"),
        ("  deux   espaces .txt", "deux espaces .txt"),
        ("../../etc/passwd", "..-..-etc-passwd"),
        ("C:\\temp\\x", "C:-temp-x"),
        ("..", "papier"),
        (".", "papier"),
        ("\x00\x07", "papier"),
        ("a\x00b", "ab"),
        ("facture\u202egpj.exe", "facturegpj.exe"),
        ("cafe\u0301", "café"),
        ("CON", "CON"),
        ("fin...", "fin"),
        ("👩‍🎓 diplôme.pdf", "👩‍🎓 diplôme.pdf"),
    ],
)
def test_what_is_kept_of_a_name(given: str, kept: str) -> None:
    assert names.clean(given) == kept


def test_a_long_name_keeps_its_end() -> None:
    name = names.clean("é" * 300 + ".pdf")
    assert name.endswith("é.pdf")
    assert len(name.encode()) <= names.MAX_BYTES


def test_nothing_typed_is_said() -> None:
    with pytest.raises(Invalid):
        names.checked(" \u202e ")


@given(st.text())
def test_a_name_is_always_safe_to_keep(text: str) -> None:
    name = names.clean(text)
    assert name
    assert name not in {".", ".."}
    assert 0 < len(name.encode()) <= names.MAX_BYTES
    assert not set(name) & set("/\\\x00\n\u202e")
    assert unicodedata.is_normalized("NFC", name)
    assert names.clean(name) == name


@given(st.text(min_size=1), st.integers(2, 10_000))
def test_a_numbered_name_differs_and_fits(text: str, number: int) -> None:
    name = names.clean(text)
    assert names.key(names.numbered(name, number)) != names.key(name)
    assert len(names.numbered(name, number).encode()) <= names.MAX_BYTES


def test_a_number_goes_before_the_end() -> None:
    assert names.numbered("rapport.pdf", 2) == "rapport (2).pdf"
    assert names.numbered("archive", 3) == "archive (3)"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_forgets_accents_and_case() -> None:
    assert fold("Œuvre d’ÉTÉ  à Orléans") == "oeuvre d'ete a orleans"

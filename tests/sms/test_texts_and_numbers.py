"""Texts that a telephone is sent in one segment, and the numbers that may be written to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import boite.routes  # noqa: F401 - says the addresses that a text writes
from boite.languages.offered import BY_CODE
from boite.notifications import sms_words
from boite.notifications.kinds import KINDS
from boite.notifications.models import ContactPoint
from boite.settings import Settings
from boite.sms import gsm7
from boite.sms.phone_numbers import mobile

SITE = Settings(data=Path("nowhere"), secret="x" * 20, base_url="https://maboite.orientation-centre-val-de-loire.fr")


@given(text=st.text(max_size=300))
def test_any_text_is_folded_into_the_alphabet_and_cut_to_one_segment(text: str) -> None:
    assert gsm7.septets(gsm7.folded(text)) >= 0
    assert gsm7.folded(gsm7.folded(text)) == gsm7.folded(text)
    assert gsm7.septets(gsm7.one_segment(text, text)) <= gsm7.SEGMENT
    assert "\n" not in gsm7.one_segment(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ma boîte SPRO", "Ma boite SPRO"),
        ("Déjà reçu à Noël, où ?", "Déjà recu à Noel, où ?"),
        ("« L’été » — 3\u202f€…", '" L\'été " - 3 €...'),
        ("Œuvre, cœur, ÎLE, Ç", "OEuvre, coeur, ILE, Ç"),
        ("a\u200fb\u202ec\r\nd🎉e", "abc de"),
        ("رسالة", ""),
    ],
)
def test_words_are_folded_sign_by_sign(text: str, folded: str) -> None:
    assert gsm7.folded(text) == folded


def test_extended_signs_count_twice() -> None:
    assert [gsm7.septets(sign) for sign in "€[]{}~\\|^aé"] == [2] * 9 + [1, 1]
    assert len(gsm7.one_segment("€" * 200)) == gsm7.SEGMENT // 2
    with pytest.raises(ValueError, match="î"):
        gsm7.septets("î")


@pytest.mark.parametrize("language", BY_CODE)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_holds_in_one_segment_with_the_way_to_stop(kind: object, language: str) -> None:
    contact = ContactPoint(id=16**6 - 1, digest="0123456789abcdef")
    said = sms_words.said(SITE, contact, [kind], language)  # type: ignore[list-item]
    assert gsm7.septets(said) <= gsm7.SEGMENT
    assert said.startswith("Ma boite SPRO : ")
    assert re.search(r"https://[^ ]+/fin/ffffff-0123[a-z2-7]{8}$", said), said
    assert "%(" not in said


@pytest.mark.parametrize("language", BY_CODE)
def test_a_code_is_said_whole(language: str) -> None:
    said = sms_words.code_said("012345", language)
    assert "012345" in said
    assert gsm7.septets(said) <= gsm7.SEGMENT


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("+33 (0)7.12.34.56.78", "+33712345678"),
        ("0033612345678", "+33612345678"),
        ("0692 12 34 56", "+262692123456"),
        ("0639123456", "+262639123456"),
        ("0690123456", "+590690123456"),
        ("+596 696 12 34 56", "+596696123456"),
        ("02 38 00 00 00", None),
        ("3949", None),
        ("+44 7400 123456", None),
        ("0812345678", None),
        ("06 12 34 56", None),
        ("bonjour", None),
        ("", None),
        ("06 12 34 56 78; 06 00 00 00 00", None),
    ],
)
def test_only_mobiles_that_may_be_written_to(typed: str, number: str | None) -> None:
    assert mobile(SITE, typed) == number


@given(typed=st.text(max_size=40))
def test_any_typing_is_a_number_or_none(typed: str) -> None:
    found = mobile(SITE, typed)
    assert found is None or found[1:].isdigit()

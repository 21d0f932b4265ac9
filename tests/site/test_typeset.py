"""French signs stay with their word, on the screen only."""

from __future__ import annotations

import pytest

from boite.text.french import typeset, unbroken

HELD = "\u00a0"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("« CV » est rangé.", f"«{HELD}CV{HELD}» est rangé."),
        ("Quel papier ?", f"Quel papier{HELD}?"),
        ("Il manque : un nom", f"Il manque{HELD}: un nom"),
        ("https://exemple.test/?a=1 ;-)", "https://exemple.test/?a=1 ;-)"),
        ("<li>À quel prix ?</li>", f"<li>À quel prix{HELD}?</li>"),
        ("rien à tenir", "rien à tenir"),
    ],
)
def test_signs_are_held(kept: str, shown: str) -> None:
    assert typeset(kept) == shown


def test_an_example_of_a_handle_is_not_cut() -> None:
    assert (
        unbroken("Par exemple : lavande-428, peut-être.", "lavande-428") == "Par exemple : lavande\u2011428, peut-être."
    )

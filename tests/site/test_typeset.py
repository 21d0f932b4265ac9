"""French signs stay with their word, on the screen only."""

from __future__ import annotations

import pytest

from boite.text.french import typeset

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

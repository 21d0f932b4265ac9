"""Whether a text shows anything: signs that nobody sees do not answer a question."""

from __future__ import annotations

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})
"""Categories of Unicode that draw nothing alone: controls, joiners, unassigned, spaces, marks put on a letter."""
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
"""Letters and signs that are blank: fillers of Hangul, the empty cell of Braille, the null note."""


def shows(text: str) -> bool:
    """Whether there is one sign that somebody sees."""
    return any(sign not in _FILLERS and unicodedata.category(sign) not in _UNSEEN for sign in text)

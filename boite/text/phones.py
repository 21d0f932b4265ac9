"""Telephone numbers: kept as they are dialled from anywhere, shown as the French say them."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[\s.\-/()\u2010-\u2015]")
_FRENCH = re.compile(r"(?:\+33|0033|0)0?([1-9]\d{8})", re.ASCII)
_FOREIGN = re.compile(r"(?:\+|00)([1-9]\d{6,14})", re.ASCII)
_SHORT = re.compile(r"1\d{1,2}|1[0-9]{3}|3\d{3}|118\d{3}|116\d{3}", re.ASCII)
SENTENCE = "Écrivez un seul numéro, par exemple 02 38 00 00 00 ou 39 49."


def cleaned(text: str) -> str:
    """« 02.38 00-00 00 » as « +33238000000 » (E.164); a short number as its digits. Raises ValueError, in French."""
    digits = _SEPARATORS.sub("", text.replace("(0)", ""))
    if not digits:
        return ""
    if found := _FRENCH.fullmatch(digits):
        return f"+33{found[1]}"
    if _SHORT.fullmatch(digits):
        return digits
    if found := _FOREIGN.fullmatch(digits):
        return f"+{found[1]}"
    raise ValueError(SENTENCE)


def shown(phone: str) -> str:
    """« +33238000000 » as « 02 38 00 00 00 », « +33800000000 » as « 0 800 000 000 », « 3949 » as « 39 49 »."""
    try:
        number = cleaned(phone)
    except ValueError:
        return phone
    if found := re.fullmatch(r"\+33(\d{9})", number):
        return _free(found[1]) if found[1].startswith("8") else _by_two(f"0{found[1]}")
    return _by_two(number) if len(number) == 4 else number


def _by_two(digits: str) -> str:
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def _free(digits: str) -> str:
    """Numbers in 08 are read in threes, whatever they cost."""
    return f"0 {digits[:3]} {digits[3:6]} {digits[6:]}"

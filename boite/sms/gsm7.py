"""What a telephone is sent: 160 signs of the GSM alphabet (3GPP TS 23.038, 6.2.1), or two to three times the price.

One « î », one « ç », one « « » makes a text of 70 signs a segment. Texts are folded into the alphabet, and counted.
"""

from __future__ import annotations

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""One septet each. Its two line ends are left out: a text is one line."""
EXTENDED = frozenset("€[]{}~\\|^")
"""Two septets each: an escape comes before."""
SEGMENT = 160
"""Septets of a text that is sent, and paid, once."""
_WRITTEN = {
    **dict.fromkeys("«»“”„″", '"'),
    **dict.fromkeys("’‘‚′`´", "'"),
    **dict.fromkeys("–—‐‑−", "-"),
    **{"…": "...", "œ": "oe", "Œ": "OE", "•": "-", "·": "-", "×": "x", "°": "o"},
}


def folded(text: str) -> str:
    """The text in the alphabet, on one line: « Ma boîte » as « Ma boite ». What has no likeness is left out."""
    signs = "".join(_folded(sign) for sign in unicodedata.normalize("NFC", text))
    return " ".join(signs.split())


def _folded(sign: str) -> str:
    if sign in BASIC or sign in EXTENDED:
        return sign
    if sign.isspace():
        return " "
    if sign in _WRITTEN:
        return _WRITTEN[sign]
    return "".join(part for part in unicodedata.normalize("NFKD", sign) if part in BASIC)


def septets(text: str) -> int:
    """The length of a folded text, as operators count it. Raises ValueError for a sign outside the alphabet."""
    if any(sign not in BASIC and sign not in EXTENDED for sign in text):
        raise ValueError(text)
    return len(text) + sum(sign in EXTENDED for sign in text)


def is_writable(text: str) -> bool:
    """Whether folding keeps its letters: a text in Arabic or in Ukrainian would be lost."""
    return all(_folded(sign) for sign in text if sign.isalpha())


def one_segment(*parts: str) -> str:
    """The first part, and each next one while all of it holds in one segment."""
    said = folded(parts[0])
    for part in parts[1:]:
        longer = f"{said} {folded(part)}"
        said = longer if septets(longer) <= SEGMENT else said
    while septets(said) > SEGMENT:
        said = said[:-1]
    return said

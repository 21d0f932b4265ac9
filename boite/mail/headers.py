"""Headers of a mail as they go on the wire, folded by hand: the same words come out on every version of Python.

Python's own folding of accented words loses a space between two lines (3.11), or adds one (3.13): what a program reads
is no longer what somebody wrote. Here a space is always inside an encoded word (RFC 2047, 2 and 6.2).
"""

from __future__ import annotations

import re
from base64 import b64encode
from email.policy import EmailPolicy
from typing import Any

BEGIN, END = "=?utf-8?b?", "?="
LINE = 76
"""Signs of a line that holds an encoded word (RFC 2047, 2)."""
ENCODED = ("subject", "list-id")
"""The headers that hold words that somebody wrote. The others are ours, short and plain."""
_PLAIN = re.compile(r"[\x21-\x7e]+")


class WholeWords(EmailPolicy):
    """A policy that folds these headers itself."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """What is given is words, never the encoding of others: « =?utf-8?… » in a title stays as it was typed."""
        return (name, str(value)) if name.lower() in ENCODED else super().header_store_parse(name, value)

    def fold(self, name: str, value: Any) -> str:
        """One header, with its line ends."""
        return self._line_ends(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same as bytes."""
        folded = self._line_ends(name, value)
        return folded.encode("ascii") if folded else super().fold_binary(name, value)

    def _line_ends(self, name: str, value: Any) -> str:
        if name.lower() not in ENCODED:
            said = str(value)
            # What has nothing to encode nor to fold is itself: Python's folding finds so after a long walk.
            short = said.isascii() and said.isprintable() and len(name) + len(said) + 2 <= LINE
            return f"{name}: {said}{self.linesep}" if short else ""
        return (self.linesep + " ").join(lines(name, str(value))) + self.linesep


def lines(name: str, text: str) -> list[str]:
    """`Subject: …` in lines to be joined by a line end and a space. `text` has one space between words, and no other.

    From the first word that needs it to the last one, words and spaces are encoded together.
    """
    words = text.split(" ")
    needing = [at for at, word in enumerate(words) if not _PLAIN.fullmatch(word) or "=?" in word or "?=" in word]
    if not needing:
        return _joined(f"{name}:", words)
    first, last = needing[0], needing[-1] + 1
    encoded = _encoded(" ".join(words[first:last]), LINE - len(f"{name}: "))
    return _joined(f"{name}:", [*words[:first], *encoded, *words[last:]])


def _encoded(text: str, longest: int) -> list[str]:
    """A text as encoded words, each on one line even beside the name; no character cut in two."""
    room = (longest - len(BEGIN) - len(END)) // 4 * 3
    pieces: list[bytes] = [b""]
    for character in text:
        sign = character.encode("utf-8", "replace")
        if len(pieces[-1]) + len(sign) > room:
            pieces.append(b"")
        pieces[-1] += sign
    return [f"{BEGIN}{b64encode(piece).decode()}{END}" for piece in pieces]


def _joined(start: str, words: list[str]) -> list[str]:
    """Words on as few lines as hold them. The space that begins a line is the one before its first word.

    The first word stays beside the name: some programs would read a space before it.
    """
    folded = [f"{start} {words[0]}"]
    for word in words[1:]:
        if len(folded[-1]) + 1 + len(word) > LINE:
            folded.append(word)
        else:
            folded[-1] += f" {word}"
    return folded

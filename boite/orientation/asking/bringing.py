"""What to bring, taken out of how one comes: coordinations write « Sur rendez-vous. Apportez vos bulletins. »"""

from __future__ import annotations

import re
from collections.abc import Iterable

from boite.text.analysis import STOP_WORDS, stem, tokens
from boite.text.french import sentence_case

_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_BLOCKS = re.compile(r"\n\s*\n|^\s*(?:[-*+>#]|\d+[.)])\s", re.MULTILINE)
"""A list, a heading, a quotation or a second paragraph, in Markdown."""
_BRING = re.compile(r"(?:apportez|venez avec (?=votre |vos ))\s*", re.IGNORECASE)


def split_how(how: str) -> tuple[list[str], str]:
    """What to bring, one line each (« Vos bulletins »), and the other sentences as they are.

    A text that its author laid out in several blocks stays as it is.
    """
    if _BLOCKS.search(how.strip()):
        return [], how
    sentences = _SENTENCES.split(how.strip())
    things = [sentence for sentence in sentences if _BRING.match(sentence)]
    others = [sentence for sentence in sentences if not _BRING.match(sentence)]
    return [_thing(sentence) for sentence in things], " ".join(others)


def _thing(sentence: str) -> str:
    said = _BRING.sub("", sentence, count=1).rstrip(".")
    return sentence_case(said)


def named_in(thing: str, labels: Iterable[str]) -> list[str]:
    """The papers that a thing to bring names, among these labels: « CV et diplômes » names « CV » and « Diplôme ».

    A label may say two names: « RQTH ou papier de la MDPH ».
    """
    said = set(map(stem, tokens(thing)))
    return [label for label in labels if any(_stems(name) <= said for name in label.split(" ou "))]


def _stems(name: str) -> set[str]:
    return {stem(word) for word in tokens(name) if word not in STOP_WORDS}

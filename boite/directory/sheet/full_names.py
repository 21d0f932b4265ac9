"""The full name before the acronym: « Centre d'information et d'orientation de Tours », then « CIO »."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ACRONYM = re.compile(r"[A-Z]{2,}")
_LINK = re.compile(r"(?:d|l)['’]|(?:de|des|du|d|en|et|sur|pour|à|au|aux)$", re.IGNORECASE)
"""What ends the noun that a name begins with: « Maisons départementales | des personnes handicapées »."""


@dataclass(frozen=True, slots=True)
class NetworkNames:
    """What a network is called, in full (often many: « Centres d'information… ») and in short (« CIO »)."""

    name: str
    short: str

    @property
    def one(self) -> tuple[str, str]:
        """One structure of it: its full name and its acronym; its short name alone where that is no acronym."""
        return (singular(self.name), self.short) if _ACRONYM.fullmatch(self.short) else (self.short, "")


def spelled_out(name: str, networks: Iterable[NetworkNames]) -> tuple[str, str]:
    """« CIO de Tours » as its full name, and « CIO ». The name as it is, and nothing, where it begins otherwise."""
    for network in networks:
        full, acronym = network.one
        if acronym and (name == acronym or name.startswith(f"{acronym} ")):
            return full + name[len(acronym) :], acronym
    return name, ""


def singular(name: str) -> str:
    """« Maisons départementales des personnes handicapées » as one of them: its first noun, and what agrees with it."""
    words = name.split(" ")
    ends = next((place for place, word in enumerate(words) if _LINK.match(word)), 1)
    return " ".join([*map(_one, words[: max(1, ends)]), *words[max(1, ends) :]])


def _one(word: str) -> str:
    return f"{word[:-2]}l" if word.endswith("aux") else word.removesuffix("s")

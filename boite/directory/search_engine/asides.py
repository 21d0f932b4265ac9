"""What is asked besides what is looked for: « ouvert le samedi », « sans rendez-vous », « qui parle arabe »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boite.directory.search_engine import tags
from boite.directory.search_engine.matching import Group
from boite.directory.sheet.languages import LANGUAGES, OWN_NAMES
from boite.directory.sheet.vocabulary import Appointment
from boite.text.french import DAYS
from boite.text.normalise import fold

OPEN = frozenset({"ouvert", "ouverte", "ouverts", "ouvertes", "ouvre", "ouvrent"})
SPEAKING = frozenset(
    {"speak", "speaks", "speaking", "parle", "parlent", "parlant", "parler", "traducteur", "interprete", "langue", "en"}
)
TAUGHT = frozenset({"fr", "en", "es", "de", "it"})
"""Languages that people learn: alone, their name asks for lessons and not for who speaks them."""
BETWEEN = frozenset({"le", "la", "les", "de", "des", "du", "au", "aux", "l", "qui", "un", "une"})
WITHOUT = (("sans", "rendez", "vous"), ("sans", "rdv"), ("sans", "rendezvous"))
SIGNS = (("langue", "des", "signes"), ("lsf",))
NEAR = (("chez", "moi"), ("pres", "de", "moi"), ("autour", "de", "moi"), ("a", "cote", "de", "moi"))
BY_NAME = {fold(word): code for code, names in LANGUAGES.items() for word in names.split(", ") if " " not in word}
BY_OWN_NAME = {fold(name): code for code, names in OWN_NAMES.items() for name in names}


@dataclass(frozen=True, slots=True)
class Aside:
    """What was asked besides: what the index must say of it, and in French."""

    group: Group
    said: str


Read = tuple[list[str], Aside | None]
"""The words that are left, and what the others asked."""


def read_asides(typed: Sequence[str]) -> tuple[list[str], list[Aside]]:
    """The words (folded) that are left, and all that the others ask."""
    left, found = list(typed), list[Aside]()
    for read in (_appointment, _signs, _day, _language):
        left, aside = read(left)
        found += [aside] if aside else []
    return left, found


def says_near_me(typed: Sequence[str]) -> bool:
    """Whether these words ask for what is near whoever types them."""
    return any(_at(typed, words) >= 0 for words in NEAR)


def _appointment(typed: list[str]) -> Read:
    codes = (Appointment.NONE, Appointment.POSSIBLE)
    return _phrase(typed, WITHOUT, Aside(tuple(tags.coded("a", code) for code in codes), "sans rendez-vous"))


def _signs(typed: list[str]) -> Read:
    return _phrase(typed, SIGNS, Aside((tags.coded("l", "lsf"),), "lieu où l'on parle la langue des signes"))


def _phrase(typed: list[str], phrases: Sequence[Sequence[str]], aside: Aside) -> Read:
    for words in phrases:
        if (at := _at(typed, words)) >= 0:
            return [*typed[:at], *typed[at + len(words) :]], aside
    return typed, None


def _day(typed: list[str]) -> Read:
    """« ouvert le samedi », « ouvre lundi »."""
    for number, day in enumerate(DAYS):
        at = next((at for at, word in enumerate(typed) if word in {day, f"{day}s"}), -1)
        start = _before(typed, at)
        if start >= 0 and typed[start] in OPEN:
            return [*typed[:start], *typed[at + 1 :]], Aside(tags.open_on(number), f"ouvert le {day}")
    return typed, None


def _language(typed: list[str]) -> Read:
    """« qui parle anglais », « arabe », « العربية »; « anglais » alone asks for lessons."""
    for at, word in enumerate(typed):
        own = BY_OWN_NAME.get(word, "")
        code, start = own or BY_NAME.get(word, ""), _before(typed, at)
        speaking = start >= 0 and typed[start] in SPEAKING
        if code and (own or speaking or code not in TAUGHT):
            first, said = start if speaking else at, LANGUAGES[code] if own else word
            return [*typed[:first], *typed[at + 1 :]], Aside((tags.coded("l", code),), f"lieu où l'on parle {said}")
    return typed, None


def _before(typed: Sequence[str], at: int) -> int:
    """Where the last word that is not a small one stands before this place; -1 where there is none."""
    start = at - 1
    while start >= 0 and typed[start] in BETWEEN:
        start -= 1
    return start


def _at(typed: Sequence[str], words: Sequence[str]) -> int:
    return next((at for at in range(len(typed)) if tuple(typed[at : at + len(words)]) == tuple(words)), -1)

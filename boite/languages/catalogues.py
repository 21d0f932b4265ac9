"""The catalogues of gettext, each read when somebody first asks for its language. They are compiled at installation."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

FOLDER = Path(__file__).parent
ARABIC_LETTERS = frozenset({"ar", "fa"})
"""The languages written with them."""


class SourceText(NullTranslations):
    """French, as it is written in the code. Zero is singular there."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """« 0 jour », « 1 jour », « 2 jours »."""
        return msgid1 if n < 2 else msgid2


def compiled(code: str) -> Path:
    """Where the compiled catalogue of a language is."""
    return FOLDER / code / "LC_MESSAGES" / "messages.mo"


@lru_cache(maxsize=16)
def is_compiled(code: str) -> bool:
    """Whether this installation can speak it."""
    return compiled(code).is_file()


@lru_cache(maxsize=16)
def catalogue(code: str) -> NullTranslations:
    """The sentences of a language; the French ones where it has no catalogue."""
    if not is_compiled(code):
        return SourceText()
    with compiled(code).open("rb") as file:
        return GNUTranslations(file)


@lru_cache(maxsize=1)
def digest_of_all() -> str:
    """What every catalogue says: another release may say it otherwise."""
    said = hashlib.sha256()
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/messages.mo")):
        said.update(path.read_bytes())
    return said.hexdigest()


def bound(known: NullTranslations, sentence: str) -> str:
    """A sentence of this catalogue where a space holds a number to what it counts.

    A narrow one, as `boite.text.french.plural` has it; not before Arabic letters, which would touch the number.
    """
    space = "\u00a0" if known.info().get("language") in ARABIC_LETTERS else "\u202f"
    return sentence.replace("%(num)s ", f"%(num)s{space}")

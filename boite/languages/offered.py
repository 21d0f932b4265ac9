"""The languages that a page may be read in, each by its own name. French is the source of all of them."""

from __future__ import annotations

from dataclasses import dataclass

from boite.languages.catalogues import is_compiled


@dataclass(frozen=True, slots=True)
class Language:
    """One language. `tag` is what HTML says of it (BCP 47); `reviewed`, whether somebody who speaks it has read it."""

    code: str
    tag: str
    name: str
    right_to_left: bool = False
    reviewed: bool = False

    @property
    def direction(self) -> str:
        """What `dir` says."""
        return "rtl" if self.right_to_left else "ltr"


FRENCH = Language("fr", "fr", "Français", reviewed=True)
TRANSLATED = (
    Language("en", "en", "English"),
    Language("ar", "ar", "العربية", right_to_left=True),
    Language("uk", "uk", "Українська"),
    # Dari. Voices and fonts know it as the Persian of Afghanistan.
    Language("fa", "fa-AF", "دری", right_to_left=True),
)
BY_CODE = {language.code: language for language in (FRENCH, *TRANSLATED)}


def offered() -> tuple[Language, ...]:
    """Those that this installation has a catalogue of, French first."""
    return (FRENCH, *(language for language in TRANSLATED if is_compiled(language.code)))

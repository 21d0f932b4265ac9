"""What a kind of publication is called in French: its articles, its gender, its plural, written once for all kinds."""

from __future__ import annotations

from dataclasses import dataclass

from boite.text.normalise import fold


@dataclass(frozen=True, slots=True)
class Noun:
    """« actualité », « témoignage ». Its plural takes an s."""

    word: str
    feminine: bool = False

    @property
    def several(self) -> str:
        """« actualités »."""
        return f"{self.word}s"

    @property
    def elides(self) -> bool:
        """Whether « la » and « de » lose their vowel before it."""
        return fold(self.word)[0] in "aeiouyh"

    @property
    def the(self) -> str:
        """« l'actualité », « le témoignage »."""
        return f"l'{self.word}" if self.elides else f"{self.it} {self.word}"

    @property
    def it(self) -> str:
        """« la » modifier, « le » modifier."""
        return "la" if self.feminine else "le"

    @property
    def of(self) -> str:
        """« d'actualité », « de témoignage »."""
        return f"d'{self.word}" if self.elides else f"de {self.word}"

    @property
    def one(self) -> str:
        """« une actualité », « un témoignage »."""
        return f"un{self.agrees} {self.word}"

    @property
    def this(self) -> str:
        """« cette actualité », « cet avis », « ce témoignage »."""
        return f"{'cette' if self.feminine else 'cet' if self.elides else 'ce'} {self.word}"

    @property
    def all(self) -> str:
        """« toutes les actualités », « tous les témoignages »."""
        return f"{'toutes' if self.feminine else 'tous'} les {self.several}"

    @property
    def agrees(self) -> str:
        """The end of a participle: corrigé« e »."""
        return "e" if self.feminine else ""

"""What an entry of the journal says, and the catalogue where each kind enters with its French sentence."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, ClassVar


class Audience(StrEnum):
    """Who may read an entry of this kind."""

    OWNER = "owner"
    """The person whose box it is, and nobody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What a verb records. Fields are plain values, kept as JSON; `sentence` is filled with them."""

    code: ClassVar[str]
    sentence: ClassVar[str]
    icon: ClassVar[str] = "paper"
    audience: ClassVar[Audience] = Audience.OWNER
    told: ClassVar[bool] = False
    """Whether the person learns it from us: somebody else did it. It waits on their home page until they saw it."""
    settles: ClassVar[bool] = True
    """Where told: whether nothing told before about the same subject needs to be seen any more."""
    about: ClassVar[tuple[str, str]] = ("", "")
    """What it is about: a word, and the detail that says which one."""
    page: ClassVar[tuple[str, str]] = ("", "")
    """The route where that is read, and the parameter of its address that takes this detail."""

    def details(self) -> dict[str, Any]:
        """What is kept in the row."""
        return asdict(self)

    @property
    def subject(self) -> str:
        """What it is about, as one word: « event:atelier-cv ». Empty where it is about the whole box."""
        word, detail = self.about
        which = str(getattr(self, detail, "")) if detail else ""
        return f"{word}:{which}" if which else ""


CATALOGUE: dict[str, type[Happening]] = {}


def kind(code: str, icon: str, sentence: str, *, told: bool = False, settles: bool = True) -> Any:
    """Enter a class in the catalogue under its code."""

    def enter(cls: type[Happening]) -> type[Happening]:
        cls.code, cls.icon, cls.sentence = code, icon, sentence
        cls.told, cls.settles = told, settles
        CATALOGUE[code] = cls
        return cls

    return enter


def in_a_sentence(words: str) -> str:
    """What somebody typed, on one line and without the stop that the sentence around it has."""
    return " ".join(words.split()).rstrip(" .…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Happening):
    """Something about one node."""

    about: ClassVar[tuple[str, str]] = ("node", "node")
    name: str
    node: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Named):
    """Something that went to a folder."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Happening):
    """Something about a number of things."""

    count: int

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

    def details(self) -> dict[str, Any]:
        """What is kept in the row."""
        return asdict(self)


CATALOGUE: dict[str, type[Happening]] = {}


def kind(code: str, icon: str, sentence: str) -> Any:
    """Enter a class in the catalogue under its code."""

    def enter(cls: type[Happening]) -> type[Happening]:
        cls.code, cls.icon, cls.sentence = code, icon, sentence
        CATALOGUE[code] = cls
        return cls

    return enter


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Happening):
    """Something about one node."""

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

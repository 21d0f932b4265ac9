"""What an entry of the journal says, and the catalogue where each kind enters with its French sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any, ClassVar
from uuid import UUID

from boite.journal.subject import LONGEST, SubjectKind


class Audience(StrEnum):
    """Whom an entry of this kind concerns, besides the person who did it. It gives no right to read anything."""

    OWNER = "owner"
    """The person whose journal it is, and nobody else."""
    GROUP = "group"
    """The members of the group whose journal it is."""
    AUTHOR = "author"
    """The author of the text, or of the proposed correction."""
    DESK = "desk"
    """Those who may edit the text, the event, the question or the letter."""
    KEEPERS = "keepers"
    """The agents of the structure, and the coordination of its territory."""
    ATTENDEES = "attendees"
    """Those who registered for the event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What a verb records. Fields are plain values, kept as JSON; both sentences are filled with them."""

    code: ClassVar[str]
    done: ClassVar[str]
    """The sentence for the person who did it."""
    concerned: ClassVar[str]
    """The sentence for anybody else. `{who}` is who did it. Where a person is told, `_("… %(name)s…")`: translated."""
    icon: ClassVar[str] = "paper"
    audience: ClassVar[Audience]
    told: ClassVar[bool] = False
    """Whether it waits on the home page of whom it concerns until they saw it. Never what they did themselves."""
    own: ClassVar[bool] = False
    """Where told: whether who did it is told too. It may have been somebody else under their name; it is not new."""
    settles: ClassVar[bool] = True
    """Where told: whether nothing told before about the same subject needs to be seen any more."""
    subject_kind: ClassVar[SubjectKind]
    subject_field: ClassVar[str] = ""
    """The detail that identifies the subject. Empty where it is the account whose journal it is."""
    ours: ClassVar[tuple[str, ...]] = ()
    """The details that are words of ours, to be translated like the sentence."""
    page: ClassVar[tuple[str, str]] = ("", "")
    """The route where that is read, and the parameter of its address that takes this detail, where it has one."""

    def details(self) -> dict[str, Any]:
        """What is kept in the row."""
        return asdict(self)

    def subject_id(self, owner: UUID) -> str:
        """Which one it is about, in the journal of `owner`."""
        return str(getattr(self, self.subject_field) if self.subject_field else owner)[:LONGEST]


DOMAINS = (
    *("accounts", "files", "groups", "directory", "orientation"),
    *("news", "agenda", "library", "newsletter", "portraits", "support"),
)
"""Each declares its kinds in its own `journal_kinds.py`."""
_kinds: dict[str, type[Happening]] = {}
YOU = "Vous avez "


def leads_to(kind: type[Happening], details: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The route where an entry is read and the values of its address. No route where its details do not say which."""
    route, parameter = kind.page
    which = str(details.get(parameter, ""))
    if not parameter or not route:
        return route, {}
    return (route, {parameter: which}) if which else ("", {})


def kind(
    code: str,
    icon: str,
    done: str,
    concerned: str = "",
    *,
    audience: Audience | None = None,
    told: bool = False,
    own: bool = False,
    settles: bool = True,
) -> Any:
    """Enter a class in the catalogue under its code.

    Without `concerned`, « Vous avez… » becomes « Nadia a… », and a sentence that speaks to nobody is said to all.
    """

    def enter(cls: type[Happening]) -> type[Happening]:
        cls.code, cls.icon, cls.done = code, icon, done
        cls.concerned = concerned or ("{who} a " + done.removeprefix(YOU) if done.startswith(YOU) else done)
        cls.told, cls.own, cls.settles = told, own, settles
        if audience is not None:
            cls.audience = audience
        _kinds[code] = cls
        return cls

    return enter


@cache
def catalogue() -> Mapping[str, type[Happening]]:
    """Every kind by its code, of all the domains: imported when somebody first reads a journal."""
    for domain in DOMAINS:
        import_module(f"boite.{domain}.journal_kinds")
    return _kinds


def in_a_sentence(words: str) -> str:
    """What somebody typed, on one line and without the stop that the sentence around it has."""
    return " ".join(words.split()).rstrip(" .…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Happening):
    """Something about one node."""

    audience: ClassVar[Audience] = Audience.OWNER
    subject_kind: ClassVar[SubjectKind] = SubjectKind.NODE
    subject_field: ClassVar[str] = "node"
    name: str
    node: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Named):
    """Something that went to a folder."""

    folder: str

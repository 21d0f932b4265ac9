"""What can be said of where a person lives, and of who helps them along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Audience, Happening, kind
from boite.journal.subject import SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSupport(Happening):
    """What a person says of themselves: written in their own journal alone."""

    audience: ClassVar[Audience] = Audience.OWNER
    subject_kind: ClassVar[SubjectKind] = SubjectKind.ACCOUNT


@kind("support.commune_said", "place", "Vous avez changé de commune.")
class CommuneSaid(OfSupport):
    """Where the person lives, or nowhere any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStructure(OfSupport):
    """About one structure."""

    name: str


@kind("support.added", "directory", "Vous avez ajouté « {name} » à la liste des structures.")
class SupportAdded(OfStructure):
    """A structure helps the person along."""


@kind("support.changed", "directory", "Vous avez changé les dates ou la place de « {name} ».")
class SupportChanged(OfStructure):
    """Its days, or whether it is the first one."""


@kind("support.removed", "directory", "Vous avez retiré « {name} » de la liste des structures.")
class SupportRemoved(OfStructure):
    """It was a mistake."""


@kind("support.matched", "check", "Ce que vous aviez écrit de vous est repris : {name}.")
class TextMatched(OfStructure):
    """What the person typed freely before could mean one commune, or one structure: it is now chosen."""

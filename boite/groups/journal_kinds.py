"""What can happen to the groups' spaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Audience, Happening, Named, kind
from boite.journal.subject import SubjectKind


@kind("group.opened", "people", "L'espace « {name} » a été ouvert.")
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOpened(Happening):
    """The account and the space of a group were made."""

    audience: ClassVar[Audience] = Audience.GROUP
    subject_kind: ClassVar[SubjectKind] = SubjectKind.GROUP
    name: str


@kind("group.exposed", "eye", "Tout le monde peut maintenant voir « {name} ».", audience=Audience.GROUP)
class Exposed(Named):
    """A file of a group's space became public."""


@kind("group.withdrawn", "lock", "« {name} » n'est plus visible de tous.", audience=Audience.GROUP)
class Withdrawn(Named):
    """A file of a group's space is no longer public."""

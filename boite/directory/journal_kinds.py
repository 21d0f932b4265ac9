"""What can happen to the directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Audience, Happening, kind
from boite.journal.subject import SubjectKind
from boite.languages.messages import _


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSheet(Happening):
    """Something about the sheet of one structure. `slug` is its address."""

    audience: ClassVar[Audience] = Audience.KEEPERS
    subject_kind: ClassVar[SubjectKind] = SubjectKind.STRUCTURE
    subject_field: ClassVar[str] = "slug"
    page: ClassVar[tuple[str, str]] = ("directory:sheet", "slug")
    name: str
    slug: str = ""


@kind("directory.created", "directory", "Vous avez créé la fiche « {name} ».")
class SheetCreated(OfSheet):
    """A structure entered the directory."""


@kind("directory.edited", "directory", "Vous avez modifié la fiche « {name} ».")
class SheetEdited(OfSheet):
    """A structure's sheet was changed by somebody."""


@kind("directory.checked", "directory", "Vous avez vérifié la fiche « {name} ».")
class SheetChecked(OfSheet):
    """Somebody said that a sheet is right."""


@kind("directory.ended", "directory", "Vous avez indiqué que « {name} » n'est plus là.")
class SheetEnded(OfSheet):
    """A structure was closed, merged or moved."""


@kind("directory.end_announced", "directory", "Vous avez annoncé que « {name} » ne sera plus là.")
class SheetEndAnnounced(OfSheet):
    """A structure will be closed, merged or moved on a later day."""


@kind("directory.reopened", "directory", "Vous avez rouvert la fiche « {name} ».")
class SheetReopened(OfSheet):
    """A closed structure came back."""


@kind("directory.suggested", "directory", "Vous avez proposé une correction pour « {name} ».")
class CorrectionSuggested(OfSheet):
    """A correction was proposed."""


@kind(
    "directory.accepted",
    "check",
    "Vous avez accepté une correction pour « {name} ».",
    _("Votre correction pour « %(name)s » est acceptée."),
    audience=Audience.AUTHOR,
    told=True,
)
class CorrectionAccepted(OfSheet):
    """A suggestion was applied."""


@kind(
    "directory.refused",
    "close",
    "Vous avez refusé une correction pour « {name} ».",
    _("Votre correction pour « %(name)s » n'est pas retenue : %(reason)s."),
    audience=Audience.AUTHOR,
    told=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRefused(OfSheet):
    """A suggestion was refused; its author reads why."""

    reason: str = ""


@kind(
    "directory.keeper_added",
    "directory",
    "Vous avez confié la fiche « {name} ».",
    "Vous pouvez maintenant tenir la fiche « {name} ».",
    told=True,
)
class KeeperAdded(OfSheet):
    """Somebody became an agent of a structure; told to them."""


@kind(
    "directory.keeper_removed",
    "directory",
    "Vous avez retiré la fiche « {name} » à qui la tenait.",
    "Vous ne tenez plus la fiche « {name} ».",
    told=True,
)
class KeeperRemoved(OfSheet):
    """Somebody is no longer an agent of a structure; told to them."""


@kind("directory.imported", "upload", "Vous avez importé « {name} » : {count} lignes.")
@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Happening):
    """A file entered the directory or the guide."""

    audience: ClassVar[Audience] = Audience.DESK
    subject_kind: ClassVar[SubjectKind] = SubjectKind.IMPORT
    subject_field: ClassVar[str] = "name"
    name: str
    count: int

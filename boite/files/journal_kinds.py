"""What can happen to papers and uploads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Named, Placed, kind
from boite.journal.subject import SubjectKind
from boite.languages.messages import _


@kind("file.deposited", "add", "Vous avez ajouté « {name} ».")
class Deposited(Named):
    """A paper arrived."""


@kind("file.versioned", "add", "Vous avez ajouté une version de « {name} ».")
class Versioned(Named):
    """A new version of a paper arrived."""


@kind("file.version_restored", "undo", "Vous avez repris une ancienne version de « {name} ».")
class VersionRestored(Named):
    """An old version became the current one."""


@kind("file.version_purged", "trash", "Vous avez supprimé une ancienne version de « {name} ».")
class VersionPurged(Named):
    """An old version was erased."""


@kind("file.folder_created", "folder", "Vous avez créé le dossier « {name} ».")
class FolderCreated(Named):
    """A folder was made."""


@kind("file.written", "note", "Vous avez écrit « {name} ».")
class Written(Named):
    """A note, a link or a contact was written."""


@kind("file.renamed", "edit", "Vous avez renommé « {former} » en « {name} ».")
@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed(Named):
    """A node got another name."""

    former: str


@kind("file.classified", "edit", "Vous avez changé le type de « {name} » : {label}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class Classified(Named):
    """The type or the validity of a paper was set."""

    label: str


@kind("file.moved", "move", "Vous avez déplacé « {name} » dans « {folder} ».")
class Moved(Placed):
    """A node went to another folder."""


@kind("file.copied", "copy", "Vous avez copié « {name} » dans « {folder} ».")
class Copied(Placed):
    """A node was copied."""


@kind("file.discarded", "trash", "Vous avez mis « {name} » à la corbeille.")
class Discarded(Named):
    """A node went to the trash."""


@kind("file.restored", "undo", "Vous avez remis « {name} » dans « {folder} ».")
class Restored(Placed):
    """A node came back from the trash."""


@kind("file.purged", "trash", "Vous avez supprimé « {name} » pour toujours.")
class Purged(Named):
    """A node was erased by the person."""


@kind("file.expired", "trash", "« {name} » a quitté la corbeille et a été supprimé.")
class Expired(Named):
    """A node was erased at the end of its time in the trash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfUpload(Named):
    """Something about an upload that never became a paper."""

    subject_kind: ClassVar[SubjectKind] = SubjectKind.UPLOAD
    subject_field: ClassVar[str] = "upload"
    upload: str = ""


@kind("upload.abandoned", "trash", "Vous avez annulé le dépôt de « {name} ».")
class UploadAbandoned(OfUpload):
    """An upload was given up."""


@kind("upload.expired", "trash", "Le dépôt de « {name} » n'a pas été terminé à temps.")
class UploadExpired(OfUpload):
    """An upload ran out of time."""


@kind("file.damaged", "warning", _("« %(name)s » est abîmé. Nous ne l'avons pas envoyé."), told=True)
class FoundDamaged(Named):
    """A reading found bytes that are not those deposited; told to whose paper it is."""

    page: ClassVar[tuple[str, str]] = ("files:paper", "node")

"""The catalogue of what can happen: one class per kind of entry, with its French sentence."""

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


def _kind(code: str, icon: str, sentence: str) -> Any:
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


@_kind("account.opened", "account", "Votre boîte a été ouverte.")
class AccountOpened(Happening):
    """An account was created."""


@_kind("account.signed_in", "account", "Connexion depuis {device}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Happening):
    """Somebody signed in."""

    device: str


@_kind("account.signed_out", "account", "Déconnexion.")
class SignedOut(Happening):
    """Somebody signed out."""


@_kind("account.session_closed", "account", "Vous avez déconnecté {device}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed(Happening):
    """A device was disconnected from elsewhere."""

    device: str


@_kind("account.passphrase_changed", "account", "Votre phrase secrète a été changée.")
class PassphraseChanged(Happening):
    """The secret was replaced."""


@_kind("account.profile_changed", "account", "Vos informations ont été changées.")
class ProfileChanged(Happening):
    """The profile was edited."""


@_kind("account.closing_asked", "account", "Vous avez demandé la fermeture de votre boîte pour le {day}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingAsked(Happening):
    """The erasure was asked for."""

    day: str


@_kind("account.closing_cancelled", "account", "Vous avez gardé votre boîte : la fermeture est annulée.")
class ClosingCancelled(Happening):
    """The erasure was called off."""


@_kind("account.exported", "download", "Vous avez emporté toute votre boîte.")
class Exported(Happening):
    """Everything was downloaded."""


@_kind("file.deposited", "add", "Vous avez ajouté « {name} ».")
class Deposited(Named):
    """A paper arrived."""


@_kind("file.versioned", "add", "Vous avez ajouté une version de « {name} ».")
class Versioned(Named):
    """A new version of a paper arrived."""


@_kind("file.version_restored", "undo", "Vous avez repris une ancienne version de « {name} ».")
class VersionRestored(Named):
    """An old version became the current one."""


@_kind("file.version_purged", "trash", "Vous avez supprimé une ancienne version de « {name} ».")
class VersionPurged(Named):
    """An old version was erased."""


@_kind("file.folder_created", "folder", "Vous avez créé le dossier « {name} ».")
class FolderCreated(Named):
    """A folder was made."""


@_kind("file.written", "note", "Vous avez écrit « {name} ».")
class Written(Named):
    """A note, a link or a contact was written."""


@_kind("file.renamed", "edit", "Vous avez renommé « {former} » en « {name} ».")
@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed(Named):
    """A node got another name."""

    former: str


@_kind("file.classified", "edit", "Vous avez rangé « {name} » : {label}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class Classified(Named):
    """The type or the validity of a paper was set."""

    label: str


@_kind("file.moved", "move", "Vous avez déplacé « {name} » dans « {folder} ».")
class Moved(Placed):
    """A node went to another folder."""


@_kind("file.copied", "copy", "Vous avez copié « {name} » dans « {folder} ».")
class Copied(Placed):
    """A node was copied."""


@_kind("file.discarded", "trash", "Vous avez mis « {name} » à la corbeille.")
class Discarded(Named):
    """A node went to the trash."""


@_kind("file.restored", "undo", "Vous avez remis « {name} » dans « {folder} ».")
class Restored(Placed):
    """A node came back from the trash."""


@_kind("file.purged", "trash", "Vous avez supprimé « {name} » pour toujours.")
class Purged(Named):
    """A node was erased by the person."""


@_kind("file.expired", "trash", "« {name} » a quitté la corbeille et a été supprimé.")
class Expired(Named):
    """A node was erased at the end of its time in the trash."""


@_kind("upload.abandoned", "trash", "Vous avez annulé le dépôt de « {name} ».")
class UploadAbandoned(Named):
    """An upload was given up."""


@_kind("upload.expired", "trash", "Le dépôt de « {name} » n'a pas été terminé à temps.")
class UploadExpired(Named):
    """An upload ran out of time."""


@_kind("file.damaged", "warning", "« {name} » est abîmé. Nous ne l'avons pas envoyé.")
class FoundDamaged(Named):
    """A reading found bytes that are not those deposited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSheet(Happening):
    """Something about the sheet of one structure. `slug` is its address."""

    name: str
    slug: str = ""


@_kind("directory.created", "directory", "Vous avez créé la fiche « {name} ».")
class SheetCreated(OfSheet):
    """A structure entered the directory."""


@_kind("directory.edited", "directory", "Vous avez modifié la fiche « {name} ».")
class SheetEdited(OfSheet):
    """A structure's sheet was changed by somebody."""


@_kind("directory.checked", "directory", "Vous avez vérifié la fiche « {name} ».")
class SheetChecked(OfSheet):
    """Somebody said that a sheet is right."""


@_kind("directory.ended", "directory", "Vous avez indiqué que « {name} » n'est plus là.")
class SheetEnded(OfSheet):
    """A structure was closed, merged or moved."""


@_kind("directory.reopened", "directory", "Vous avez rouvert la fiche « {name} ».")
class SheetReopened(OfSheet):
    """A closed structure came back."""


@_kind("directory.suggested", "directory", "Vous avez proposé une correction pour « {name} ».")
class CorrectionSuggested(OfSheet):
    """A correction was proposed."""


@_kind("directory.accepted", "directory", "Vous avez accepté une correction pour « {name} ».")
class CorrectionAccepted(OfSheet):
    """A suggestion was applied."""


@_kind("directory.refused", "directory", "Vous avez refusé une correction pour « {name} ».")
class CorrectionRefused(OfSheet):
    """A suggestion was set aside, with a reason."""


@_kind("directory.keeper_added", "directory", "Vous pouvez maintenant tenir la fiche « {name} ».")
class KeeperAdded(OfSheet):
    """Somebody became an agent of a structure; told to them."""


@_kind("directory.keeper_removed", "directory", "Vous ne tenez plus la fiche « {name} ».")
class KeeperRemoved(OfSheet):
    """Somebody is no longer an agent of a structure; told to them."""


@_kind("directory.imported", "upload", "Vous avez importé « {name} » : {count} lignes.")
@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Counted):
    """A file entered the directory or the guide."""

    name: str


@_kind("orientation.edited", "help", "Vous avez modifié la question « {words} ».")
@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionEdited(Happening):
    """A question, or its answers, were changed."""

    words: str


@_kind("orientation.handed_over", "move", "Vous avez noté un passage de relais vers « {name} ».")
class HandedOver(OfSheet):
    """A professional led somebody to another structure. Nothing says who."""

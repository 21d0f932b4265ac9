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


@_kind("group.opened", "people", "L'espace « {name} » a été ouvert.")
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOpened(Happening):
    """The account and the space of a group were made."""

    name: str


@_kind("group.exposed", "eye", "Tout le monde peut maintenant voir « {name} ».")
class Exposed(Named):
    """A file of a group's space became public."""


@_kind("group.withdrawn", "lock", "« {name} » n'est plus visible de tous.")
class Withdrawn(Named):
    """A file of a group's space is public no more."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OfArticle(Happening):
    """Something about one piece of news. `article` is its identifier."""

    title: str
    article: str = ""


@_kind("news.written", "edit", "Vous avez écrit l'actualité « {title} ».")
class NewsWritten(OfArticle):
    """A piece of news was written: one entry for one sitting."""


@_kind("news.proposed", "move", "Vous avez proposé l'actualité « {title} ».")
class NewsProposed(OfArticle):
    """The coordination is asked to decide."""


@_kind("news.taken_back", "undo", "Vous avez repris l'actualité « {title} » pour la modifier.")
class NewsTakenBack(OfArticle):
    """Its author took back what was proposed."""


@_kind("news.accepted", "check", "Vous avez accepté l'actualité « {title} ».")
class NewsAccepted(OfArticle):
    """The coordination said yes."""


@_kind("news.sent_back", "undo", "Vous avez renvoyé l'actualité « {title} », avec une raison.")
class NewsSentBack(OfArticle):
    """The coordination asked for changes."""


@_kind("news.scheduled", "clock", "Vous avez choisi le jour de parution de « {title} ».")
class NewsScheduled(OfArticle):
    """A piece of news will appear by itself."""


@_kind("news.unscheduled", "undo", "Vous avez retiré le jour de parution de « {title} ».")
class NewsUnscheduled(OfArticle):
    """A piece of news waits again."""


@_kind("news.published", "news", "Vous avez publié l'actualité « {title} ».")
class NewsPublished(OfArticle):
    """Somebody put a piece of news on line."""


@_kind("news.appeared", "news", "L'actualité « {title} » est parue à l'heure choisie.")
class NewsAppeared(OfArticle):
    """A scheduled piece of news went on line; told to who chose the hour."""


@_kind("news.pinned", "up", "Vous avez épinglé l'actualité « {title} ».")
class NewsPinned(OfArticle):
    """A piece of news is held at the top."""


@_kind("news.unpinned", "down", "Vous avez détaché l'actualité « {title} ».")
class NewsUnpinned(OfArticle):
    """A piece of news takes its place among the others again."""


@_kind("news.corrected", "edit", "Vous avez corrigé l'actualité « {title} ».")
class NewsCorrected(OfArticle):
    """A published text was changed, and says so."""


@_kind("news.withdrawn", "eye", "Vous avez retiré l'actualité « {title} ».")
class NewsWithdrawn(OfArticle):
    """A published piece of news is no longer on line."""


@_kind("news.left_out", "eye", "Vous ne montrez plus l'actualité « {title} » dans votre territoire.")
class NewsLeftOut(OfArticle):
    """A published piece of news of another territory is no longer shown in this one."""


@_kind("news.restored", "undo", "Vous avez remis en ligne l'actualité « {title} ».")
class NewsRestored(OfArticle):
    """A withdrawn piece of news came back."""


@_kind("news.set_aside", "trash", "Vous avez écarté le brouillon « {title} ».")
class NewsSetAside(OfArticle):
    """A draft is no longer wanted; its text is kept."""


@_kind("news.recovered", "undo", "Vous avez repris le brouillon « {title} ».")
class NewsRecovered(OfArticle):
    """A draft that was set aside is wanted again."""


@_kind("news.proposal_accepted", "check", "Vous avez fait un brouillon de la proposition « {title} ».")
class PartnerAccepted(OfArticle):
    """What a partner proposed became a draft."""


@_kind("news.proposal_refused", "close", "Vous avez refusé la proposition « {title} ».")
class PartnerRefused(OfArticle):
    """What a partner proposed was set aside, with a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfResource(Happening):
    """Something about one resource. `resource` is its identifier."""

    title: str
    resource: str = ""


@_kind("library.written", "edit", "Vous avez écrit la ressource « {title} ».")
class ResourceWritten(OfResource):
    """A resource was written: one entry for one sitting."""


@_kind("library.proposed", "move", "Vous avez proposé la ressource « {title} ».")
class ResourceProposed(OfResource):
    """The coordination is asked to decide."""


@_kind("library.taken_back", "undo", "Vous avez repris la ressource « {title} » pour la modifier.")
class ResourceTakenBack(OfResource):
    """Its author took back what was proposed."""


@_kind("library.sent_back", "undo", "Vous avez renvoyé la ressource « {title} », avec une raison.")
class ResourceSentBack(OfResource):
    """The coordination asked for changes."""


@_kind("library.published", "news", "Vous avez publié la ressource « {title} ».")
class ResourcePublished(OfResource):
    """Somebody put a resource on line."""


@_kind("library.corrected", "edit", "Vous avez corrigé la ressource « {title} ».")
class ResourceCorrected(OfResource):
    """A resource on line was changed."""


@_kind("library.checked", "check", "Vous avez vérifié la ressource « {title} ».")
class ResourceChecked(OfResource):
    """Somebody says that all of it is right today."""


@_kind("library.withdrawn", "trash", "Vous avez retiré la ressource « {title} » du site.")
class ResourceWithdrawn(OfResource):
    """A resource is no longer on line."""


@_kind("library.restored", "undo", "Vous avez remis en ligne la ressource « {title} ».")
class ResourceRestored(OfResource):
    """What was withdrawn is on line again."""


@_kind("library.set_aside", "trash", "Vous avez écarté le brouillon de la ressource « {title} ».")
class ResourceSetAside(OfResource):
    """A draft that is no longer wanted."""


@_kind("library.recovered", "undo", "Vous avez repris le brouillon de la ressource « {title} ».")
class ResourceRecovered(OfResource):
    """A draft that was set aside is wanted again."""


@_kind("library.favoured", "pin", "Vous avez mis « {title} » dans vos favoris.")
class ResourceFavoured(OfResource):
    """Somebody wants to find a resource again."""


@_kind("library.unfavoured", "pin", "Vous avez retiré « {title} » de vos favoris.")
class ResourceUnfavoured(OfResource):
    """A resource is no longer a favourite."""


@_kind("library.listed", "journal", "Vous avez mis « {title} » dans votre liste à lire.")
class ResourceListed(OfResource):
    """Somebody wants to read a resource later."""


@_kind("library.unlisted", "journal", "Vous avez retiré « {title} » de votre liste à lire.")
class ResourceUnlisted(OfResource):
    """A resource is no longer in the list to read."""


@_kind("library.read", "check", "Vous avez noté « {title} » comme lu.")
class ResourceRead(OfResource):
    """Somebody says that they have read a resource."""


@_kind("library.unread", "undo", "Vous avez remis « {title} » dans ce qui est à lire.")
class ResourceUnread(OfResource):
    """Somebody wants to read a resource again."""


@_kind("portraits.written", "edit", "Vous avez écrit dans le portrait « {territory} », à la question « {question} ».")
@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitWritten(Happening):
    """The words of a group under one question of its portrait. `place` is the code of the territory."""

    territory: str
    place: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEvent(Happening):
    """Something about one event of the agenda. `slug` is its address."""

    title: str
    slug: str = ""


@_kind("agenda.created", "calendar", "Vous avez préparé le rendez-vous « {title} ».")
class EventCreated(OfEvent):
    """An event was written, not shown yet."""


@_kind("agenda.edited", "calendar", "Vous avez modifié le rendez-vous « {title} ».")
class EventEdited(OfEvent):
    """An event was changed."""


@_kind("agenda.published", "calendar", "Vous avez publié le rendez-vous « {title} ».")
class EventPublished(OfEvent):
    """An event was shown to everybody."""


@_kind("agenda.withdrawn", "calendar", "Vous avez retiré le rendez-vous « {title} ».")
class EventWithdrawn(OfEvent):
    """An event was taken back."""


@_kind("agenda.cancelled", "calendar", "Vous avez annulé le rendez-vous « {title} ».")
class EventCancelled(OfEvent):
    """An event will not take place."""


@_kind("agenda.arranged", "calendar", "Vous avez changé les structures ou les étapes de « {title} ».")
class EventArranged(OfEvent):
    """The structures present, or the steps of a visit, were changed."""


@_kind("agenda.joined", "calendar", "Vous avez une place à « {title} ».")
class EventJoined(OfEvent):
    """Somebody registered and has a seat."""


@_kind("agenda.waiting", "clock", "Vous êtes sur la liste d'attente de « {title} ».")
class WaitingJoined(OfEvent):
    """Somebody registered and waits for a seat."""


@_kind("agenda.seat_freed", "calendar", "Une place s'est libérée : elle est à vous, pour « {title} ».")
class SeatFreed(OfEvent):
    """Somebody left the waiting list for a seat; told to them."""


@_kind("agenda.left", "undo", "Vous ne venez plus à « {title} ».")
class EventLeft(OfEvent):
    """Somebody gave their place back."""


@_kind("agenda.name_put", "people", "Vous avez inscrit quelqu'un à « {title} ».")
class NamePut(OfEvent):
    """A professional put a name on the list. Nothing says whose."""


@_kind("agenda.name_removed", "people", "Vous avez retiré quelqu'un de la liste de « {title} ».")
class NameRemoved(OfEvent):
    """A professional took a name off the list."""


@_kind("agenda.taken_off", "people", "L'organisateur a retiré votre place à « {title} ».")
class TakenOff(OfEvent):
    """A professional took somebody off the list; told to them."""


@_kind("agenda.ticked", "check", "Vous avez noté des présences à « {title} » : {count}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceTicked(OfEvent):
    """An organiser said who came."""

    count: int


@_kind("agenda.came", "check", "Votre présence à « {title} » est notée.")
class Came(OfEvent):
    """Somebody told at the entrance that they were there."""


@_kind("agenda.stamped", "check", "Vous avez fait une étape de « {title} » : {step}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class StepStamped(OfEvent):
    """Somebody stamped a step of a visit."""

    step: str


@_kind("agenda.answered", "check", "Vous avez donné votre avis sur « {title} ».")
class OpinionGiven(OfEvent):
    """Somebody who came said whether it was useful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfLetter(Happening):
    """Something about one issue of the newsletter. `issue` is its identifier."""

    title: str
    issue: str = ""


@_kind("newsletter.begun", "mail", "Vous avez commencé la lettre « {title} ».")
class LetterBegun(OfLetter):
    """An issue was begun, already filled."""


@_kind("newsletter.composed", "edit", "Vous avez composé la lettre « {title} ».")
class LetterComposed(OfLetter):
    """An issue was written or put in order: one entry for one sitting."""


@_kind("newsletter.scheduled", "clock", "Vous avez programmé l'envoi de la lettre « {title} ».")
class LetterScheduled(OfLetter):
    """The hour of an issue was chosen."""


@_kind("newsletter.unscheduled", "undo", "Vous avez annulé l'envoi de la lettre « {title} ».")
class LetterUnscheduled(OfLetter):
    """An issue is a draft again."""


@_kind("newsletter.launched", "mail", "Vous avez lancé l'envoi de la lettre « {title} ».")
class LetterLaunched(OfLetter):
    """An issue leaves at once."""


@_kind("newsletter.set_aside", "trash", "Vous avez écarté la lettre « {title} ».")
class LetterSetAside(OfLetter):
    """A draft is no longer wanted; its text is kept."""


@_kind("newsletter.recovered", "undo", "Vous avez repris la lettre « {title} ».")
class LetterRecovered(OfLetter):
    """A draft that was set aside is wanted again."""


@_kind("newsletter.withdrawn", "eye", "Vous avez retiré du site la lettre « {title} ».")
class LetterWithdrawn(OfLetter):
    """The page of a sent issue was taken off line."""


@_kind("newsletter.restored", "eye", "Vous avez remis en ligne la lettre « {title} ».")
class LetterRestored(OfLetter):
    """The page of a sent issue came back."""


@_kind("newsletter.tried", "mail", "Vous vous êtes envoyé un essai de la lettre « {title} ».")
class LetterTried(OfLetter):
    """A trial was sent to its writer."""


@_kind("newsletter.stopped", "clock", "Vous avez arrêté l'envoi de la lettre « {title} ».")
class LetterStopped(OfLetter):
    """A sending under way was paused."""


@_kind("newsletter.resumed", "mail", "Vous avez repris l'envoi de la lettre « {title} ».")
class LetterResumed(OfLetter):
    """A paused sending went on."""


@_kind("newsletter.doubt_sent", "mail", "Vous avez renvoyé {count} courriels incertains de la lettre « {title} ».")
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDoubtSent(OfLetter):
    """What may not have left was sent once more."""

    count: int


@_kind("newsletter.subscribed", "mail", "Vous recevez la lettre « {place} ».")
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSubscribed(Happening):
    """A demand made from the account was confirmed from its mailbox."""

    place: str


@_kind("newsletter.asked", "mail", "Vous avez demandé la lettre « {place} ».")
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAsked(Happening):
    """A letter was asked for from the account."""

    place: str


@_kind("newsletter.dropped", "undo", "Vous ne recevez plus la lettre « {place} ».")
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDropped(Happening):
    """One letter was ended from the account."""

    place: str


@_kind("newsletter.work_left", "undo", "Vous ne recevez plus la lettre comme professionnel.")
class LetterWorkLeft(Happening):
    """A professional said no to the letters of their territories."""


@_kind("newsletter.work_returned", "mail", "Vous recevez de nouveau la lettre comme professionnel.")
class LetterWorkReturned(Happening):
    """A professional took that back."""

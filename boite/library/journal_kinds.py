"""What can happen to the resources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Audience, Happening, kind
from boite.journal.subject import SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OfResource(Happening):
    """Something about one resource. `resource` is its identifier."""

    audience: ClassVar[Audience] = Audience.DESK
    subject_kind: ClassVar[SubjectKind] = SubjectKind.RESOURCE
    subject_field: ClassVar[str] = "resource"
    page: ClassVar[tuple[str, str]] = ("library:desk", "resource")
    title: str
    resource: str = ""


@kind("library.written", "edit", "Vous avez écrit la ressource « {title} ».")
class ResourceWritten(OfResource):
    """A resource was written: one entry for one sitting."""


@kind("library.proposed", "move", "Vous avez proposé la ressource « {title} ».")
class ResourceProposed(OfResource):
    """The coordination is asked to decide."""


@kind("library.taken_back", "undo", "Vous avez repris la ressource « {title} » pour la modifier.")
class ResourceTakenBack(OfResource):
    """Its author took back what was proposed."""


@kind(
    "library.sent_back",
    "undo",
    "Vous avez renvoyé la ressource « {title} », avec une raison.",
    "Votre ressource « {title} » est à reprendre : {reason}.",
    audience=Audience.AUTHOR,
    told=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSentBack(OfResource):
    """The coordination asked for changes; the author reads why."""

    reason: str = ""


@kind(
    "library.published",
    "news",
    "Vous avez publié la ressource « {title} ».",
    "Votre ressource « {title} » est en ligne.",
    audience=Audience.AUTHOR,
    told=True,
)
class ResourcePublished(OfResource):
    """Somebody put a resource on line."""


@kind(
    "library.corrected",
    "edit",
    "Vous avez corrigé la ressource « {title} ».",
    "Votre ressource « {title} » a été corrigée.",
    audience=Audience.AUTHOR,
    told=True,
)
class ResourceCorrected(OfResource):
    """A resource on line was changed."""


@kind("library.checked", "check", "Vous avez vérifié la ressource « {title} ».")
class ResourceChecked(OfResource):
    """Somebody says that all of it is right today."""


@kind(
    "library.withdrawn",
    "eye",
    "Vous avez retiré la ressource « {title} » du site.",
    "Votre ressource « {title} » n'est plus en ligne.",
    audience=Audience.AUTHOR,
    told=True,
)
class ResourceWithdrawn(OfResource):
    """A resource is no longer on line."""


@kind(
    "library.restored",
    "undo",
    "Vous avez remis en ligne la ressource « {title} ».",
    "Votre ressource « {title} » est en ligne.",
    audience=Audience.AUTHOR,
    told=True,
)
class ResourceRestored(OfResource):
    """What was withdrawn is on line again."""


@kind("library.set_aside", "trash", "Vous avez écarté le brouillon de la ressource « {title} ».")
class ResourceSetAside(OfResource):
    """A draft that is no longer wanted."""


@kind("library.recovered", "undo", "Vous avez repris le brouillon de la ressource « {title} ».")
class ResourceRecovered(OfResource):
    """A draft that was set aside is wanted again."""


@kind(
    "library.favoured",
    "pin",
    "Vous avez mis « {title} » dans vos favoris.",
    "{who} a mis « {title} » dans ses favoris.",
    audience=Audience.OWNER,
)
class ResourceFavoured(OfResource):
    """Somebody wants to find a resource again."""


@kind(
    "library.unfavoured",
    "pin",
    "Vous avez retiré « {title} » de vos favoris.",
    "{who} a retiré « {title} » de ses favoris.",
    audience=Audience.OWNER,
)
class ResourceUnfavoured(OfResource):
    """A resource is no longer a favourite."""


@kind(
    "library.listed",
    "journal",
    "Vous avez mis « {title} » dans votre liste à lire.",
    "{who} a mis « {title} » dans sa liste à lire.",
    audience=Audience.OWNER,
)
class ResourceListed(OfResource):
    """Somebody wants to read a resource later."""


@kind(
    "library.unlisted",
    "journal",
    "Vous avez retiré « {title} » de votre liste à lire.",
    "{who} a retiré « {title} » de sa liste à lire.",
    audience=Audience.OWNER,
)
class ResourceUnlisted(OfResource):
    """A resource is no longer in the list to read."""


@kind("library.read", "check", "Vous avez noté « {title} » comme lu.", audience=Audience.OWNER)
class ResourceRead(OfResource):
    """Somebody says that they have read a resource."""


@kind("library.unread", "undo", "Vous avez remis « {title} » dans ce qui est à lire.", audience=Audience.OWNER)
class ResourceUnread(OfResource):
    """Somebody wants to read a resource again."""

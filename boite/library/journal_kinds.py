"""What can happen to the resources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Audience, Happening, kind
from boite.journal.subject import SubjectKind
from boite.library.models import RESOURCES
from boite.publishing.sentences import OfPublication, of_steps
from boite.publishing.stages import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class OfResource(OfPublication):
    """Something about one resource. `resource` is its identifier."""

    subject_kind: ClassVar[SubjectKind] = SubjectKind.RESOURCE
    subject_field: ClassVar[str] = "resource"
    page: ClassVar[tuple[str, str]] = ("library:desk", "resource")
    resource: str = ""


@kind("library.checked", "check", "Vous avez vérifié la ressource « {title} ».")
class ResourceChecked(OfResource):
    """Somebody says that all of it is right today."""


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


SAYS: Mapping[Step, type[Happening]] = {
    **of_steps(OfResource, "library", RESOURCES.noun),
    Step.CHECKED: ResourceChecked,
}
"""What the journal says of each step."""

"""The file fields of an editor: what is chosen from this computer is kept in the group's space, and stays chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boite.access import groups as door
from boite.access.roles import Right
from boite.accounts.models import User
from boite.database.retries import retried
from boite.directory.models import Territory
from boite.errors import Forbidden, Full, Invalid, NotFound
from boite.groups import shelves
from boite.groups.creation import open_group
from boite.groups.file_picker import Fitting
from boite.groups.models import Group
from boite.groups.shelves import Arrival
from boite.settings import Settings
from boite.web.forms import Form
from boite.web.multipart import Part
from storage.errors import StorageFull, StorageUnavailable
from storage.store import BlobStore

AWAY = "Le service ne peut pas garder de fichier maintenant. Votre texte est là : réessayez plus tard."
SENT = "_file"
"""What ends the name of the field that brings a file: `picture_file` fills `picture`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Keeps the files of one form (`boite.web.forms_with_files`): `fitting` says what each of its fields takes."""

    user: User
    store: BlobStore
    settings: Settings
    fitting: Mapping[str, Fitting]
    territory: str = ""
    """Whose group keeps them, where the form does not say it."""

    async def __call__(self, part: Part, form: Form) -> tuple[str, str]:
        """The field that the file fills, and the file. Raises Invalid for that field."""
        field = part.name.removesuffix(SENT)
        if field not in self.fitting or not part.name.endswith(SENT):
            return part.name, ""
        arrival = Arrival(part.filename or "", part.at_most, part.chunks)
        try:
            node = await shelves.keep(arrival, await self._group(form), self.fitting[field], self.store, by=self.user)
        except (Full, Invalid, NotFound) as error:
            raise Invalid(fields={field: error.message}) from error
        except (StorageFull, StorageUnavailable) as error:  # what was typed is not lost with it
            raise Invalid(fields={field: AWAY}) from error
        return field, str(node.id)

    async def _group(self, form: Form) -> Group:
        """That of the territory chosen, if this person may add there, else the first of theirs. Raises Forbidden."""
        theirs = [place for place in await door.groups(self.user) if Right.ADD in place.rights]
        if not theirs:
            raise Forbidden
        chosen = form.raw("territory") or self.territory
        place = next((place for place in theirs if place.code == chosen), theirs[0])
        if place.group is not None:
            return place.group
        territory = await Territory.get(code=place.code)
        return await retried(lambda: open_group(territory, quota=self.settings.group_quota_bytes))

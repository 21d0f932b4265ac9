"""The tree: folders, names, moves. No two living siblings share a name; no cycle."""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import fetch
from boite.database.rows import fetch_as
from boite.database.versions import digest
from boite.errors import Conflict, Forbidden, NotFound, StaleVersion
from boite.files import ceiling, names
from boite.files import journal_kinds as kinds
from boite.files.node_row import NodeKind, NodeRow
from boite.files.quota import Space, locked_space
from boite.journal.record import record
from boite.languages.messages import _

SUBTREE = (
    "WITH RECURSIVE sub(id) AS (SELECT id FROM files_node WHERE id = ?"
    " UNION ALL SELECT n.id FROM files_node n JOIN sub ON n.parent_id = sub.id WHERE n.discard_id IS NULL) "
)
ANCESTORS = (
    "WITH RECURSIVE up(id, parent_id, kind, name, discard_id, depth) AS ("
    " SELECT id, parent_id, kind, name, discard_id, 0 FROM files_node WHERE id = ?"
    " UNION ALL SELECT n.id, n.parent_id, n.kind, n.name, n.discard_id, up.depth + 1"
    " FROM files_node n JOIN up ON n.id = up.parent_id)"
    " SELECT id, parent_id, kind, name, discard_id FROM up ORDER BY depth DESC"
)
OWN_ROOT = "Mes papiers"
"""The name kept at the top of a person's space. That of a group bears the group's name."""
MAX_DEPTH = 50
"""Folders within folders: more is a mistake, and recursive pages and archives stay small."""


def said_name(parent_id: UUID | None, shown: str) -> str:
    """What a page calls a folder: that of the top of a person's space is a sentence of ours."""
    return _(OWN_ROOT) if parent_id is None and shown == OWN_ROOT else shown


class Nested(NodeRow):
    """What a node does in its tree."""

    class Meta:
        abstract = True

    async def path(self) -> list[dict[str, Any]]:
        """From the root to this node: `id`, `parent_id`, `kind`, `name`, `said_name`, `discard_id`."""
        rows = await fetch_as(ANCESTORS, self.id, id=UUID)
        titled = [row | {"name": names.title(row["name"], row["kind"])} for row in rows]
        return [row | {"said_name": said_name(row["parent_id"], row["name"])} for row in titled]

    async def fresh(self) -> None:
        """Read the row again inside a lock. Raises NotFound where it went away or to the trash meanwhile."""
        current = await type(self).get_or_none(id=self.id)
        if current is None or current.discarded:
            raise NotFound
        for name in self._meta.db_fields:
            attribute = self._meta.fields_db_projection_reverse[name]
            setattr(self, attribute, getattr(current, attribute))

    async def owner_id(self) -> UUID:
        """Whose box this is."""
        return (await Space.filter(id=self.space_id).only("owner_id").get()).owner_id

    async def add_folder(self, name: str, *, by: User) -> Self:
        """A new folder here; a taken name gets a number. Raises Invalid, NotFound, TooManyPapers."""
        name = names.checked(name)
        async with locked_space(self.space_id):
            await self.fresh()
            await self._check_depth(1)
            await ceiling.check(self.space_id)
            name = await self.free_name(name)
            folder = await type(self).create(
                space_id=self.space_id, parent_id=self.id, kind=NodeKind.FOLDER, rank=0, **names.naming(name)
            )
            await record(kinds.FolderCreated(name=name, node=str(folder.id)), owner=await self.owner_id(), by=by.id)
        return folder

    async def free_name(self, name: str) -> str:
        """See the function of this name."""
        return await names.free_name(self.id, name)

    async def rename(self, name: str, *, read: str, by: User) -> None:
        """Give another title than the one that was read (digest of the name). A name taken beside it gets a number.

        Raises Invalid, Forbidden, NotFound, StaleVersion where it has another one already.
        """
        typed = names.checked(name)
        async with locked_space(self.space_id):
            await self.fresh()
            if self.is_root:
                raise Forbidden
            name = names.renamed(self.name, typed, self.kind)
            if name == self.name:
                return
            if read != digest(self.name):
                raise StaleVersion
            former = self.shown_name
            if names.key(name) != self.name_key:
                name = await (await self._parent()).free_name(name)
            await self._set(**names.naming(name), changed_at=now())
            happening = kinds.Renamed(name=self.shown_name, former=former, node=str(self.id))
            await record(happening, owner=await self.owner_id(), by=by.id)

    async def move(self, to: Self, *, by: User) -> None:
        """Put under another folder. A name taken there gets a number. Raises Conflict, Forbidden, NotFound."""
        async with locked_space(self.space_id):
            await self.fresh()
            await to.fresh()
            if self.is_root or to.space_id != self.space_id or not to.is_folder:
                raise Forbidden
            if to.id == self.parent_id:
                return
            if self.id in {row["id"] for row in await to.path()}:
                raise Conflict(_("Un dossier ne peut pas aller dans lui-même. Choisissez un autre dossier."))
            await to._check_depth(await self._height())
            name = await to.free_name(self.name)
            await self._set(parent_id=to.id, **names.naming(name), changed_at=now())
            happening = kinds.Moved(name=self.shown_name, node=str(self.id), folder=to.shown_name)
            await record(happening, owner=await self.owner_id(), by=by.id)

    async def _height(self) -> int:
        """How many levels this node and what it holds take."""
        [row] = await fetch(
            "WITH RECURSIVE sub(id, level) AS (SELECT id, 1 FROM files_node WHERE id = ?"
            " UNION ALL SELECT n.id, sub.level + 1 FROM files_node n JOIN sub ON n.parent_id = sub.id"
            " WHERE n.discard_id IS NULL) SELECT MAX(level) AS height FROM sub",
            self.id,
        )
        return int(row["height"])

    async def _check_depth(self, height: int) -> None:
        if len(await self.path()) + height > MAX_DEPTH:
            raise Conflict(_("Il y a trop de dossiers les uns dans les autres. Choisissez un dossier plus haut."))

    async def _parent(self) -> Self:
        return await type(self).get(id=self.parent_id)

    async def _set(self, **columns: Any) -> None:
        """Save these columns only."""
        for name, value in columns.items():
            setattr(self, name, value)
        await self.save(update_fields=list(columns))

    @property
    def shown_name(self) -> str:
        """What pages call it."""
        return names.title(self.name, self.kind)

    @property
    def said_name(self) -> str:
        """The same in a sentence that is translated: the top of a person's space is called by us."""
        return said_name(self.parent_id, self.shown_name)

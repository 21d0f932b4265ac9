"""What an editor holds, as one value: read from the rows, compared, written back around a publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Generic, Self, TypeVar
from uuid import UUID

from boite.database.model import Model
from boite.database.revisions import Change, differences
from boite.directory.sheet.publics import EVERYBODY
from boite.publishing.rows import P
from boite.publishing.workflow import Workflow
from boite.text import rich_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What every editor holds. Each kind adds its own; a field is named as its column, less `_id`."""

    title: str
    summary: str = ""
    topic: str = ""
    territory: str | None = None
    """The territory whose coordination decides; None for the whole region."""
    places: tuple[str, ...] = ()
    """The other territories where it is shown."""
    publics: tuple[str, ...] = ()
    """Empty for everybody."""
    picture: UUID | None = None
    picture_alt: str = ""

    def blank(self) -> Self:
        """What was there before anything was written: a first version is compared with it."""
        return type(self)(title="")

    @property
    def downloads(self) -> list[UUID]:
        """The files of the group's space that readers open, the picture aside."""
        return []

    @property
    def files(self) -> list[UUID]:
        """Every file of the group's space that it needs."""
        return [*self.downloads, *([self.picture] if self.picture else [])]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDraft(Draft):
    """With a text of its own."""

    body: str = ""


D = TypeVar("D", bound=Draft)


@dataclass(frozen=True, slots=True)
class Around:
    """A list that a draft holds: one row for each item, in order."""

    field: str
    rows: type[Model]
    columns: tuple[str, ...]
    """One column: the items are its values. Several: they are tuples."""
    order: str = "id"
    """The column that keeps the order, where the numbers of the rows do not."""


class Drafting(Workflow[P], Generic[P, D]):
    """From rows to drafts and back."""

    draft: type[D]
    around: ClassVar[Sequence[Around]] = ()
    """The lists of this kind, besides its places and its publics."""
    prose: ClassVar[str] = "body"
    """The column, and field, of its text in Markdown. Its HTML is in `{prose}_html`."""

    async def draft_of(self, publication: P) -> D:
        """What is kept now, as the editor holds it. A query for each list."""
        of, own = self.tables.of(publication.id), publication.territory_id
        places = await self.tables.place.filter(**of).order_by("id")
        publics = await self.tables.public.filter(**of).order_by("id")
        values = {field: getattr(publication, column) for field, column in self._columns.items()}
        values["places"] = tuple(row.territory_id for row in places if row.territory_id != own)
        values["publics"] = tuple(row.code for row in publics if row.code != EVERYBODY)
        for listed in self.around:
            rows = await listed.rows.filter(**of).order_by(listed.order)
            items = [tuple(getattr(row, column) for column in listed.columns) for row in rows]
            values[listed.field] = tuple(item if len(item) > 1 else item[0] for item in items)
        return self.draft(**values)

    @property
    def _columns(self) -> dict[str, str]:
        """The column of each field of a draft that is kept in the row itself."""
        known = self.tables.publication._meta.fields_db_projection
        names = [field.name for field in fields(self.draft)]
        return {name: f"{name}_id" if f"{name}_id" in known else name for name in names if not self._is_list(name)}

    def _is_list(self, name: str) -> bool:
        return name in {"places", "publics"} or any(listed.field == name for listed in self.around)

    def columns_of(self, draft: D, html: str) -> dict[str, Any]:
        """The columns of a row that say what the draft says. `html`: its text, rendered."""
        columns = {column: getattr(draft, field) for field, column in self._columns.items()}
        return columns | {f"{self.prose}_html": html, "rendered_with": rich_text.VERSION}

    async def set_around(self, publication: P, draft: D) -> None:
        """The rows around it, as the draft says. Few and small: written anew. In the caller's transaction."""
        of, place, public = self.tables.of(publication.id), self.tables.place, self.tables.public
        for rows in (place, public, *(listed.rows for listed in self.around)):
            await rows.filter(**of).delete()
        # What is for the whole region is shown everywhere: it names no place.
        places = dict.fromkeys([draft.territory, *draft.places]) if draft.territory else {}
        await place.bulk_create(place(**of, territory_id=code) for code in places)
        await public.bulk_create(public(**of, code=code) for code in draft.publics or (EVERYBODY,))
        for listed in self.around:
            items = [item if len(listed.columns) > 1 else (item,) for item in getattr(draft, listed.field)]
            ranks: list[dict[str, int]] = [{} if listed.order == "id" else {listed.order: n} for n in range(len(items))]
            await listed.rows.bulk_create(
                listed.rows(**of, **dict(zip(listed.columns, item, strict=True)), **rank)
                for item, rank in zip(items, ranks, strict=True)
            )


def changes_between(before: Draft, after: Draft) -> list[Change]:
    """Each field that differs, as plain values."""
    names = [field.name for field in fields(after)]
    return differences(*({name: getattr(draft, name) for name in names} for draft in (before, after)))

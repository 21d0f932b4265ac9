"""What happened to a sheet, read by anybody: when, who in words, field by field; and undoing a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from boite.accounts.models import User
from boite.database.long_lists import parts
from boite.database.revisions import Change
from boite.directory.history.history_rows import Revision, What
from boite.directory.history.revision import MODELS, WHOLE, Snapshot, columns, revising
from boite.directory.places.network_rows import Network
from boite.directory.places.place_rows import Territory
from boite.directory.sheet import field_wording
from boite.directory.sheet.fields import POINT, SERVICE, STRUCTURE
from boite.directory.sheet.structure_rows import ReceptionPoint, Structure
from boite.errors import Conflict, NotFound

PAGE = 20
DONE = {
    What.CREATED: "Fiche créée",
    What.EDITED: "Fiche modifiée",
    What.IMPORTED: "Fiche mise à jour par un import",
    What.CHECKED: "Fiche vérifiée",
    What.ENDED: "Fin de la structure indiquée",
    What.REOPENED: "Fin de la structure annulée",
    What.CORRECTED: "Correction acceptée",
    What.MOVED: "Déménagement",
}
UNDOABLE = {What.EDITED, What.CORRECTED, What.CHECKED, What.IMPORTED}
_ABOUT = {POINT: "Lieu d'accueil", SERVICE: "Service"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after, in French. `about` is empty for the structure itself."""

    about: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """One revision as it is read."""

    id: int
    done: str
    author: str
    at: datetime
    lines: list[FieldChange]
    undoable: bool

    @property
    def parts(self) -> list[tuple[str, list[FieldChange]]]:
        """The lines by what they are about: the structure itself first, without a name."""
        return [(about, list(lines)) for about, lines in groupby(self.lines, key=lambda line: line.about)]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Revisions, newest first, and the mark that asks for what came before (0 at the end)."""

    told: list[RevisionEntry]
    before: int


async def page(structure: Structure, before: int | None = None) -> HistoryPage:
    """What happened before this mark; the latest without it."""
    found = Revision.filter(structure_id=structure.id)
    rows = await (found.filter(id__lt=before) if before else found).order_by("-id").limit(PAGE + 1)
    shown = rows[:PAGE]
    names = await _names([change for row in shown for change in row.changes])
    return HistoryPage([_told(row, names) for row in shown], shown[-1].id if len(rows) > PAGE else 0)


def _told(row: Revision, names: dict[str, str]) -> RevisionEntry:
    lines = [line for change in row.changes for line in lines_of(change, names)]
    return RevisionEntry(row.id, DONE[row.what], row.author, row.at, lines, undoable(row))


def undoable(revision: Revision) -> bool:
    """Whether it may be undone: its changes say which rows they are about."""
    return revision.what in UNDOABLE and all("kind" in change for change in revision.changes)


def lines_of(change: dict[str, Any], names: dict[str, str]) -> Iterator[FieldChange]:
    """A change field by field; each field of a row that came or went."""
    kind, about = change.get("kind", STRUCTURE), _about(change)
    if change["field"] != WHOLE:
        pairs = [(change["field"], change["before"], change["after"])]
    else:
        before, after = change["before"] or {}, change["after"] or {}
        pairs = [(name, before.get(name), after.get(name)) for name in field_wording.KNOWN[kind] if name != "rank"]
    for field, old, new in pairs:
        if field in field_wording.UNSEEN or (_empty(old) and _empty(new)):
            continue
        said = [field_wording.shown(kind, field, value, names) for value in (old, new)]
        yield FieldChange(about, field_wording.label(kind, field), *said)


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def _about(change: dict[str, Any]) -> str:
    """« Service : Atelier CV »; revisions of imports give only a name."""
    of = change.get("of", "")
    if "kind" not in change:
        return "" if of in {"", "structure"} else of
    words = _ABOUT.get(change["kind"], "")
    return f"{words} : {of}" if words and of else words


async def _names(changes: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The names of what these changes name: a handful of queries, whatever their number."""
    found: dict[str, set[str]] = {name: set() for name in ("territory_id", "networks", "successor_id", "point_id")}
    for change in changes:
        for field, value in _named(change):
            if field in found:
                found[field] |= {str(item) for item in (value if isinstance(value, list) else [value]) if item}
    called: list[tuple[Any, ...]] = []
    for codes in parts(found["territory_id"]):
        called += await Territory.filter(code__in=codes).values_list("code", "name")
    for codes in parts(found["networks"]):
        called += await Network.filter(code__in=codes).values_list("code", "short_name")
    for ids in parts(found["successor_id"]):
        called += await Structure.filter(id__in=ids).values_list("id", "name")
    for ids in parts(found["point_id"]):
        called += await ReceptionPoint.filter(id__in=ids).values_list("id", "name")
    return {str(code): str(name) for code, name in called}


def _named(change: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for value in (change["before"], change["after"]):
        if change["field"] == WHOLE:
            yield from (value or {}).items()
        else:
            yield change["field"], value


async def undo(revision: Revision, *, by: User) -> Revision | None:
    """Say again what was said before. Raises Conflict where something of it changed since."""
    if not undoable(revision):
        raise Conflict("Ce changement ne s'annule pas d'ici.")
    structure = await Structure.get(id=revision.structure_id)
    try:
        async with revising(structure, What.EDITED, by=by) as draft:
            if since_changed(draft.before, revision.changes):
                raise Conflict("La fiche a encore changé depuis. Corrigez-la plutôt à la main.")
            former = rewind(draft.before, revision.changes)
            await write(structure.id, draft.before, former)
    except IntegrityError as error:
        # A row taken away was brought back since by an import, under the same identifier.
        raise Conflict("Ce que vous voulez remettre est déjà revenu. Regardez la fiche.") from error
    return draft.revision


async def found(structure: Structure, identifier: str) -> Revision:
    """One revision of this structure. Raises NotFound."""
    number = int(identifier) if identifier.isascii() and identifier.isdigit() and len(identifier) < 19 else 0
    revision = await Revision.get_or_none(id=number, structure_id=structure.id)
    if revision is None:
        raise NotFound
    return revision


def rewind(snapshot: Snapshot, changes: Iterable[Change]) -> Snapshot:
    """The snapshot as it was before these changes."""
    found = {key: dict(values) for key, values in snapshot.items()}
    for change in changes:
        key = (change["kind"], change["id"])
        if change["field"] != WHOLE:
            found[key][change["field"]] = change["before"]
        elif change["before"] is None:
            del found[key]
        else:
            found[key] = dict(change["before"])
    return found


def since_changed(snapshot: Snapshot, changes: Iterable[Change]) -> list[Change]:
    """Those of these changes that the sheet no longer says."""
    return [change for change in changes if _said(snapshot, change) != change["after"]]


def _said(snapshot: Snapshot, change: Change) -> Any:
    row = snapshot.get((change["kind"], change["id"]))
    return row if row is None or change["field"] == WHOLE else row.get(change["field"])


async def write(structure_id: UUID, before: Snapshot, after: Snapshot) -> None:
    """Make the rows say `after`, knowing that they say `before`. Inside the caller's transaction."""
    for key in before.keys() - after.keys():
        await MODELS[key[0]].filter(id=key[1]).delete()
    for kind in MODELS:  # a service names its point: points come back first
        for key in (key for key in after if key[0] == kind):
            values = _typed(kind, after[key])
            if key not in before:
                await MODELS[kind].create(id=UUID(key[1]), structure_id=structure_id, **values)
            elif changed := {name: values[name] for name in values if after[key][name] != before[key].get(name)}:
                await MODELS[kind].filter(id=key[1]).update(**changed)


def _typed(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """Plain values as the columns take them. A column added since keeps its default."""
    fields = MODELS[kind]._meta.fields_map
    return {name: fields[name].to_python_value(values[name]) for name in columns(kind) if name in values}

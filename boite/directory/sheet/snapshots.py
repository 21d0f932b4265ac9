"""What a sheet says, whole, as plain values: two of them give the changes, and changes give back the one before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from boite.database import revisions
from boite.database.model import Model
from boite.database.revisions import Change, plain
from boite.directory.maintenance.history_rows import Ending
from boite.directory.sheet.fields import POINT as POINT
from boite.directory.sheet.fields import SERVICE as SERVICE
from boite.directory.sheet.fields import STRUCTURE as STRUCTURE
from boite.directory.sheet.structure_rows import ReceptionPoint, Service, Structure

ENDING = "ending"
MODELS: dict[str, type[Model]] = {STRUCTURE: Structure, POINT: ReceptionPoint, SERVICE: Service, ENDING: Ending}
_KEPT_APART = {
    STRUCTURE: {"slug", "source", "source_id", "source_date", "extra", "created_at", "changed_at", "edited_at"},
    ENDING: {"at"},
}
"""Columns that no person changes."""
_NEVER = {"id", "structure_id", "by_id", "checked_by_id"}
"""Nor who did it: a person may ask to be forgotten, and changes are kept for ever."""
WHOLE = "*"
"""The field of a change that adds a row (`before` is None) or takes it away (`after` is None)."""
Key = tuple[str, str]
"""What sort of row, and its identifier."""
Snapshot = dict[Key, dict[str, Any]]


def columns(kind: str) -> list[str]:
    """The columns of such a row that a snapshot holds."""
    return sorted(MODELS[kind]._meta.db_fields - _NEVER - _KEPT_APART.get(kind, set()))


async def take(structure_id: UUID) -> Snapshot:
    """What the sheet of this structure says now."""
    found: Snapshot = {}
    for kind, model in MODELS.items():
        rows = await model.filter(**{"id" if kind == STRUCTURE else "structure_id": structure_id})
        names = columns(kind)
        found |= {(kind, str(row.pk)): {name: plain(getattr(row, name)) for name in names} for row in rows}
    return found


def differences(before: Snapshot, after: Snapshot) -> list[Change]:
    """What changed from one to the other, the structure's own fields first."""
    order = list(MODELS)
    keys = sorted(before.keys() | after.keys(), key=lambda key: (order.index(key[0]), key[1]))
    return [change for key in keys for change in _of_row(key, before.get(key), after.get(key))]


def _of_row(key: Key, before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[Change]:
    row = before or after or {}
    about = {"kind": key[0], "id": key[1], "of": row.get("name") or row.get("address") or ""}
    if before is None or after is None:
        return [{**about, "field": WHOLE, "before": before, "after": after}]
    return revisions.differences(before, after, **about)


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

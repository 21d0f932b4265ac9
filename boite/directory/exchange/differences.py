"""What a file says against what the directory says: the rows to write, and the changes that history will tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any
from uuid import UUID, uuid4

from boite.clock import months_later
from boite.database.revisions import Change, differences, plain
from boite.directory.exchange.existing_rows import ExistingStructure
from boite.directory.exchange.place_reading import ReadPlace
from boite.directory.exchange.report import brief
from boite.directory.exchange.service_reading import ReadService
from boite.directory.exchange.structure_reading import ReadStructure
from boite.directory.exchange.words import words
from boite.directory.history import revision
from boite.directory.history.revision import MODELS, WHOLE
from boite.directory.sheet.fields import POINT, SERVICE, STRUCTURE
from boite.directory.sheet.structure_rows import ReceptionPoint, Service, Structure
from boite.text.normalise import fold

CHECK_MONTHS = 6
"""How long a check is good for."""
Row = Structure | ReceptionPoint | Service


@dataclass
class Edit:
    """One row to write: `row` as it is (None to add it), `values` the columns to set (None to take it away)."""

    kind: str
    row: Any
    values: dict[str, Any] | None

    @property
    def identifier(self) -> UUID:
        """Of the row, there or new."""
        found: UUID = (self.values or {})["id"] if self.row is None else self.row.id
        return found

    @cached_property
    def made(self) -> Any:
        """The new row, not yet saved."""
        return MODELS[self.kind](**(self.values or {}))

    def changes(self) -> list[Change]:
        """What history tells of it, as `history.revision` has it."""
        if self.row is None or self.values is None:
            return [self._whole()]
        about = {"kind": self.kind, "id": str(self.row.id), "of": self.row.name}
        after = {name: value for name, value in self.values.items() if name != "structure_id"}
        return differences({name: getattr(self.row, name) for name in after}, after, **about)

    def _whole(self) -> Change:
        row = self.row or self.made
        values = {name: plain(getattr(row, name)) for name in revision.columns(self.kind)}
        before, after = (values, None) if self.values is None else (None, values)
        return {"kind": self.kind, "id": str(row.id), "of": row.name, "field": WHOLE, "before": before, "after": after}

    def fields(self) -> list[str]:
        """What changes, in French, for the report."""
        about = f" ({self.row.name})" if self.kind == POINT and self.row is not None and self.row.name else ""
        if self.row is None or self.values is None:
            name = (self.values or {}).get("name", "") if self.row is None else self.row.name
            return [f"lieu {'ajouté' if self.row is None else 'retiré'}{f' ({name})' if name else ''}"]
        return [f"{words(name)}{about}" for name in self.values]

    def says(self) -> list[str]:
        """What the file says of each field that differs."""
        if self.row is None or self.values is None:
            return self.fields()
        return [f"{words(name)} {brief(plain(value))}" for name, value in self.values.items()]


def compare(sheet: ReadStructure, kept: ExistingStructure) -> list[Edit]:
    """What to write so that the directory says what the file says; nothing where they agree."""
    edits = [_edit(STRUCTURE, kept.row, _structure_values(sheet, kept))]
    edits.append(_main(sheet, kept.main, kept.row.id))
    if sheet.others is not None:
        edits += _others(sheet.others, kept.others, kept.row.id)
    return [edit for edit in edits if edit is not None]


def _edit(kind: str, row: Row, values: Mapping[str, Any]) -> Edit | None:
    """The columns that differ, if any."""
    here = {name: plain(getattr(row, name)) for name in values}
    different = {name: value for name, value in values.items() if here[name] != plain(value)}
    return Edit(kind, row, different) if different else None


def _structure_values(sheet: ReadStructure, kept: ExistingStructure) -> dict[str, Any]:
    """The columns that the file decides: where it leaves something open, what is here stays."""
    values, row = dict(sheet.values), kept.row
    if sheet.deduced:
        values["networks"] = row.networks if set(values["networks"]) <= set(row.networks) else _joined(sheet, row)
    checked = values.pop("checked_on", None)
    after = values.pop("next_check_on", None)
    if row.checked_on is None or (checked and checked >= row.checked_on):
        values |= {"checked_on": checked} if checked else {}
        values |= {"next_check_on": after} if after else {}
    if row.territory_id is None and "territory_id" not in values and sheet.town:
        values["territory_id"] = sheet.town.territory_id
    return values


def _joined(sheet: ReadStructure, row: Structure) -> list[str]:
    """The schema does not know all of our networks: those that somebody gave here stay."""
    return list(dict.fromkeys([*row.networks, *sheet.values["networks"]]))


def _main(sheet: ReadStructure, main: ReceptionPoint | None, structure: UUID) -> Edit | None:
    if main is not None:
        return _edit(POINT, main, placed(sheet.main, main))
    return None if sheet.main.is_empty else _new_point(sheet.main, structure, 0)


def placed(place: ReadPlace, row: ReceptionPoint | None) -> dict[str, Any]:
    """The columns of a place. Without coordinates of its own, it is at the centre of its commune."""
    if place.located or place.town is None:
        return place.columns
    if row is not None and row.commune_id == place.town.code and row.latitude is not None:
        return place.columns
    return {**place.columns, "latitude": place.town.latitude, "longitude": place.town.longitude}


def _new_point(place: ReadPlace, structure: UUID, rank: int) -> Edit:
    return Edit(POINT, None, {"id": uuid4(), "structure_id": structure, "rank": rank, **placed(place, None)})


def _others(places: list[ReadPlace], rows: list[ReceptionPoint], structure: UUID) -> list[Edit | None]:
    """The other places: the same name is the same place, else the same address."""
    left, twins = list(rows), list[ReceptionPoint | None]()
    for place in places:
        twins.append(_twin(left, place))
        left = [row for row in left if row is not twins[-1]]
    # Ranks may have holes: only the order counts.
    ordered = None not in twins and [row for row in rows if row in twins] == twins
    edits = [
        _new_point(place, structure, rank)
        if twin is None
        else _edit(POINT, twin, {**placed(place, twin), **({} if ordered else {"rank": rank})})
        for rank, (place, twin) in enumerate(zip(places, twins, strict=True), 1)
    ]
    return [*edits, *(Edit(POINT, row, None) for row in left)]


def _twin(rows: list[ReceptionPoint], place: ReadPlace) -> ReceptionPoint | None:
    """The row that is this place: by its name, else by its address; of those that have neither, the first."""
    name, address = (place.columns.get(column, "") for column in ("name", "address"))
    same_name = (row for row in rows if name and _alike(row.name, name))
    same_address = (row for row in rows if address and _alike(row.address, address))
    nameless = (row for row in rows if not (name or address or row.name or row.address))
    return next(chain(same_name, same_address, nameless), None)


def _alike(text: str, other: str) -> bool:
    return text == other or (bool(fold(text)) and fold(text) == fold(other))


def compare_service(offer: ReadService, row: Service, structure: UUID, points: Mapping[str, UUID]) -> Edit | None:
    """What to write so that a service says what the file says."""
    values = {**offer.values, "structure_id": structure, **place_of(offer, points)}
    return _edit(SERVICE, row, values)


def place_of(offer: ReadService, points: Mapping[str, UUID]) -> dict[str, Any]:
    """The place where a service is given, by its name among those of its structure."""
    if offer.point is None:
        return {}
    return {"point_id": points.get(fold(offer.point)) if offer.point else None}


def new_sheet(sheet: ReadStructure, slug: str) -> list[Edit]:
    """The rows of a structure that enters the directory."""
    identifier, values = uuid4(), dict(sheet.values)
    if values.get("territory_id") is None:
        values["territory_id"] = sheet.town.territory_id if sheet.town else None
    if checked := values.get("checked_on"):
        values["next_check_on"] = values.get("next_check_on") or months_later(checked, CHECK_MONTHS)
    origin = {"source": sheet.source, "source_id": sheet.identifier, "source_date": sheet.dated}
    edits = [Edit(STRUCTURE, None, {"id": identifier, "slug": slug, **values, **origin})]
    if not sheet.main.is_empty:
        edits.append(_new_point(sheet.main, identifier, 0))
    return [*edits, *(_new_point(place, identifier, rank) for rank, place in enumerate(sheet.others or [], 1))]


def new_service(offer: ReadService, kept: ExistingStructure, rank: int) -> Edit:
    """The row of a service that enters a sheet."""
    origin = {"source_id": offer.identifier, "source_date": offer.dated, "rank": rank}
    place = place_of(offer, kept.places())
    return Edit(SERVICE, None, {"id": uuid4(), "structure_id": kept.row.id, **offer.values, **origin, **place})

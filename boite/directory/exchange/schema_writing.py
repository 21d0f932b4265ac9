"""A sheet as an object of the data·inclusion schema v1, with the keys that this service adds to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from boite.database.revisions import plain
from boite.directory.exchange import extension_reading as extension
from boite.directory.exchange.existing_rows import OURS, ExistingStructure, service_identifier, structure_identifier
from boite.directory.exchange.precedence import shown_date
from boite.directory.exchange.schema_reading import models, network_labels, validated
from boite.directory.exchange.service_reading import SPARE
from boite.directory.models import ReceptionPoint, Service
from boite.directory.sheet.fields import FIELDS, POINT, SERVICE, STRUCTURE
from boite.directory.sheet.publics import schema_codes
from boite.text.normalise import fold

if TYPE_CHECKING:
    from pydantic import BaseModel

Written = dict[str, Any]


def structure_object(kept: ExistingStructure, networks: Mapping[str, str]) -> Written:
    """A structure. `networks` gives the code of each of our networks in data·inclusion."""
    row, main = kept.row, kept.main
    told = {
        "source": row.source or OURS,
        "id": structure_identifier(row),
        **_schema(STRUCTURE, row),
        "date_maj": shown_date(row),
        **row.extra,
        **(_place(main) if main else {}),
        "reseaux_porteurs": _schema_networks(row.networks, networks),
        "spro_adresse": row.slug,
        **_ours(STRUCTURE, row),
        **(_welcome(main) if main else {}),
        "spro_points": [_tidy({**_named(point), **_place(point)}) for point in kept.others],
        extension.END: {"sorte": str(kept.end.kind), "le": plain(kept.end.since)} if kept.end else {},
    }
    return accepted(_tidy(told), models()[0])


def _schema(part: str, row: Any) -> Written:
    """The keys of the schema that a row fills."""
    fields = FIELDS[part].items()
    return {field.schema: getattr(row, column) for column, field in fields if field.schema and not field.beside}


def _ours(part: str, row: Any) -> Written:
    """The keys of ours that a row fills; the parts of one object together."""
    told = Written()
    for column, field in FIELDS[part].items():
        name, _, inside = field.key.name.partition(".") if field.key else ("", "", "")
        value = plain(getattr(row, column)) if name else None
        if inside and value:
            told.setdefault(name, {})[inside] = value
        elif name and not inside:
            told[name] = value
    return told


def _schema_networks(codes: list[str], networks: Mapping[str, str]) -> list[str]:
    """Those that the schema knows."""
    return sorted({networks.get(code, "") for code in codes} & network_labels().keys())


def _place(point: ReceptionPoint) -> Written:
    """The keys of a place, the schema's and ours."""
    code = {"code_insee": point.commune_id} if point.commune_id else {}
    return {**_schema(POINT, point), **code, **_ours(POINT, point)}


def _named(point: ReceptionPoint) -> Written:
    return {key: getattr(point, column) for key, column in extension.WELCOME_COLUMNS.items()}


def _welcome(point: ReceptionPoint) -> Written:
    """What the structure's own address says besides the structure."""
    return {extension.WELCOME: _tidy(_named(point))}


def service_object(row: Service, kept: ExistingStructure) -> Written:
    """A service of this structure."""
    codes = schema_codes(row.publics)
    told = {
        "source": kept.row.source or OURS,
        "structure_id": structure_identifier(kept.row),
        "id": service_identifier(row),
        **_schema(SERVICE, row),
        "date_maj": row.source_date or shown_date(kept.row),
        **row.extra,
        "publics": codes,
        "spro_publics": row.publics if row.publics != codes else [],
        "spro_point": _called(row.point_id, kept),
    }
    return accepted(_tidy(told), models()[1])


def _called(point: UUID | None, kept: ExistingStructure) -> str:
    """What a service calls its place, such that it is found again."""
    places = kept.places()
    row = next((each for each in kept.points if each.id == point), None)
    calls = (row.name, row.address) if row else ()
    return next((each for each in calls if places.get(fold(each)) == point), "")


def _tidy(told: Written) -> Written:
    """Without what is empty; dates as the schema writes them."""
    return {key: plain(value) for key, value in told.items() if value not in (None, "", [], {})}


def accepted(told: Written, model: type[BaseModel]) -> Written:
    """The object as the schema accepts it: what it refuses goes under a key of ours, and comes back from there."""
    _, wrong = validated(told, model)
    apart = {key: told.pop(key) for key in wrong if key in told and key not in _REQUIRED}
    if "description" in wrong and model.model_fields["description"].is_required():
        told["description"] = SPARE
    ordered = {key: told[key] for key in (*model.model_fields, *told) if key in told}
    return {**ordered, **({extension.APART: apart} if apart else {})}


_REQUIRED = frozenset({"source", "id", "structure_id", "nom", "date_maj"})

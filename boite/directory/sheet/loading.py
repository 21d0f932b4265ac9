"""A structure's sheet, read whole: a fixed number of queries, however many places and services it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from boite.database.long_lists import few
from boite.directory.history.history_rows import Revision, What
from boite.directory.places.network_rows import NameKind, Network, NetworkName
from boite.directory.places.place_rows import Territory
from boite.directory.sheet import needs, publics
from boite.directory.sheet.ending_rows import Ending
from boite.directory.sheet.gone import is_gone
from boite.directory.sheet.structure_rows import ReceptionPoint, Service, Structure

MOST = 50
"""Most structures that one structure replaced."""


@dataclass(frozen=True, slots=True)
class FormerName:
    """What a network was called, and the last day that it was."""

    name: str
    last: date | None


@dataclass(frozen=True, slots=True)
class NetworkSaid:
    """A network that a structure belongs to, with its former names, the latest first."""

    code: str
    name: str
    short_name: str
    former: tuple[FormerName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything that the page of a structure says."""

    structure: Structure
    points: list[ReceptionPoint]
    services: list[Service]
    networks: list[NetworkSaid]
    territory: dict[str, Any] | None
    """`code` and `name`."""
    ending: Ending | None
    """With its successor. None as long as it is there."""
    announced: Ending | None
    """The same, announced for a later day."""
    replaced: list[Ending]
    """The endings, each with its structure, that lead here, now or on a later day."""
    checked_by: str
    """Who looked at it last, in words; empty where it is not known."""

    @property
    def publics(self) -> list[str]:
        """For whom its services are, in plain words; « Tout le monde » as soon as one is."""
        codes = {code for service in self.services for code in service.publics or [publics.EVERYBODY]}
        wanted = {publics.EVERYBODY} if publics.EVERYBODY in codes else codes
        return [label for code, label in publics.LABELS.items() if code in wanted]

    @property
    def needs(self) -> list[needs.Need]:
        """What its services help with, in the order of the needs."""
        codes = {needs.category(code) for service in self.services for code in service.needs}
        return [need for need in needs.NEEDS if need.code in codes]

    @property
    def located(self) -> list[ReceptionPoint]:
        """The points that a map can show."""
        return [point for point in self.points if point.latitude is not None and point.longitude is not None]


async def read(structure: Structure) -> Sheet:
    """The whole sheet of this structure."""
    ending = await Ending.get_or_none(structure_id=structure.id).select_related("successor")
    over = ending is not None and is_gone(ending.since)
    territory = await Territory.filter(code=structure.territory_id).first().values("code", "name")
    return Sheet(
        structure=structure,
        points=await ReceptionPoint.filter(structure_id=structure.id).order_by("rank", "id"),
        services=await Service.filter(structure_id=structure.id).order_by("rank", "id"),
        networks=await networks_said(structure.networks),
        territory=territory or None,
        ending=ending if over else None,
        announced=None if over else ending,
        replaced=await replaced(structure),
        checked_by=await _checked_by(structure),
    )


async def replaced(structure: Structure) -> list[Ending]:
    """The endings that lead to this structure, each with the structure that ended, the latest first."""
    leading = Ending.filter(successor_id=structure.id).select_related("structure")
    return await leading.order_by("-since", "id")


async def networks_said(codes: list[str]) -> list[NetworkSaid]:
    """These networks, in the order given, with their former names."""
    rows = {row.code: row for row in await Network.filter(code__in=few(codes))}
    former = await NetworkName.filter(network_id__in=few(codes), kind=NameKind.FORMER).order_by("-until", "name")
    return [
        NetworkSaid(
            code=code,
            name=rows[code].name,
            short_name=rows[code].short_name,
            former=tuple(FormerName(row.name, _last_day(row)) for row in former if row.network_id == code),
        )
        for code in codes
        if code in rows
    ]


def _last_day(row: NetworkName) -> date | None:
    """`until` is the first day of the name that followed."""
    return row.until - timedelta(days=1) if row.until else None


async def _checked_by(structure: Structure) -> str:
    """Who confirmed the sheet, as the revisions say it. Importing a sheet confirms nothing."""
    if structure.checked_on is None or structure.checked_by_id is None:
        return ""
    checks = Revision.filter(structure_id=structure.id, what=What.CHECKED)
    return str(await checks.order_by("-id").first().values_list("author", flat=True) or "")

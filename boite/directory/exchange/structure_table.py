"""The structures as a table for a French spreadsheet: one line by place where people are received."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from datetime import date
from typing import Any

from boite.directory.exchange.existing_rows import Kept
from boite.directory.exchange.exports import sheets
from boite.directory.models import Network, ReceptionPoint, Territory
from boite.directory.sheet.languages import LANGUAGES
from boite.directory.sheet.phones import shown
from boite.directory.sheet.phrases import announced
from boite.text.spreadsheets import BOM, lines

HEADERS = (
    *("Nom", "Réseaux", "Territoire", "Lieu", "Adresse", "Complément", "Code postal", "Commune", "Code INSEE"),
    *("Latitude", "Longitude", "Téléphone", "Courriel", "Site", "Démarche en ligne", "Horaires"),
    *("Précisions sur les horaires", "Rendez-vous", "Accès en fauteuil roulant", "Accessibilité", "Langues"),
    *("Présentation", "SIRET", "Vérifiée le", "Fin prévue", "Fiche"),
)
Address = Callable[[str], str]
"""The whole address of a sheet, from its slug."""


async def table(address: Address) -> AsyncGenerator[bytes, None]:
    """The table, made while it is sent."""
    networks = {row["code"]: row["short_name"] for row in await Network.all().values("code", "short_name")}
    territories = {row["code"]: row["name"] for row in await Territory.all().values("code", "name")}
    yield BOM + lines([HEADERS])
    async for batch in sheets():
        yield lines([_line(kept, point, networks, territories, address) for kept in batch for point in _places(kept)])


def _places(kept: Kept) -> list[ReceptionPoint]:
    """A structure without any place has one line all the same."""
    return [*([kept.main] if kept.main else []), *kept.others] or [ReceptionPoint(structure_id=kept.row.id)]


def _line(
    kept: Kept, point: ReceptionPoint, networks: dict[str, str], territories: dict[str, str], address: Address
) -> list[Any]:
    row = kept.row
    return [
        *(row.name, ", ".join(networks.get(code, code) for code in row.networks)),
        *(territories.get(row.territory_id or "", ""), point.name, point.address, point.complement),
        *(point.postal_code, point.city, point.commune_id, _decimal(point.latitude), _decimal(point.longitude)),
        *(shown(point.phone or row.phone), point.email or row.email, row.website, row.online, point.opening_hours),
        *(point.hours_note, str(point.appointment), str(point.wheelchair), point.accessibility),
        *(", ".join(LANGUAGES.get(code, code) for code in row.languages), row.description, row.siret),
        *(_day(row.checked_on), announced(kept.end.kind, kept.end.since) if kept.end else "", address(row.slug)),
    ]


def _decimal(value: float | None) -> str:
    """A comma, as French spreadsheets read numbers."""
    return "" if value is None else str(value).replace(".", ",")


def _day(value: date | None) -> str:
    return value.strftime("%d/%m/%Y") if value else ""

"""Structures and services of a data·inclusion file: read whole, compared, and written in one short transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from boite.database.long_lists import parts
from boite.directory.exchange import extension_reading
from boite.directory.exchange.files import Source
from boite.directory.exchange.place_reading import address_of
from boite.directory.exchange.reference import Reference, load
from boite.directory.exchange.report import ImportReport, readable
from boite.directory.exchange.row_passage import Passage
from boite.directory.exchange.schema_reading import Accepted, models, read_object, unknown_keys
from boite.directory.exchange.service_reading import ReadService, read_service
from boite.directory.exchange.structure_reading import ReadStructure, read_structure
from boite.directory.models import Service, Structure
from boite.text.french import plural


@dataclass(slots=True)
class Lines:
    """The lines of one file that may enter the directory."""

    sheets: list[ReadStructure] = field(default_factory=list)
    offers: list[ReadService] = field(default_factory=list)


async def prepare(source: Source, report: ImportReport) -> Callable[[], Awaitable[None]]:
    """Read and compare everything outside the transaction. Returns what is to be done inside it.

    Lines that change nothing are settled here: SQLite has one writer, so that only the others may make it wait.
    """
    structures, services = await asyncio.to_thread(_validate, source, report)
    reference = await _reference(structures)
    lines = await asyncio.to_thread(_read, structures, services, reference, report)
    await _tell_absent(lines, report)
    passage = Passage(report, reference)
    await passage.settle(lines.sheets, lines.offers)
    return passage.write


def _validate(source: Source, report: ImportReport) -> tuple[list[Accepted], list[Accepted]]:
    """Those that the schema accepts. In a thread: a large file takes seconds, and others are being served."""
    structure, service = models()
    ignored: set[str] = set()
    found = (
        _validated(source.rows, structure, "structure", report, ignored),
        _validated(source.services, service, "service", report, ignored),
    )
    if ignored:
        shown = ", ".join(sorted(ignored)[:20])
        report.notes.append(f"Clés que le schéma ne connaît pas, laissées de côté : {shown}.")
    return found


def _validated(
    rows: list[tuple[int, Any]], model: Any, what: str, report: ImportReport, ignored: set[str]
) -> list[Accepted]:
    accepted, seen = [], dict[str, int]()
    extension = extension_reading.STRUCTURE_KEYS if what == "structure" else extension_reading.SERVICE_KEYS
    for number, value in rows:
        item, wrong = read_object(number, value, model)
        if item is None:
            refuse(report, number, what, value, wrong)
        elif (identifier := item.found["id"]) in seen:
            wrong = {"id": f"Cet identifiant est déjà celui de la ligne {seen[identifier]}."}
            refuse(report, number, what, value, wrong)
        else:
            seen[identifier] = number
            ignored |= unknown_keys(value, model, extension)[1]
            accepted.append(item)
    return accepted


def refuse(report: ImportReport, number: int, what: str, value: Any, wrong: dict[str, str]) -> None:
    """A refused line: which field, and why."""
    known = value if isinstance(value, dict) else {}
    why = " ".join(f"{key} : {sentence}" if key else sentence for key, sentence in wrong.items())
    identifier, name = (readable(known.get(key, "")) for key in ("id", "nom"))
    report.refuse(number, what, readable(why, 1000), identifier=identifier, name=name)


async def _reference(structures: list[Accepted]) -> Reference:
    """What the directory knows of the communes that the file names."""
    places = [place for item in structures for place in (item.found, *_points(item.value))]
    codes = {code for place in places if isinstance(code := place.get("code_insee"), str)}
    return await load(codes, {address_of(place) for place in places})


def _points(value: dict[str, Any]) -> list[dict[str, Any]]:
    others = value.get("spro_points")
    return [each for each in others if isinstance(each, dict)] if isinstance(others, list) else []


def _read(structures: list[Accepted], services: list[Accepted], reference: Reference, report: ImportReport) -> Lines:
    lines = Lines()
    for item in structures:
        sheet, wrong = read_structure(item, reference)
        if sheet is None:
            refuse(report, item.number, "structure", item.value, wrong)
        else:
            lines.sheets.append(sheet)
    for item in services:
        offer, wrong = read_service(item)
        if offer is None:
            refuse(report, item.number, "service", item.value, wrong)
        else:
            lines.offers.append(offer)
    return lines


async def _tell_absent(lines: Lines, report: ImportReport) -> None:
    """What the directory has from the same producers and the file does not: it stays, and is reported."""
    for source in sorted({sheet.source for sheet in lines.sheets}):
        given = {sheet.identifier for sheet in lines.sheets if sheet.source == source}
        known = set(await Structure.filter(source=source).values_list("source_id", flat=True))
        if missing := len(known - given):
            words = plural(missing, "structure n'est pas", "structures ne sont pas")
            report.notes.append(f"Source « {source} » : {words} dans ce fichier. Rien n'en est retiré.")
    if not lines.offers:
        return
    given, known = {offer.identifier for offer in lines.offers}, set()
    for some in parts(sorted({sheet.identifier for sheet in lines.sheets})):
        found = Service.filter(structure__source_id__in=some, source_id__isnull=False)
        known |= set(await found.values_list("source_id", flat=True))
    if missing := len(known - given):
        words = plural(missing, "service n'est pas", "services ne sont pas")
        report.notes.append(f"{words} dans ce fichier, alors que leur structure y est. Rien n'en est retiré.")

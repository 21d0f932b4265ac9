"""What the search knows of one structure: one document for each reception point, made of words and tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from boite.clock import today
from boite.directory.search_engine import tags
from boite.directory.search_engine.learning import Vocabulary, Weight
from boite.directory.search_engine.numbers import FRESH, OF_THIS_SERVICE, Lacks, number
from boite.directory.sheet import needs, publics
from boite.directory.sheet.field import Field, Searched
from boite.directory.sheet.fields import POINT, SERVICE, STRUCTURE, chosen
from boite.directory.sheet.gone import is_gone
from boite.directory.sheet.hours_rules import until
from boite.text.analysis import stem, tokens, words

LONGEST = 600
"""Characters of a text that are searched."""
DEPARTMENTS = {
    "18": "Cher",
    "28": "Eure-et-Loir",
    "36": "Indre",
    "37": "Indre-et-Loire",
    "41": "Loir-et-Cher",
    "45": "Loiret",
}
"""Those of the region, whose names people type."""


@dataclass(frozen=True, slots=True)
class NetworkNames:
    """A network as it is found: its code, its rank, every name that it has or had, the full one first."""

    code: str
    rank: int
    names: tuple[str, ...]


@dataclass(slots=True)
class IndexedSheet:
    """One structure with all that is searched of it, as rows."""

    structure: Mapping[str, Any]
    networks: Sequence[NetworkNames] = ()
    points: list[Mapping[str, Any]] = field(default_factory=list)
    services: list[Mapping[str, Any]] = field(default_factory=list)
    territories: Mapping[str, str] = field(default_factory=dict)
    """Name of every territory, by code."""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document about to be written."""

    id: int
    structure_id: UUID
    point_id: UUID | None
    latitude: float | None
    longitude: float | None
    opening_hours: str
    named: str
    terms: str


def documents(sheet: IndexedSheet, vocabulary: Vocabulary) -> list[NewDocument]:
    """One document for each reception point, the first one first; a single one where there is no point."""
    return [_document(sheet, point, place, vocabulary) for place, point in enumerate(sheet.points or [{}])]


def _document(sheet: IndexedSheet, point: Mapping[str, Any], place: int, vocabulary: Vocabulary) -> NewDocument:
    services = [service for service in sheet.services if service["point_id"] in (None, point.get("id"))]
    latitude, longitude = _where(point)
    ends = sheet.structure["ending__since"]
    hours = until(point.get("opening_hours", ""), ends)
    names, named, short = _names(sheet, point, vocabulary)
    offered = short | _offered(sheet, point, services, vocabulary)
    said = named | offered | _said(sheet, point, services, vocabulary)
    found = {
        mark + stem(word) for mark, some in ((tags.NAMED, named), (tags.OFFERED, offered), ("", said)) for word in some
    }
    told = _words_of(Searched.AS_DETAIL, sheet, point, services)
    found.update(tags.TOLD + each for each in map(stem, told) if each not in found)
    found.update(_tags(sheet, point, services), tags.open_parts(hours))
    found.update([tags.NOWHERE] if latitude is None or longitude is None else tags.cells(latitude, longitude))
    structure = sheet.structure
    lacks = Lacks(
        network=not any(network.rank < OF_THIS_SERVICE for network in sheet.networks),
        services=not services,
        place=latitude is None,
        hours=not hours,
        check=structure["checked_on"] is None or structure["checked_on"] < today() - FRESH,
    )
    return NewDocument(
        id=number(
            f"{structure['slug']}/{place}",
            lacks,
            ended=ends is not None and is_gone(ends),
            secondary=bool(point.get("rank")),
        ),
        structure_id=structure["id"],
        point_id=point.get("id"),
        latitude=latitude,
        longitude=longitude,
        opening_hours=hours,
        named=names,
        terms=" ".join(sorted(found)),
    )


def _where(point: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Its own coordinates, else those of its commune; none where they make no sense."""
    for before in ("", "commune__"):
        latitude, longitude = point.get(f"{before}latitude"), point.get(f"{before}longitude")
        if latitude is not None and longitude is not None and -90 <= latitude <= 90 and -180 <= longitude <= 180:
            return float(latitude), float(longitude)
    return None, None


def _names(sheet: IndexedSheet, point: Mapping[str, Any], vocabulary: Vocabulary) -> tuple[str, set[str], set[str]]:
    """What it is called, one name per line; every word of it; the same less the full names of its networks."""
    own = vocabulary.learn(" ".join(_texts(STRUCTURE, sheet.structure, Searched.AS_NAME)), Weight.WORD)
    short = {*own, *vocabulary.learn(" ".join(_texts(POINT, point, Searched.AS_NAME)), Weight.WORD)}
    lines, full = [" ".join(own)], set[str]()
    for network in sheet.networks:
        for place, name in enumerate(network.names):
            called = vocabulary.learn(name, Weight.VOCABULARY)
            lines.append(" ".join(called))
            (short if place else full).update(called, _glued(name, vocabulary))
    return "\n".join(lines), short | full, short


def _glued(name: str, vocabulary: Vocabulary) -> list[str]:
    """« capemploi » for « Cap emploi »: short names are often typed in one word."""
    parts = tokens(name)
    return vocabulary.learn("".join(parts), Weight.WORD) if 2 <= len(parts) <= 3 else []


def _offered(
    sheet: IndexedSheet, point: Mapping[str, Any], services: Iterable[Mapping[str, Any]], vocabulary: Vocabulary
) -> set[str]:
    """The words of where it is, and of the names of its services."""
    department = str(point.get("commune__code") or point.get("postal_code") or "")[:2]
    territories = [sheet.territories.get(code, "") for code in _territories(sheet, point)]
    found = set(vocabulary.learn(point.get("city", ""), Weight.COMMUNE))
    texts = [department, DEPARTMENTS.get(department, ""), *territories, *_texts(POINT, point, Searched.AS_OFFER)]
    for service in services:
        texts += _texts(SERVICE, service, Searched.AS_OFFER)
    for text in texts:
        found.update(vocabulary.learn(text, Weight.WORD))
    return found


def _texts(part: str, row: Mapping[str, Any], searched: Searched) -> list[str]:
    """The fields of a row whose words count so."""
    return [row[column] for column in _searched(part, searched) if row.get(column)]


@cache
def _searched(part: str, searched: Searched) -> tuple[str, ...]:
    return tuple(chosen(part, lambda field: field.searched is searched))


def _said(
    sheet: IndexedSheet, point: Mapping[str, Any], services: Sequence[Mapping[str, Any]], vocabulary: Vocabulary
) -> set[str]:
    """The words of its texts, of the needs that it answers and of those whom it receives."""
    found = _words_of(Searched.AS_TEXT, sheet, point, services)
    for service in services:
        for code in service["needs"]:
            found.update(vocabulary.learn(code, Weight.WORD))
        for category in dict.fromkeys(map(needs.category, service["needs"])):
            synonyms = needs.BY_CODE[category].synonyms if category in needs.BY_CODE else ""
            found.update(vocabulary.learn(f"{needs.label(category)} {synonyms}", Weight.VOCABULARY))
        for code in service["publics"]:
            found.update(vocabulary.learn(publics.SEARCHED.get(code, ""), Weight.VOCABULARY))
    return found


def _words_of(
    searched: Searched, sheet: IndexedSheet, point: Mapping[str, Any], services: Sequence[Mapping[str, Any]]
) -> set[str]:
    """The words of every field that counts so."""
    rows = [(STRUCTURE, sheet.structure), (POINT, point), *((SERVICE, service) for service in services)]
    texts = [text for part, row in rows for text in _texts(part, row, searched)]
    return {word for text in texts for word in words(text[:LONGEST])}


def _codes(part: str, row: Mapping[str, Any]) -> Iterator[tuple[Field, str]]:
    """The codes of a row that searches may ask for."""
    for column, each in chosen(part, lambda each: each.tagged).items():
        value = row.get(column) or []
        yield from ((each, str(code)) for code in (value if isinstance(value, list) else [value]))


def _territories(sheet: IndexedSheet, point: Mapping[str, Any]) -> set[str]:
    return {code for code in (sheet.structure["territory_id"], point.get("commune__territory_id")) if code}


def _tags(sheet: IndexedSheet, point: Mapping[str, Any], services: Sequence[Mapping[str, Any]]) -> set[str]:
    """What filters ask for. A structure that tells no service receives everybody, as far as we know."""
    found = {tags.network(code) for code in sheet.structure["networks"]}
    found.update(map(tags.territory, _territories(sheet, point)))
    for part, row in ((STRUCTURE, sheet.structure), (POINT, point)):
        found.update(tags.coded(each.tagged, code) for each, code in _codes(part, row))
    if not services:
        found.add(tags.public(publics.EVERYBODY))
    for service in services:
        receives = service["publics"] or [publics.EVERYBODY]
        categories = {needs.category(code) for code in service["needs"]}
        found.update(map(tags.public, receives))
        found.update(tags.need(code) for code in (*service["needs"], *categories))
        found.update(tags.need_of(category, code) for category in categories for code in receives)
    return found

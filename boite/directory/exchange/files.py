"""A file as it came: read whole, and recognised by what it holds. Nothing here touches the database."""

from __future__ import annotations

import csv
import io
import json
import math
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from boite.errors import Invalid

LIMIT = 50_000_000
"""Bytes of a file."""
GZIP = b"\x1f\x8b"
"""How a file compressed with gzip begins (RFC 1952)."""
LONGEST = 20_000
"""Most characters of one value: no field of these files needs as many."""
DEEPEST = 12
"""How many lists and objects one value may nest."""
LOOKED_AT = 50
"""Objects of a list that are looked at to know what it is a list of."""


class FileContent(StrEnum):
    """What a file may hold, in the order in which they are imported: each needs those before it."""

    TERRITORIES = "territories"
    OUTLINES = "outlines"
    COMMUNES = "communes"
    GROUPS = "groups"
    """Which territory each commune belongs to."""
    STRUCTURES = "structures"
    QUESTIONS = "questions"
    FIGURES = "figures"
    """What is counted in each commune, employment zone, department, region."""
    JOBS = "jobs"


KIND_WORDS = {
    FileContent.TERRITORIES: "territoires",
    FileContent.OUTLINES: "contours de territoires",
    FileContent.COMMUNES: "communes",
    FileContent.GROUPS: "communes de chaque territoire",
    FileContent.STRUCTURES: "structures et services",
    FileContent.QUESTIONS: "questions de « Qui peut m'aider ? »",
    FileContent.FIGURES: "chiffres des portraits de territoire",
    FileContent.JOBS: "métiers et appellations (ROME)",
}


class Unreadable(Invalid):
    """The file cannot be read as a whole: nothing of it is imported."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds: its kind, and its rows by name with the number of each."""

    kind: FileContent
    rows: list[tuple[int, Any]]
    services: list[tuple[int, Any]]
    """Only beside structures."""


def read(content: bytes) -> Source:
    """Read and recognise a file, compressed with gzip or not. Raises Unreadable."""
    if len(content) > LIMIT:
        raise Unreadable("Ce fichier est trop lourd : 50 Mo au plus.")
    if content.startswith(GZIP):
        content = _inflated(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("Ce fichier n'est pas écrit en UTF-8. Enregistrez-le en UTF-8, puis recommencez.") from error
    if not text.strip():
        raise Unreadable("Ce fichier est vide.")
    return _json(text) if text.lstrip()[0] in "[{" else _csv(text)


def _inflated(content: bytes) -> bytes:
    """What a gzip file holds, and no more than the limit: a few bytes may announce millions. Raises Unreadable."""
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)  # 16: with the head of gzip
    try:
        found = inflater.decompress(content, LIMIT + 1)
    except zlib.error as error:
        raise Unreadable("Ce fichier compressé est abîmé.") from error
    if len(found) > LIMIT:
        raise Unreadable("Ce fichier est trop lourd une fois ouvert : 50 Mo au plus.")
    if not inflater.eof or inflater.unused_data:
        raise Unreadable("Ce fichier compressé est incomplet.")
    return found


def _json(text: str) -> Source:
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise Unreadable("Ce fichier imbrique trop de listes les unes dans les autres.") from error
    except ValueError as error:
        where = f" (ligne {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"Ce fichier JSON est incomplet ou mal écrit{where}.") from error
    if isinstance(value, dict):
        return _object(value)
    if not value:
        raise Unreadable("Ce fichier ne contient aucune ligne.")
    kind = _kind_of(value)
    if kind is None and _any(value, {"structure_id"}):
        return Source(FileContent.STRUCTURES, [], _numbered(value))
    if kind is None:
        raise Unreadable(UNKNOWN)
    return Source(kind, _numbered(value), [])


UNKNOWN = (
    "Ce fichier n'est d'aucune sorte connue :"
    " territoires, communes, contours, structures, questions, chiffres ou métiers."
)


def _object(value: dict[str, Any]) -> Source:
    if value.get("type") == "FeatureCollection" and isinstance(value.get("features"), list):
        return Source(FileContent.OUTLINES, _numbered(value["features"]), [])
    lists = value.get("structures", []), value.get("services", [])
    if not {"structures", "services"} & value.keys():
        raise Unreadable(UNKNOWN)
    if not all(isinstance(each, list) for each in lists):
        raise Unreadable("« structures » et « services » doivent être des listes.")
    return Source(FileContent.STRUCTURES, _numbered(lists[0]), _numbered(lists[1]))


_SIGNS: tuple[tuple[FileContent, Callable[[set[str]], bool]], ...] = (
    (FileContent.COMMUNES, lambda keys: "code" in keys and bool({"codesPostaux", "codeDepartement", "centre"} & keys)),
    (
        FileContent.TERRITORIES,
        lambda keys: {"code", "nom"} <= keys and bool({"parent", "telephone", "horaires"} & keys),
    ),
    (FileContent.STRUCTURES, lambda keys: {"id", "source"} <= keys and "structure_id" not in keys),
)


def _kind_of(rows: list[Any]) -> FileContent | None:
    for row in rows[:LOOKED_AT]:
        if isinstance(row, dict):
            for kind, sign in _SIGNS:
                if sign(set(row)):
                    return kind
    return None


def _any(rows: list[Any], keys: set[str]) -> bool:
    return any(isinstance(row, dict) and keys <= row.keys() for row in rows[:LOOKED_AT])


_HEADERS = (
    (FileContent.FIGURES, {"code_insee", "SUPERF"}),
    (FileContent.FIGURES, {"niveau", "code", "SUPERF"}),
    (FileContent.JOBS, {"code_rome", "appellation_code", "libelle"}),
    (FileContent.QUESTIONS, {"question", "libelle"}),
    (FileContent.GROUPS, {"code_insee", "spro_code"}),
    (FileContent.COMMUNES, {"code_insee", "nom", "latitude", "longitude"}),
    (FileContent.TERRITORIES, {"spro_code", "spro_nom"}),
)


def _csv(text: str) -> Source:
    csv.field_size_limit(LIMIT)  # a field too long is the fault of its line, not of the file
    head = text.lstrip().split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
        names = {(name or "").strip() for name in reader.fieldnames or []}
        kind = next((kind for kind, wanted in _HEADERS if wanted <= names), None)
        if kind is None:
            raise Unreadable(UNKNOWN)
        # The first line of a sheet is its header: what people see as line 2 is the first row.
        rows: list[tuple[int, Any]] = [(number, _row(row)) for number, row in enumerate(reader, 2)]
    except csv.Error as error:
        raise Unreadable("Ce tableau est mal écrit.") from error
    return Source(kind, rows, [])


def _row(row: Mapping[str | None, Any]) -> dict[str, str | None]:
    return {str(name).strip(): value for name, value in row.items() if name is not None}


def _numbered(rows: Iterable[Any]) -> list[tuple[int, Any]]:
    return list(enumerate(rows, 1))


def faults(row: dict[str, Any]) -> dict[str, str]:
    """What no object may hold, by key: oversized values, text that is not text, numbers that are not numbers."""
    found = {}
    for key, value in row.items():
        if fault := _fault(value, DEEPEST):
            found[key] = fault
    return found


def _fault(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return _text_fault(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "Ce n'est pas un nombre."
    if not isinstance(value, dict | list):
        return ""
    if not depth:
        return "Trop de listes les unes dans les autres."
    inside = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    if len(inside) > LONGEST:
        return "Cette liste est trop longue."
    return next(filter(None, (_fault(each, depth - 1) for each in inside)), "")


def _text_fault(value: str) -> str:
    if len(value) > LONGEST:
        return f"C'est trop long : {LONGEST} signes au plus."
    if "\x00" in value:
        return "Ce texte contient un signe interdit."
    try:
        value.encode()
    except UnicodeEncodeError:
        return "Ce texte contient un signe interdit."
    return ""

"""What people type about a structure, made regular: one cleaner by field. A cleaner raises ValueError, in French."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from boite.directory.sheet import opening_words, publics
from boite.directory.sheet.field import Cleaner
from boite.errors import Invalid
from boite.text.visible import shows

LATITUDES, LONGITUDES = (41.0, 51.5), (-5.5, 9.8)
"""Degrees around metropolitan France, Corsica included."""
LONGEST = 10_000
"""Most characters of a long text, as data·inclusion bounds it."""
_EMAIL = re.compile(r"[^@\s<>,;:\"()]+@[^@\s<>,;:\"()]+\.[^@\s<>,;:\"().]+")
_NOT_IN_ADDRESSES = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")
_DIGITS = re.compile(r"[0-9]+")


def cleaned(cleaners: Mapping[str, Cleaner], values: Mapping[str, Any]) -> dict[str, Any]:
    """These values, regular. Raises Invalid with a sentence for each field that makes no sense."""
    found: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, value in values.items():
        try:
            found[name] = cleaners[name]("" if isinstance(value, str) and not shows(value) else value)
        except ValueError as error:
            errors[name] = str(error)
    if errors:
        raise Invalid(fields=errors)
    return found


def line(most: int, least: int = 0, wanted: str = "Cette réponse manque.") -> Cleaner:
    """One line of at most this many characters, with single spaces."""

    def clean(value: str) -> str:
        return _bounded(" ".join(value.replace("\x00", "").split()), most, least, wanted)

    return clean


def paragraphs(most: int) -> Cleaner:
    """A few lines of at most this many characters in all."""

    def clean(value: str) -> str:
        return _bounded(value.replace("\x00", "").replace("\r\n", "\n").strip(), most, 0, "")

    return clean


def _bounded(value: str, most: int, least: int, wanted: str) -> str:
    if len(value) > most:
        raise ValueError(f"C'est trop long : {most} signes au plus.")
    if len(value) < least:
        raise ValueError(wanted)
    return value


def email(value: str) -> str:
    """An email address, or nothing."""
    value = value.strip()
    if value and (len(value) > 254 or not _EMAIL.fullmatch(value)):
        raise ValueError("Écrivez une adresse entière, par exemple accueil@exemple.fr.")
    return value


def web(value: str) -> str:
    """An address of the web, `https://` added where nothing was said. Never a script."""
    value = value.strip()
    if value and not re.match(r"[a-z][a-z0-9+.-]*:", value, re.IGNORECASE):
        value = f"https://{value.removeprefix('//')}"
    if value and not _safe(value):
        raise ValueError("Écrivez une adresse de site, par exemple https://www.exemple.fr.")
    return value


def _safe(value: str) -> bool:
    if len(value) > 500 or _NOT_IN_ADDRESSES.search(value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and (parts.port or 0) >= 0
    except ValueError:
        return False


def digits(count: int, sentence: str) -> Cleaner:
    """This many digits, or nothing; spaces are ignored."""

    def clean(value: str) -> str:
        value = "".join(value.split())
        if value and (len(value) != count or not _DIGITS.fullmatch(value)):
            raise ValueError(sentence)
        return value

    return clean


def degrees(bounds: tuple[float, float]) -> Cleaner:
    """A coordinate inside these bounds, or None; a French comma is a point."""

    def clean(value: str | float | None) -> float | None:
        if value is None or value == "":
            return None
        try:
            found = round(float(str(value).strip().replace(",", ".")), 6)
        except ValueError:
            found = float("nan")
        if not bounds[0] <= found <= bounds[1]:
            raise ValueError(f"Écrivez un nombre entre {bounds[0]:n} et {bounds[1]:n}.")
        return found

    return clean


def one_of(codes: Collection[str], *, required: bool = False) -> Cleaner:
    """One of these codes, or nothing where it is not required."""

    def clean(value: str) -> str:
        if value not in codes and (required or value):
            raise ValueError("Choisissez une réponse dans la liste.")
        return value

    return clean


def member(kind: type[StrEnum]) -> Cleaner:
    """One value of an enumeration."""

    def clean(value: str) -> StrEnum:
        try:
            return kind(value)
        except ValueError as error:
            raise ValueError("Choisissez une réponse dans la liste.") from error

    return clean


def some_of(codes: Collection[str], *, most: int = 100) -> Cleaner:
    """Several of these codes, sorted, each once."""

    def clean(values: list[str]) -> list[str]:
        found = sorted({value for value in values if value})
        if len(found) > most or not set(found) <= set(codes):
            raise ValueError("Choisissez des réponses dans la liste.")
        return found

    return clean


def ordered(most: int) -> Cleaner:
    """Codes in the order chosen, each once: what they name is looked at by the verb."""

    def clean(values: list[str]) -> list[str]:
        return list(dict.fromkeys(value for value in values if value))[:most]

    return clean


def who(values: list[str]) -> list[str]:
    """Publics, sorted. Everybody stands alone, as the schema demands."""
    found: list[str] = some_of(publics.LABELS)(values)
    return [publics.EVERYBODY] if publics.EVERYBODY in found else found


def day(value: date | None) -> date | None:
    """A day that is not far away."""
    if value and not date(1900, 1, 1) <= value <= date(2200, 1, 1):
        raise ValueError("Vérifiez l'année de cette date.")
    return value


def hours(value: str) -> str:
    """Opening hours in the syntax of OpenStreetMap, or nothing."""
    try:
        return opening_words.checked(value)
    except Invalid as error:
        raise ValueError(error.message) from error


text = paragraphs(LONGEST)
NAME = line(150, 3, "Écrivez un nom d'au moins 3 lettres.")

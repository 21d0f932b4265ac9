"""What the settings of the gateway of SMS accept, as `boite.settings.bounds` for the others."""

from __future__ import annotations

import json
import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def headers(raw: str) -> str:
    """The headers of a request, a JSON object of texts on one line each."""
    try:
        read = json.loads(raw)
    except ValueError:
        read = None
    if not isinstance(read, dict) or not all(map(_is_header, read, read.values())):
        raise ValueError('écrivez un objet JSON, par exemple {"api-key": "…"}')
    return raw


def _is_header(name: str, value: object) -> bool:
    readable = isinstance(value, str) and value.isascii() and value.isprintable()
    return bool(re.fullmatch(r"[A-Za-z0-9-]+", name)) and readable and name.lower() not in _OURS


_OURS = {"host", "content-length", "transfer-encoding", "connection"}
"""Headers that only whoever writes the request may set."""


def sms_body(raw: str) -> str:
    """What a gateway is sent, where the number and the text are to be written."""
    if "{to}" not in raw or "{text}" not in raw or _CONTROL.search(raw):
        raise ValueError("écrivez une seule ligne, avec {to} et {text} là où vont le numéro et le texte")
    if raw.startswith(("{", "[")):
        try:
            json.loads(re.sub(r"\{(to|text|reference|sender)\}", "x", raw))
        except ValueError as error:
            raise ValueError("ce n'est pas du JSON une fois rempli") from error
    return raw


def sms_sender(raw: str) -> str:
    """The name that a telephone shows: 11 letters or figures, as operators take it; or a number."""
    if not re.fullmatch(r"[A-Za-z0-9 ]{3,11}|\+?[0-9]{4,15}", raw):
        raise ValueError("écrivez de 3 à 11 lettres ou chiffres, sans accent")
    return raw


def statuses(raw: str) -> str:
    """Statuses of HTTP that say yes, parted by spaces."""
    found = raw.replace(",", " ").split()
    if not found or not all(re.fullmatch("2[0-9][0-9]", each) for each in found):
        raise ValueError("écrivez des réponses HTTP de 200 à 299, par exemple 200 201")
    return " ".join(found)


def pattern(raw: str) -> str:
    """A regular expression."""
    try:
        re.compile(raw)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError("ce n'est pas une expression régulière") from error
    return raw


def json_pointer(raw: str) -> str:
    """Where something is in a JSON document (RFC 6901)."""
    if not re.fullmatch(r"(/([^/~\x00-\x1f]|~[01])*)+", raw):
        raise ValueError("écrivez un pointeur JSON, par exemple /messageId")
    return raw


def dialling_prefixes(raw: str) -> str:
    """Beginnings of numbers, as they are dialled from anywhere, parted by spaces."""
    found = raw.replace(",", " ").split()
    if not found or not all(re.fullmatch(r"\+[1-9][0-9]{0,14}", each) for each in found):
        raise ValueError("écrivez des débuts de numéros, par exemple +336 +337")
    return " ".join(found)

"""Contacts as every phone and mail program reads them: vCard 3.0 (RFC 2426), read back from 3.0 and 4.0 (RFC 6350)."""

from __future__ import annotations

import re
from collections.abc import Iterator

FIELDS = {"name": "FN", "organisation": "ORG", "role": "TITLE", "phone": "TEL", "email": "EMAIL", "note": "NOTE"}
"""Our fields and the properties that hold them; the address (ADR) is in parts."""
LINE = 75
"""Bytes of a line before it is folded."""


def compose(values: dict[str, str]) -> str:
    """The vCard of these fields (`FIELDS` and `address`). Empty ones are left out."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_escaped(values.get('name', ''))};;;;"]
    lines += [f"{property_}:{_escaped(values[name])}" for name, property_ in FIELDS.items() if values.get(name)]
    if values.get("address"):
        lines.append(f"ADR:;;{_escaped(values['address'])};;;;")
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCARD"])


def parse(text: str) -> dict[str, str]:
    """The fields of a vCard, ours or another program's; what is missing is empty."""
    names = {property_: name for name, property_ in FIELDS.items()}
    found = dict.fromkeys([*FIELDS, "address"], "")
    for property_, value in _lines(text):
        if property_ == "ADR" and not found["address"]:
            found["address"] = ", ".join(part for part in map(_plain, _parts(value)) if part)
        elif property_ in names and not found[names[property_]]:
            found[names[property_]] = _plain(_parts(value)[0] if property_ == "ORG" else value)
    return found


def _escaped(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda mark: "\n" if mark[1] in "nN" else mark[1], text, flags=re.DOTALL)


def _folded(line: str) -> str:
    """Lines of 75 bytes, never cutting a character in two; what follows begins with a space."""
    pieces, piece, room = [], "", LINE
    for character in line:
        if len((piece + character).encode()) > room:
            pieces.append(piece)
            piece, room = "", LINE - 1
        piece += character
    return "\r\n ".join([*pieces, piece])


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each property, without its group and parameters, and its value still escaped."""
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        head, colon, value = line.partition(":")
        if colon:
            yield head.split(";")[0].split(".")[-1].upper(), value


def _parts(value: str) -> list[str]:
    """The components set apart by semicolons that are not escaped."""
    parts = [""]
    for sign in re.findall(r"\\.|.", value, re.DOTALL):
        if sign == ";":
            parts.append("")
        else:
            parts[-1] += sign
    return parts

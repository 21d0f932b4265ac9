"""The words of which the address of an imported structure is made: the same for the same file."""

from __future__ import annotations

import re

from boite.directory.exchange.structure_reading import ReadStructure
from boite.text.normalise import slug

_WORDS = re.compile(r"[a-z]{2,}(?:-[a-z]{2,})*")
"""An identifier whose end reads as words makes a good address; « safir-18011 » does not."""


def slug_of(sheet: ReadStructure) -> str:
    """The one that the sheet had where it comes from, if it comes from us; else words of its own."""
    return sheet.slug or _made(sheet.identifier, sheet.name, sheet.main.columns.get("city", ""))


def _made(identifier: str, name: str, city: str) -> str:
    """`demo--cio-tours` gives « cio-tours »; else the name, and its city where the name does not say it."""
    tail = slug(identifier.rsplit("--", 1)[-1])
    if "--" in identifier and _WORDS.fullmatch(tail) and len(tail) >= 6:
        return tail
    named, town = slug(name), slug(city)
    return slug(named if f"-{town}-" in f"-{named}-" else f"{named}-{town}", "structure")

"""Tables that a French spreadsheet opens well: semicolons, UTF-8 said by its mark, no cell that computes."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

BOM = codecs.BOM_UTF8
"""Without it, spreadsheets read UTF-8 as Windows-1252."""
_COMPUTES = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"-?[0-9]+(?:,[0-9]+)?")


def neutral(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, « CSV injection »)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_COMPUTES) and not _NUMBER.fullmatch(text) else text


def lines(rows: Iterable[Sequence[Any]]) -> bytes:
    """Some lines of a table."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return output.getvalue().encode(errors="replace")

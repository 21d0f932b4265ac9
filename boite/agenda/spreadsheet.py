"""A table as a French spreadsheet opens it: semicolons, accents, and never a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(lines: Sequence[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with its mark, so that accents hold; text that would be a formula is held by an apostrophe."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([map(_held, line) for line in lines])
    return text.getvalue().encode("utf-8-sig")


def _held(cell: str) -> str:
    return f"'{cell}" if cell.startswith(BEGINS_FORMULA) else cell

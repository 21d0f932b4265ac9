"""Which part of a paper a program asks for (RFC 9110, § 14). One range at a time, as players and downloads ask."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.ASCII | re.IGNORECASE)


class Unsatisfiable(Exception):
    """No byte of the paper answers to this range."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """From `start` to `stop`, excluded."""

    start: int
    stop: int


def wanted(header: str | None, size: int) -> ByteRange | None:
    """The part asked for, or None for the whole: no header, another unit, several ranges. Raises Unsatisfiable."""
    if not header or not header.strip().lower().startswith("bytes=") or "," in header:
        return None
    matched = _ONE.fullmatch(header.strip())
    if matched is None or not any(matched.groups()):
        raise Unsatisfiable
    first, last = matched.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start = int(first)
        stop = min(int(last) + 1, size) if last else size
    if start >= stop:
        raise Unsatisfiable
    return ByteRange(start, stop)

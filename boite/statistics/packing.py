"""Shown numbers as they are stored: in fives, four bytes each, in the order of `grid` or of `measures`."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from boite.statistics.rounding import BASE

NOWHERE = 0xFFFFFFFF
"""What is not counted there."""


def packed(values: Iterable[int | None], unit: int = BASE) -> bytes:
    """Multiples of the unit; None for what is not counted there."""
    numbers = [NOWHERE if value is None else value // unit for value in values]
    return struct.pack(f"<{len(numbers)}I", *numbers)


def unpacked(stored: bytes, unit: int = BASE) -> list[int | None]:
    """The same back. Older rows may have fewer: what came later was not counted."""
    numbers = struct.unpack(f"<{len(stored) // 4}I", stored)
    return [None if number == NOWHERE else number * unit for number in numbers]

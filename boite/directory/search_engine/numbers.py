"""The number of a document: its prepared rank, then a serial. The index gives the smallest numbers first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

SERIAL_BITS = 44
"""Bits under the rank: so many that the serials of two documents never meet, even by the million."""
ENDED_RANK = 64
ENDED_FROM = ENDED_RANK << SERIAL_BITS
"""The number from which documents are those of structures that are no longer there."""
FRESH = timedelta(days=183)
"""A sheet checked since then is shown before the others."""
OF_THIS_SERVICE = 100
"""Networks of this service have a smaller rank."""


@dataclass(frozen=True, slots=True)
class Lacks:
    """What a sheet lacks, the gravest first: each counts more than all that follow."""

    network: bool
    """None of its networks is of this service."""
    services: bool
    place: bool
    hours: bool
    check: bool
    """Nobody checked it lately."""

    @property
    def rank(self) -> int:
        """From 0 for a whole sheet to 31."""
        return 16 * self.network + 8 * self.services + 4 * self.place + 2 * self.hours + self.check


def number(called: str, lacks: Lacks, *, ended: bool, secondary: bool) -> int:
    """The number of the document of this place of this sheet, by a name that no other has.

    The same from one indexing to the next at equal rank, and from one base to another: no identifier drawn at random.
    """
    serial = int.from_bytes(blake2b(called.encode(), digest_size=8).digest()) >> (64 - SERIAL_BITS)
    rank = (ENDED_RANK if ended else 0) + 2 * lacks.rank + secondary
    return (rank << SERIAL_BITS) + serial

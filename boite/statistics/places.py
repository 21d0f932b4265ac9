"""Places as they were: a structure in its territory, in its department, in the region.

A structure that moves, or a territory that is redrawn, makes another path: the figures of before keep theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

NOWHERE = "-"
"""The department and the territory of what is in none: a structure of the whole region. They have no page."""


class PlaceSize(IntEnum):
    """How large a place is. The numbers are those of the database."""

    REGION = 0
    DEPARTMENT = 1
    TERRITORY = 2
    STRUCTURE = 3


_SIZES = tuple(PlaceSize)


@dataclass(frozen=True, slots=True)
class Path:
    """A place and all that contains it: codes from the region's down. Its length says its level."""

    codes: tuple[str, ...]

    @property
    def size(self) -> PlaceSize:
        """What sort of place it is."""
        return _SIZES[len(self.codes) - 1]

    @property
    def code(self) -> str:
        """Its own code."""
        return self.codes[-1]

    @property
    def parent(self) -> Path | None:
        """What contains it at once; None for the region."""
        return Path(self.codes[:-1]) if len(self.codes) > 1 else None

    @property
    def shown(self) -> bool:
        """Whether it has a page: not what stands for « in no department »."""
        return self.code != NOWHERE

    def upwards(self) -> tuple[Path, ...]:
        """Itself, then all that contains it."""
        return _upwards(self)

    def __str__(self) -> str:
        return "/".join(self.codes)

    @classmethod
    def read(cls, text: str) -> Path:
        """The place that `str` said."""
        return cls(tuple(text.split("/")))


@lru_cache(maxsize=4096)
def _upwards(place: Path) -> tuple[Path, ...]:
    return tuple(Path(place.codes[:length]) for length in range(len(place.codes), 0, -1))

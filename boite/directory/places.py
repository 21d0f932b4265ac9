"""Where somebody is: a commune or a postal code as people write it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A commune as somebody named it, with the coordinates of its centre, in degrees."""

    code: str
    """INSEE."""
    name: str
    latitude: float
    longitude: float
    territory_id: str | None
    postal_code: str = ""

    @property
    def label(self) -> str:
        """What the field shows again: « Joué-lès-Tours (37300) »."""
        return f"{self.name} ({self.postal_code})" if self.postal_code else self.name


async def find_place(text: str) -> Place | None:
    """The commune meant by a name, a beginning of name, a postal code or an INSEE code; None where none is."""
    raise NotImplementedError


async def suggestions(text: str, limit: int = 8) -> list[Place]:
    """The communes that a beginning may mean, the most populous first."""
    raise NotImplementedError

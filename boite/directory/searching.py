"""Finding structures: by words, place, public, need, network, and whether they are open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from boite.directory.places import Place

RADII = (5, 10, 20, 30, 50, 100)
"""Kilometres around a place that a person may choose."""
PAGE = 20
MOST = 200
"""Results beyond which the person is asked to be more precise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for. Empty fields do not count."""

    words: str = ""
    place: Place | None = None
    radius: int = 30
    public: str = ""
    """Code of `publics.ASKED`."""
    need: str = ""
    """Code of a category of `needs.NEEDS`, or of one `Thematique`."""
    network: str = ""
    territory: str = ""
    open_at: datetime | None = None
    """Only what is open at this instant."""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One structure found, at its nearest place."""

    structure: dict[str, Any]
    """`id`, `slug`, `name`, `networks` (codes), `phone`, `languages`, `territory_id`, `ended` (kind or empty)."""
    point: dict[str, Any] | None
    """`id`, `name`, `address`, `postal_code`, `city`, `phone`, `opening_hours`, `appointment`, `wheelchair`,
    `latitude`, `longitude`; None where the structure has no place."""
    distance: float | None
    """Kilometres from the place asked, as the crow flies."""
    named: bool
    """Whether the words are in its name or its network's, and not only in what it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of results and what was understood of the search."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    """How many there are, up to MOST."""
    capped: bool = False
    """Whether there are more than MOST."""
    place: Place | None = None
    """The place asked, or the one recognised among the words."""
    corrected: dict[str, str] = field(default_factory=dict)
    """Mistyped words, with the word understood instead."""
    ignored: list[str] = field(default_factory=list)
    """Words that nothing knows, left out."""
    next_page: int = 0
    """0 at the end."""


async def search(wanted: Wanted) -> Found:
    """A page of results: those whose name answers first, then the others; nearest first where a place is given."""
    raise NotImplementedError

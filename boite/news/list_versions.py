"""What every list of news depends on: the territories, and the editions that tell that something changed."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from functools import cached_property

from boite.database.connection import fetch
from boite.database.content_versions import PICTURES
from boite.directory.models import Scale
from boite.news.desk import EDITION
from boite.text.normalise import fold


@dataclass(frozen=True, slots=True)
class TerritoryChoice:
    """A territory, as choices name it."""

    code: str
    name: str
    scale: str


@dataclass(frozen=True, repr=False)
class Standing:
    """The territories, the region first, the content versions of the news and of the pictures."""

    places: tuple[TerritoryChoice, ...]
    news: int
    pictures: int

    def __repr__(self) -> str:
        """All of it, as marks of pages read it (`boite.web.caching`)."""
        return self._text

    @cached_property
    def _text(self) -> str:
        # Every page of news is marked with it: written once for all of them.
        return f"Standing{astuple(self)}"

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the territories."""
        return tuple(place.code for place in self.places)


async def ask_standing() -> Standing:
    """What every list of news depends on, in one query."""
    rows = await fetch(
        "SELECT code, name, scale FROM directory_territory"
        " UNION ALL SELECT name, CAST(number AS TEXT), '' FROM site_edition WHERE name IN (?, ?)",
        EDITION,
        PICTURES,
    )
    numbers = {row["code"]: int(row["name"]) for row in rows if not row["scale"]}
    places = [TerritoryChoice(**row) for row in rows if row["scale"]]
    places.sort(key=lambda place: (place.scale != Scale.REGION, fold(place.name)))
    return Standing(tuple(places), numbers.get(EDITION, 0), numbers.get(PICTURES, 0))

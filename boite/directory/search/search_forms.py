"""What the address of a search asks for, and the addresses of the searches next to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from boite.clock import now
from boite.directory.models import Network, Territory
from boite.directory.places.lookup import PlaceAsked, place_asked
from boite.directory.search_engine.search import RADII, SearchCriteria
from boite.directory.sheet import needs, publics
from boite.directory.sheet.languages import LANGUAGES
from boite.web.forms import Form

LONGEST = 200
"""Most characters read of what somebody typed: the rest is dropped rather than refused."""
USUAL_RADIUS = 30
FIELDS = ("mots", "ou", "rayon", "public", "besoin", "reseau", "territoire", "langue", "ouvert")
FURTHER = 100
"""Pages that may be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What there is to choose from: networks and territories, as rows, by code."""

    networks: dict[str, dict[str, Any]]
    territories: dict[str, dict[str, Any]]

    @property
    def offered(self) -> list[dict[str, Any]]:
        """The networks of this service, in their order."""
        return [row for row in self.networks.values() if row["rank"] < 100]

    @property
    def local(self) -> list[dict[str, Any]]:
        """The territories inside the region."""
        return [row for row in self.territories.values() if row["parent_id"]]


async def lists() -> Lists:
    """Read the networks and the territories: two queries. Outlines are heavy and are left out."""
    networks = await Network.all().order_by("rank", "name").values("code", "name", "short_name", "rank")
    territories = await Territory.all().order_by("name").values("code", "name", "parent_id", "help_phone", "help_hours")
    return Lists(networks={row["code"]: row for row in networks}, territories={row["code"]: row for row in territories})


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """A search as its address says it. `values` are what the form shows again."""

    values: dict[str, str]
    wanted: SearchCriteria
    where: PlaceAsked = field(default_factory=PlaceAsked)

    def __bool__(self) -> bool:
        return any(value for name, value in self.values.items() if name != "rayon")

    @property
    def category(self) -> str:
        """The line of the list of needs that is chosen."""
        return needs.category(self.wanted.need)

    def query(self, **changes: object) -> str:
        """The query of a search that differs by these fields; an empty one is taken away. It starts again at page 1."""
        values = self.values | {name: str(value) for name, value in changes.items()}
        return urlencode({name: value for name, value in values.items() if value})


async def asked(query: Form, lists: Lists) -> SearchQuery:
    """Read an address. Raises Invalid where a list has no such line."""
    values = {name: query.raw(name).strip()[:LONGEST] for name in FIELDS}
    # A form always sends its distance: the usual one says nothing, and would only make addresses longer.
    values["rayon"] = values["rayon"] if values["rayon"] != str(USUAL_RADIUS) else ""
    who = [values["public"], *query.all("aussi")]
    values["public"] = publics.checked(*who) if any(who) else ""
    where = await place_asked(values["ou"])
    radius = query.integer("rayon", 1, max(RADII)) or USUAL_RADIUS
    wanted = SearchCriteria(
        words=values["mots"],
        place=where.place,
        radius=min((choice for choice in RADII if choice >= radius), default=USUAL_RADIUS),
        public=values["public"],
        need=_need(query),
        network=query.choice("reseau", ("", *lists.networks)),
        territory=query.choice("territoire", ("", *lists.territories)),
        language=query.choice("langue", ("", *LANGUAGES)),
        open_at=now() if values["ouvert"] else None,
        page=query.integer("page", 1, FURTHER) or 1,
    )
    return SearchQuery(values=values, wanted=wanted, where=where)


def _need(query: Form) -> str:
    """A category, or a finer need inside one: other pages lead here with either."""
    code = query.text("besoin", 100)
    category = needs.category(code)
    return code if category in needs.BY_CODE else query.choice("besoin", ("",))

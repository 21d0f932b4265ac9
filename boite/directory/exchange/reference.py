"""What an import must know of the directory to understand a file: communes, territories, networks."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from typing import Any

from boite.database.parts import parts
from boite.directory.models import Commune, Network, NetworkName, PostalCode, Territory
from boite.text.normalise import fold

EARTH = 6371.0
"""Kilometres."""
FAR = 100
"""Kilometres from the centre of its commune beyond which a place is surely a mistake."""


@dataclass(frozen=True, slots=True)
class Town:
    """A commune: where it is and which territory it belongs to."""

    code: str
    name: str
    latitude: float
    longitude: float
    territory_id: str | None

    def distance(self, latitude: float, longitude: float) -> float:
        """Kilometres from its centre, as the crow flies."""
        return distance(self.latitude, self.longitude, latitude, longitude)


@dataclass(slots=True)
class Reference:
    """What the directory knows of the codes that a file names."""

    towns: dict[str, Town] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    """Code of a commune by postal code and name."""
    territories: frozenset[str] = frozenset()
    networks: dict[str, str] = field(default_factory=dict)
    """Code in data·inclusion of each network, by our code."""
    called: dict[str, list[str]] = field(default_factory=dict)
    """Every name of each network, comparable."""

    def town(self, code: str, postal_code: str, name: str) -> Town | None:
        """The commune of an address: by its code, else by its postal code and name."""
        return self.towns.get(code or self.places.get((postal_code, name_key(name)), ""))

    def network_of(self, di_code: str, name: str) -> str:
        """Our network for one of data·inclusion's; the structure's name decides between two. Else the code itself."""
        ours = [code for code, known in self.networks.items() if known == di_code]
        if len(ours) == 1:
            return ours[0]
        words = f" {comparable(name)} "
        named = [code for code in ours if any(f" {called} " in words for called in self.called[code])]
        return named[0] if len(named) == 1 else di_code


def name_key(name: str) -> str:
    """The name of a commune as `Commune.name_key` has it."""
    return " ".join(fold(name).replace("-", " ").replace("'", " ").split())


def comparable(text: str) -> str:
    """Words without accents nor plural, single spaces."""
    return " ".join(word.rstrip("s") for word in re.findall(r"[a-z0-9]+", fold(text)))


def distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres between two points on the sphere (haversine)."""
    first, second = radians(latitude), radians(other_latitude)
    north, east = second - first, radians(other_longitude - longitude)
    chord = sin(north / 2) ** 2 + cos(first) * cos(second) * sin(east / 2) ** 2
    return 2 * EARTH * asin(sqrt(chord))


async def load(codes: Collection[str], postal_codes: Collection[str]) -> Reference:
    """What the directory knows of these communes, and of every territory and network: there are few."""
    found = Reference(
        territories=frozenset(map(str, await Territory.all().values_list("code", flat=True))),
        networks={row["code"]: row["di_code"] for row in await Network.all().order_by("rank").values()},
    )
    await _call(found)
    for some in parts(sorted(postal_codes)):
        columns = ("code", "commune__name_key", "commune_id")
        for postal, key, code in await PostalCode.filter(code__in=some).values_list(*columns):
            found.places[postal, key] = code
    for some in parts(sorted({*codes, *found.places.values()})):
        for row in await Commune.filter(code__in=some).values():
            found.towns[row["code"]] = _town(row)
    return found


async def _call(found: Reference) -> None:
    """Every name of each network."""
    for row in await Network.all().values():
        found.called[row["code"]] = [comparable(row["name"]), comparable(row["short_name"])]
    for row in await NetworkName.all().values():
        found.called[row["network_id"]].append(comparable(row["name"]))


def _town(row: dict[str, Any]) -> Town:
    return Town(row["code"], row["name"], row["latitude"], row["longitude"], row["territory_id"])

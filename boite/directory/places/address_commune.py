"""The commune of a postal address as people and files write it: « ST AMAND MONTROND », « 18020 BOURGES CEDEX »."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from boite.database.long_lists import parts
from boite.directory.places.distance import kilometres
from boite.directory.places.former_communes import JOINED
from boite.directory.places.lookup import SHORT
from boite.directory.places.place_rows import Commune, PostalCode
from boite.text.french import of_fr
from boite.text.normalise import fold

INSIDE = 6.0
"""Kilometres from the centre of a commune within which an address of unknown name is taken to be there."""
SHORTEST = 5
"""Letters of a first word that tells a commune from the others of its postal code."""
_CEDEX = re.compile(r"\bcedex\b.*|\b\d{1,2}(?:er|e|eme)?(?: arrondissement)?$")
_ON = re.compile(r"\bs/\s*")


@dataclass(frozen=True, slots=True)
class Town:
    """A commune that an address may be in."""

    code: str
    name: str
    name_key: str
    latitude: float
    longitude: float
    territory_id: str | None


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says of where it is."""

    postal_code: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The commune of an address, and in a sentence how it was found where the address does not say it so."""

    town: Town | None
    how: str = ""


@dataclass(slots=True)
class Gazetteer:
    """What the directory knows of the communes that some addresses name."""

    by_code: dict[str, Town] = field(default_factory=dict)
    by_name: dict[str, list[Town]] = field(default_factory=lambda: defaultdict(list))
    by_postal_code: dict[str, list[Town]] = field(default_factory=lambda: defaultdict(list))
    around: Sequence[Town] = ()
    """Every commune, where some address can only be placed by its coordinates."""

    def resolve(self, address: Address) -> Resolved:
        """The commune of an address. Never one of another department than its postal code."""
        if not address.postal_code and not address.city:
            return Resolved(None)
        key = address_key(address.city)
        coded = self.by_postal_code.get(address.postal_code, [])
        if town := _one(town for town in coded if town.name_key in _spelled(key)):
            return Resolved(town)
        if not key and len(coded) == 1:
            return Resolved(coded[0])
        return self._otherwise(address, key, coded)

    def _otherwise(self, address: Address, key: str, coded: list[Town]) -> Resolved:
        """By a former name, the name alone in its department, the beginning of the name, the ground."""
        said, department = address.city or address.postal_code, address.postal_code[:2]
        if town := self.by_code.get(_former().get((department, key), "")):
            return Resolved(town, f"« {said} » fait aujourd'hui partie {of_fr(town.name)}.")
        named = [town for each in _spelled(key) for town in self.by_name.get(each, []) if key]
        here = [town for town in named if not department or town.code.startswith(department)]
        if (town := _one(here)) and (department or len(named) == 1):
            how = f"Le code postal {address.postal_code} n'est pas celui {of_fr(town.name)} : le nom a décidé."
            return Resolved(town, how if department else "")
        first = key.partition(" ")[0]
        if len(first) >= SHORTEST and (town := _one(each for each in coded if first in each.name_key.split())):
            return Resolved(town, f"« {said} » est compris comme {town.name}.")
        if town := self._on_the_ground(address):
            return Resolved(town, f"« {said} » n'est pas une commune connue : les coordonnées disent {town.name}.")
        lost = " : ce lieu ne sera près de nulle part" if address.latitude is None else ""
        return Resolved(None, f"La commune « {said} » n'est pas connue{lost}.")

    def _on_the_ground(self, address: Address) -> Town | None:
        """The commune whose centre is the nearest, near enough."""
        if address.latitude is None or address.longitude is None or not self.around:
            return None
        here = (address.latitude, address.longitude)
        far, _, town = min((kilometres(*here, each.latitude, each.longitude), each.code, each) for each in self.around)
        return town if far <= INSIDE else None


async def gazetteer(addresses: Collection[Address], codes: Collection[str] = ()) -> Gazetteer:
    """What is known of the communes of these addresses, and of these codes (INSEE)."""
    found = Gazetteer()
    keys = {each for address in addresses for each in _spelled(address_key(address.city))}
    former = {_former().get((address.postal_code[:2], address_key(address.city)), "") for address in addresses}
    coded = await _coded({address.postal_code for address in addresses})
    for some in parts(sorted({*codes, *former, *(code for _, code in coded)})):
        found.by_code |= {row["code"]: _town(row) for row in await Commune.filter(code__in=some).values()}
    for postal_code, code in coded:
        found.by_postal_code[postal_code].append(found.by_code[code])
    for some in parts(sorted(keys)):
        for row in await Commune.filter(name_key__in=some).order_by("code").values():
            found.by_name[row["name_key"]].append(_town(row))
    if any(address.latitude is not None and found.resolve(address).town is None for address in addresses):
        found.around = [_town(row) for row in await Commune.all().order_by("code").values()]
    return found


async def _coded(postal_codes: Collection[str]) -> list[tuple[str, str]]:
    """Each of these postal codes with the code of each of its communes."""
    found: list[tuple[str, str]] = []
    for some in parts(sorted(postal_codes)):
        rows = PostalCode.filter(code__in=some).order_by("code", "commune_id")
        found += [(str(postal), str(commune)) for postal, commune in await rows.values_list("code", "commune_id")]
    return found


async def resolve(address: Address) -> Resolved:
    """The commune of one address."""
    return (await gazetteer([address])).resolve(address)


def name_key(name: str) -> str:
    """The name of a commune as `Commune.name_key` has it."""
    return " ".join(fold(name).replace("-", " ").replace("'", " ").split())


def address_key(city: str) -> str:
    """The same from an address: « ST PIERRE DES CORPS CEDEX 2 » as Saint-Pierre-des-Corps."""
    words = _CEDEX.sub("", name_key(_ON.sub("sur ", fold(city)).replace(".", " "))).split()
    return " ".join(SHORT.get(word, word) for word in words)


def _spelled(key: str) -> tuple[str, ...]:
    """A name with the article that people leave out."""
    return (key, f"le {key}", f"la {key}", f"les {key}", f"l {key}") if key else ()


def _one(towns: Iterable[Town]) -> Town | None:
    """The only one of these; None where there are several."""
    found = list({town.code: town for town in towns}.values())
    return found[0] if len(found) == 1 else None


@cache
def _former() -> dict[tuple[str, str], str]:
    """The code of the commune that each former one is part of, by department and name."""
    return {(code[:2], name_key(name)): code for code, names in JOINED.items() for name in names}


def _town(row: dict[str, Any]) -> Town:
    return Town(row["code"], row["name"], row["name_key"], row["latitude"], row["longitude"], row["territory_id"])

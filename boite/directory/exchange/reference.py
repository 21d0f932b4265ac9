"""What an import must know of the directory to understand a file: communes, territories, networks."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from boite.directory.models import Network, NetworkName, Territory
from boite.directory.places.address_commune import Address, Gazetteer, Resolved, gazetteer
from boite.text.normalise import fold

FAR = 100
"""Kilometres from the centre of its commune beyond which a place is surely a mistake."""


@dataclass(slots=True)
class Reference:
    """What the directory knows of the codes that a file names."""

    communes: Gazetteer = field(default_factory=Gazetteer)
    territories: frozenset[str] = frozenset()
    networks: dict[str, str] = field(default_factory=dict)
    """Code in data·inclusion of each network, by our code."""
    called: dict[str, list[str]] = field(default_factory=dict)
    """Every name of each network, comparable."""

    def town(self, code: str, address: Address) -> Resolved:
        """The commune of an address: by its code, else by what the address says."""
        known = self.communes.by_code.get(code)
        return Resolved(known) if known else self.communes.resolve(address)

    def network_of(self, di_code: str, name: str) -> str:
        """Our network for one of data·inclusion's; the structure's name decides between two. Else the code itself."""
        ours = [code for code, known in self.networks.items() if known == di_code]
        if len(ours) == 1:
            return ours[0]
        words = f" {comparable(name)} "
        named = [code for code in ours if any(f" {called} " in words for called in self.called[code])]
        return named[0] if len(named) == 1 else di_code


def comparable(text: str) -> str:
    """Words without accents or plural, single spaces."""
    return " ".join(word.rstrip("s") for word in re.findall(r"[a-z0-9]+", fold(text)))


async def load(codes: Collection[str], addresses: Collection[Address]) -> Reference:
    """What the directory knows of these communes, and of every territory and network: there are few."""
    found = Reference(
        communes=await gazetteer(addresses, codes),
        territories=frozenset(map(str, await Territory.all().values_list("code", flat=True))),
        networks={row["code"]: row["di_code"] for row in await Network.all().order_by("rank").values()},
    )
    await _call(found)
    return found


async def _call(found: Reference) -> None:
    """Every name of each network."""
    for row in await Network.all().values():
        found.called[row["code"]] = [comparable(row["name"]), comparable(row["short_name"])]
    for row in await NetworkName.all().values():
        found.called[row["network_id"]].append(comparable(row["name"]))

"""The commune that the words of an event name: its centre says what is near, and nobody is asked for coordinates."""

from __future__ import annotations

import re

from boite.directory.models import Commune
from boite.directory.places.address_commune import Address, name_key, resolve

_CODED = re.compile(r"(\d{5})\b[\s,]*(.*)")
"""« 45300 Pithiviers »: a commune after its postal code."""


async def named(words: str, territory: str) -> tuple[str | None, str]:
    """The code of the commune that these words name (None where none does), and its name without a postal code.

    Of several communes of the same name, that of `territory`, else the largest.
    """
    coded = _CODED.fullmatch(words)
    code, name = coded.groups() if coded else ("", words)
    town = (await resolve(Address(postal_code=code, city=name))).town if words else None
    commune = town.code if town else await _namesake(name, territory)
    return commune, name or (town.name if town else words)


async def _namesake(name: str, territory: str) -> str | None:
    found = await Commune.filter(name_key=name_key(name)).order_by("-population") if name else []
    near = [row for row in found if row.territory_id == territory]
    return next((row.code for row in [*near, *found]), None)

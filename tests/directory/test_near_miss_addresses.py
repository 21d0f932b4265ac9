"""Addresses nearly right: whatever the spelling, the same commune or none, and never another one in silence."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from random import Random
from string import ascii_lowercase
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite.database.connection import opened
from boite.directory.exchange.imports import import_file
from boite.directory.models import Commune, PostalCode
from boite.directory.places.address_commune import Address, Gazetteer, address_key, gazetteer
from boite.directory.places.former_communes import JOINED
from boite.directory.places.lookup import ARTICLES, place_asked
from boite.settings import Settings
from boite.text.normalise import fold
from tests.directory.data_files import official

CALM = profile(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


SEEDS = st.integers(0, 2**32)
"""What is drawn is drawn from these, outside the tests: hypothesis may not stop the loop of an asynchronous one."""


class Region(NamedTuple):
    """What the directory knows of the communes of the region, read once."""

    rows: list[dict[str, Any]]
    known: Gazetteer

    def __repr__(self) -> str:
        return "the region"


@pytest.fixture(scope="module")
async def region(demonstration_settings: Settings) -> AsyncIterator[Region]:
    """The communes of the region, each with one of its postal codes."""
    async with opened(demonstration_settings):
        await import_file("communes.csv", official("communes_centre_val_de_loire_2026.csv"))
        codes = dict(await PostalCode.all().order_by("-code").values_list("commune_id", "code"))
        rows = await Commune.all().order_by("code").values("code", "name", "name_key", "department")
        told = [row | {"postal_code": codes[row["code"]]} for row in rows if row["code"] in codes]
        every = [Address(row["postal_code"], row["name"]) for row in told]
        yield Region(told, await gazetteer(every, JOINED))


def spelled(chance: Random, name: str) -> str:
    """The name as envelopes have it."""
    if chance.random() < 0.5:
        name = re.sub(r"\bSaint(e?)(s?)-", lambda found: f"St{found[1]}{found[2]} ", name)
    written = chance.choice([name.upper(), name.lower(), name, fold(name)])
    return written.replace("-", chance.choice([" ", "-", "  ", " - "])) + chance.choice(["", " ", " CEDEX", " Cedex 2"])


def slipped(chance: Random, word: str) -> str:
    """The word with one letter less, more, or other, not the first one."""
    at, letter = chance.randrange(1, max(2, len(word))), chance.choice(ascii_lowercase)
    return chance.choice(
        [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]]
    )


@CALM
@given(seed=SEEDS)
async def test_every_spelling_of_a_commune_is_that_commune(region: Region, seed: int) -> None:
    chance = Random(seed)
    row = chance.choice(region.rows)
    found = region.known.resolve(Address(row["postal_code"], spelled(chance, row["name"])))
    assert found.town, found.how
    assert (found.town.code, found.how) == (row["code"], "")


@CALM
@given(seed=SEEDS)
async def test_another_postal_code_of_the_department_is_told(region: Region, seed: int) -> None:
    chance = Random(seed)
    row = chance.choice(region.rows)
    address = Address(row["code"][:2] + f"{chance.randrange(1000):03}", row["name"])
    found, coded = region.known.resolve(address), region.known.by_postal_code.get(address.postal_code, [])
    assert found.how or found.town in coded
    assert found.town is None or found.town in coded or found.town.code[:2] == row["code"][:2]


@CALM
@given(seed=SEEDS)
async def test_a_slip_leads_to_no_other_commune_in_silence(region: Region, seed: int) -> None:
    """Another commune of the postal code is told, unless what is written is its very name."""
    chance = Random(seed)
    row = chance.choice(region.rows)
    code = chance.choice([row["postal_code"], "18000", "28200", "37250", "45999", "75001"])
    typed = slipped(chance, row["name"])
    found = region.known.resolve(Address(code, typed))
    if found.town is None:
        assert found.how
    elif found.town.code != row["code"]:
        assert found.how or address_key(typed) in {found.town.name_key, found.town.name_key.partition(" ")[2]}
        assert found.town.code[:2] == code[:2] or found.town in region.known.by_postal_code[code]


@CALM
@given(postal_code=st.text(max_size=12), city=st.text(max_size=40), place=st.none() | st.floats(-90, 90))
async def test_nothing_that_is_written_breaks_it(
    region: Region, postal_code: str, city: str, place: float | None
) -> None:
    region.known.resolve(Address(postal_code, city, place, place))


@CALM
@given(seed=SEEDS)
async def test_what_is_typed_is_never_another_place_in_silence(region: Region, seed: int) -> None:
    """« Où ? » takes a commune, says it where it is not what was typed, or says that it knows none."""
    chance = Random(seed)
    row = chance.choice(region.rows)
    typed = slipped(chance, row["name"])
    asked = await place_asked(typed)
    said = {address_key(typed), *(f"{article} {address_key(typed)}" for article in ARTICLES)}
    if asked.place is None:
        assert asked.lost
    elif address_key(asked.place.name) not in said:
        assert asked.doubtful, (typed, asked.place.name)

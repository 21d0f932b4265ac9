"""Who keeps the sheets of the tests: a coordinator, an agent, and the structure that they look after."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

import boite
from boite.accounts.models import AccountRole, User
from boite.database.connection import opened
from boite.directory.demo import load_demo
from boite.directory.keepers import keepers
from boite.directory.models import Structure, Territory
from boite.settings import Settings
from tests.conftest import OpenAccount
from tests.databases import Template
from tests.directory.sheets import make_structure, make_territory

DEMO = Path(boite.__file__).parent / "demo" / "data" / "directory"


@pytest.fixture
async def territory(new_person: OpenAccount) -> Territory:
    """The local group of Orléans."""
    return await make_territory()


@pytest.fixture
async def sheet(territory: Territory) -> Structure:
    """A structure of that group, with one place open on weekdays."""
    hours = "Mo-Fr 09:00-12:00,14:00-17:00; PH off"
    return await make_structure(territory=territory.code, hours=hours, phone="+33238000000", services=["Atelier CV"])


@pytest.fixture
async def coordinator(new_person: OpenAccount, territory: Territory) -> User:
    """Nadia, who coordinates the group."""
    nadia = await new_person("Nadia", role=AccountRole.COORDINATOR)
    await keepers.coordinate(nadia, territory)
    return nadia


@pytest.fixture
async def agent(new_person: OpenAccount, sheet: Structure) -> User:
    """Paul, who works for the structure."""
    paul = await new_person("Paul", role=AccountRole.PROFESSIONAL)
    await keepers.add(sheet, paul.handle, by=None)
    return paul


@pytest.fixture(scope="module")
def demonstration_settings(database_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A database for all the tests of a module."""
    with database_template.copy(Settings(data=tmp_path_factory.mktemp("demonstration"))) as ready:
        yield ready


@pytest.fixture(scope="module")
async def demonstration(demonstration_settings: Settings) -> AsyncIterator[None]:
    """The directory of the demonstration, for the tests of a module that only read it."""
    async with opened(demonstration_settings):
        await load_demo(DEMO)
        yield

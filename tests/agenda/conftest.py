"""People of the agenda's tests: who coordinates, who organises, who works next door."""

from __future__ import annotations

import pytest

from boite.accounts.models import User
from boite.agenda.models import Event
from boite.directory.models import Structure
from tests.agenda.events import make_agent, make_coordinator, make_event, make_host
from tests.conftest import OpenAccount, SignIn
from tests.visitors import Visitor


@pytest.fixture
async def host(client: Visitor) -> Structure:
    """The structure that organises."""
    return await make_host()


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    """Who coordinates the territory."""
    return await make_coordinator(new_person)


@pytest.fixture
async def agent(new_person: OpenAccount, host: Structure) -> User:
    """Who works for the organising structure."""
    return await make_agent(new_person, host)


@pytest.fixture
async def event(nadia: User, host: Structure) -> Event:
    """A workshop in three days, two seats, published."""
    return await make_event(nadia, organiser_id=host.id, capacity=2)


@pytest.fixture
async def desk(sign_in: SignIn, agent: User) -> Visitor:
    """The browser of the organising structure's agent."""
    return await sign_in(agent)

"""The workshop of the desk: a kind of publication that only these tests have, with its tables."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from boite import routes
from boite.accounts.models import User
from boite.database import connection, full_text_tables
from boite.database.connection import execute, on_sqlite
from boite.files.use_rows import PLACES
from boite.journal import catalogue
from tests.conftest import OpenAccount
from tests.news.desks import agent, coordinator
from tests.publishing import story

KINDS = {kind.code: catalogue._kinds.pop(kind.code) for kind in story.DESK.says.values()}
"""Taken out of the catalogue at once: the conventions speak of the site, and the workshop is no part of it."""


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site knows this kind as long as a test of the workshop runs. Before the application starts."""
    monkeypatch.setattr(connection, "MODELS", [*connection.MODELS, story.__name__])
    monkeypatch.setitem(PLACES, "story", "le témoignage")
    mounted = ("/temoignages", "story", story.routes, story.PUBLIC)
    monkeypatch.setattr(routes, "_MOUNTS", (*routes._MOUNTS, mounted))
    monkeypatch.setattr(routes, "PUBLIC", routes.PUBLIC | {f"story:{name}" for name in story.PUBLIC})
    monkeypatch.setattr(routes, "_every_route", routes._every_route.__wrapped__)
    for code, kind in KINDS.items():
        monkeypatch.setitem(catalogue._kinds, code, kind)


@pytest.fixture(autouse=True)
async def tables(app: Starlette, registered: None) -> None:
    """Its tables, as its models say them, and its full-text index."""
    client = connection.connection()
    generator = client.schema_generator(client)
    made = story.STORIES
    for model in (made.publication, made.place, made.public, made.revision, made.document):
        await client.execute_script(generator._get_table_sql(model, safe=True)["table_creation_string"])
    for statement in (full_text_tables.on_sqlite if on_sqlite() else full_text_tables.on_postgresql)("story"):
        await execute(statement)


@pytest.fixture
async def paul(new_person: OpenAccount) -> User:
    """An agent of a structure of Orléans."""
    return await agent(new_person)


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    """Who coordinates Orléans."""
    return await coordinator(new_person)

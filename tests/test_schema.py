"""Migrations: whatever happens no row is lost, and several servers may start at once."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from boite.accounts.models import AccountRole, User
from boite.database.connection import fetch, on_sqlite, opened
from boite.database.schema import INDEXES, migrate
from boite.settings import Settings
from tests import postgresql
from tests.databases import ENGINE
from tests.live import ROOT, environment
from tests.people import open_account

SERVERS = 3


async def index_names() -> set[str]:
    """Every index of the open database."""
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'index'"
        if on_sqlite()
        else "SELECT indexname AS name FROM pg_indexes"
    )
    return {row["name"] for row in await fetch(asked)}


async def test_migrating_again_changes_nothing(settings: Settings) -> None:
    async with opened(settings):
        person = await open_account(settings, "Inès", AccountRole.PERSON)
        before = await index_names()
    await migrate(settings)
    async with opened(settings):
        assert (await User.get()).handle == person.handle
        wanted = {statement.split(" IF NOT EXISTS ")[1].split()[0] for statement in INDEXES}
        assert wanted <= await index_names() == before


def test_three_servers_start_at_once_on_an_empty_database(settings: Settings, tmp_path: Path) -> None:
    fresh = replace(settings, data=tmp_path / "neuf")
    fresh.data.mkdir()
    name = f"boite_{tmp_path.name.replace('-', '_')}"[:60]
    if ENGINE == "postgres":
        postgresql.run(f"CREATE DATABASE {name}")
        fresh = replace(fresh, database=postgresql.address(name))
    command = [sys.executable, "-m", "boite", "migrate"]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment(fresh), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(SERVERS)
    ]
    said = [process.communicate(timeout=100)[0].decode() for process in running]
    assert [process.returncode for process in running] == [0] * SERVERS, "\n".join(said)
    if ENGINE == "postgres":
        postgresql.run(f"DROP DATABASE {name} WITH (FORCE)")

"""Bases written before instants were kept in UTC: the migration turns every text into the single format."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest

from boite.database.connection import connection, fetch, migrations_module, opened, transaction
from boite.mail.models import OutgoingMail
from boite.settings import Settings
from tests.database.columns import in_file
from tests.databases import ENGINE

pytestmark = pytest.mark.skipif(ENGINE != "sqlite", reason="PostgreSQL has a type for instants")
ROW = (
    "INSERT INTO mail_outgoing (address, subject, text, html, headers, fate, attempts, due_at, code, words, at)"
    " VALUES ('a@b.fr', 'Bonjour', '', '', '{}', 'due', 0, ?, 0, '', ?)"
)
WRITTEN = {
    "2026-07-01 23:30:00+02:00": datetime(2026, 7, 1, 21, 30, tzinfo=UTC),
    "2026-07-02 00:30:00.000001+02:00": datetime(2026, 7, 1, 22, 30, 0, 1, tzinfo=UTC),
    "2026-12-31 23:59:59.999999+01:00": datetime(2026, 12, 31, 22, 59, 59, 999999, tzinfo=UTC),
    "2027-01-01 00:30:00+01:00": datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
    "2026-02-28 20:00:00.120000-05:30": datetime(2026, 3, 1, 1, 30, 0, 120000, tzinfo=UTC),
    "2026-05-01T08:00:00+02:00": datetime(2026, 5, 1, 6, tzinfo=UTC),
    "2026-05-01 08:00:00": datetime(2026, 5, 1, 8, tzinfo=UTC),
    "2026-05-01 08:00:00.250000": datetime(2026, 5, 1, 8, 0, 0, 250000, tzinfo=UTC),
    "2026-05-01 08:00:00+00:00": datetime(2026, 5, 1, 8, tzinfo=UTC),
    "2026-05-01 08:00:00.250000+00:00": datetime(2026, 5, 1, 8, 0, 0, 250000, tzinfo=UTC),
}


async def repaired() -> None:
    """The migration's own step, on the open base: later migrations may come after it."""
    step = import_module(f"{migrations_module()}.0015_instants_in_utc")
    async with transaction():
        await step.repair(None, SimpleNamespace(client=connection()))


async def test_instants_with_an_offset_are_repaired_in_place(settings: Settings) -> None:
    path = settings.data / "boite.sqlite3"
    with closing(sqlite3.connect(path)) as base, base:
        base.executemany(ROW, [(text, text) for text in WRITTEN])
    assert not all(found.sound for found in in_file(path))
    async with opened(settings):
        await repaired()
        kept = await OutgoingMail.all().order_by("id")
        assert [mail.due_at for mail in kept] == [mail.at for mail in kept] == list(WRITTEN.values())
        assert not await fetch("PRAGMA foreign_key_check")
    assert all(found.sound for found in in_file(path))


async def test_repairing_again_changes_nothing(settings: Settings) -> None:
    async with opened(settings):
        await OutgoingMail.create(address="a@b.fr", subject="Bonjour")
        before = list(in_file(settings.data / "boite.sqlite3"))
        await repaired()
        assert list(in_file(settings.data / "boite.sqlite3")) == before

"""What the columns of time hold, read raw. On SQLite `tests.databases` asks it of every base that a test leaves."""

from __future__ import annotations

import sqlite3
import warnings
from contextlib import closing
from datetime import datetime

import pytest

from boite.clock import PARIS
from boite.database.connection import fetch, opened, tortoise_config
from boite.mail.models import OutgoingMail
from boite.settings import Settings
from tests.database.columns import in_file, refuse_other_formats
from tests.databases import ENGINE

WRONG = ("2026-07-01 23:30:00+02:00", "2026-07-01T21:30:00+00:00", "2026-07-01 21:30:00", "2026-07-01 21:30:00.5+00:00")


@pytest.mark.skipif(ENGINE != "sqlite", reason="PostgreSQL has a type for instants")
@pytest.mark.parametrize("text", WRONG)
async def test_the_reading_of_raw_columns_sees_any_other_format(settings: Settings, text: str) -> None:
    path = settings.data / "boite.sqlite3"
    async with opened(settings):
        await OutgoingMail.create(address="a@b.fr", subject="Bonjour", due_at=datetime(2026, 7, 1, tzinfo=PARIS))
    assert {"due_at", "at", "applied_at"} <= {found.column for found in in_file(path)}
    refuse_other_formats(path)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE mail_outgoing SET due_at = ?", (text,))
    with pytest.raises(AssertionError, match="due_at"):
        refuse_other_formats(path)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("DELETE FROM mail_outgoing")


@pytest.mark.skipif(ENGINE != "postgres", reason="SQLite has no type for instants")
async def test_every_instant_of_postgresql_has_a_time_zone(settings: Settings) -> None:
    async with opened(settings):
        rows = await fetch("SELECT data_type FROM information_schema.columns WHERE data_type LIKE 'timestamp%'")
    assert {row["data_type"] for row in rows} == {"timestamp with time zone"}


async def test_the_service_refuses_an_instant_without_an_offset_as_the_tests_do(settings: Settings) -> None:
    """The tests turn every warning into an error; the service itself must not count on that."""
    async with opened(settings):
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            tortoise_config(settings)
            with pytest.raises(RuntimeWarning, match="naive"):
                await OutgoingMail.all().update(due_at=datetime(2026, 7, 1))  # noqa: DTZ001 - what is refused

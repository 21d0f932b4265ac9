"""`boite maintenance`: people read, nobody writes, and every process knows within a second."""

from __future__ import annotations

import subprocess
import sys
from asyncio import sleep
from datetime import datetime, time, timedelta

import pytest

from boite.accounts.models import User
from boite.clock import PARIS, now
from boite.database import maintenance_mode
from boite.database.connection import fetch
from boite.database.maintenance_mode import next_time
from boite.settings import Settings
from boite.text.french import hour_fr
from boite.web import versions
from tests.live import ROOT, environment
from tests.visitors import Visitor

SECOND = 1.0


def ordered(settings: Settings, *arguments: str) -> str:
    """The command, in a process of its own: what it says."""
    command = [sys.executable, "-W", "error", "-m", "boite", "maintenance", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(settings), capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.each_engine
async def test_nothing_is_written_until_the_operator_says_so(
    client: Visitor, visitor: Visitor, person: User, settings: Settings
) -> None:
    form = {"first_name": "Inès bis", versions.DRAWN: "first_name:avant"}
    until = (now().astimezone(PARIS) + timedelta(hours=2)).strftime("%H:%M")
    assert (await visitor.get("/espace/")).status_code == 200
    assert f"fin annoncée vers {until}" in ordered(settings, "on", "--until", until)
    await sleep(SECOND)
    refused = await visitor.submit("/compte/profil", **form)
    assert refused.status_code == 503
    assert 3600 < int(refused.headers["retry-after"]) <= 7200
    assert "Le service est en entretien" in refused.text
    assert hour_fr(time.fromisoformat(until)) in refused.text
    assert "Inès bis" in refused.text, "what was typed is given back"
    assert "donnez ce code" not in refused.text
    sent = await visitor.patch("/depots/x", headers={"tus-resumable": "1.0.0"})
    assert (sent.status_code, "<" in sent.text) == (503, False)
    for path in ("/espace/", "/compte/profil", "/annuaire/", "/sante"):
        assert (await visitor.get(path)).status_code == 200, path
    assert (await client.get("/sante/prete")).status_code == 200
    await maintenance_mode.begin(None)
    await sleep(SECOND)
    assert (await visitor.submit("/compte/profil", **form)).headers["retry-after"] == "300"
    assert "comme tous les jours" in ordered(settings, "off")
    await sleep(SECOND)
    assert (await visitor.submit("/compte/profil", **form)).status_code != 503
    assert await fetch("SELECT id FROM site_maintenance") == []


def test_the_hour_is_the_next_one_in_france() -> None:
    here = now().astimezone(PARIS)
    for minutes, day in ((2, here + timedelta(minutes=2)), (-2, here + timedelta(days=1, minutes=-2))):
        hour = (here + timedelta(minutes=minutes)).time().replace(second=0, microsecond=0)
        assert isinstance(hour, time)
        assert next_time(hour) == datetime.combine(day.date(), hour, PARIS)

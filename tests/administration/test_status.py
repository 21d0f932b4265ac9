"""`boite status`: how the service is, its exit code, and nothing of anybody."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import namedtuple
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boite.accounts.models import User
from boite.clock import now
from boite.database import chore_runs
from boite.database.chore_runs import ChoreRuns
from boite.database.chores import Chore
from boite.database.connection import execute
from boite.files.disk_room import rooms
from boite.files.erasure_hold import erasing_held
from boite.files.models import StoreIdentity
from boite.mail.models import OutgoingMail
from boite.settings import Settings
from boite.worker import TIMETABLE, run_all, run_chore
from storage.store import BlobStore
from tests.live import ROOT, environment

Usage = namedtuple("Usage", "total used free")


def status(settings: Settings, *arguments: str) -> tuple[int, str]:
    """The command, in a process of its own."""
    command = [sys.executable, "-W", "error", "-m", "boite", "status", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(settings), capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


@pytest.mark.each_engine
async def test_status_tells_what_is_well_late_or_broken(person: User, settings: Settings, store: BlobStore) -> None:
    settings = replace(settings, room_percent=1)
    await run_all(settings, store)
    code, said = status(settings, "--json")
    told = json.loads(said)
    late = [each for each in told["chores"] if each["late"] or each["failing"]]
    assert (code, told["state"], late) == (0, "well", [])
    assert [each["name"] for each in told["chores"]] == [chore.name for chore in TIMETABLE]
    assert told["boxes"]["count"] == 1
    assert told["database"]["pending"] == []
    assert (told["erasing_held"], told["sending_held_since"]) == (False, None)
    assert person.handle not in said

    ago = now() - timedelta(hours=3)
    await OutgoingMail.create(
        address="ines@exemple.fr", subject="Bonjour", text="", html="", headers={}, due_at=ago, at=ago
    )
    await execute("UPDATE site_chore SET failures = 2, failed_at = ran_at + 1 WHERE name = 'sms'")
    await StoreIdentity.all().update(restored_from=datetime(2026, 11, 30, 3, tzinfo=UTC))
    async with erasing_held():
        code, said = status(settings)
    assert "ENVOIS RETENUS\nCette base vient de la sauvegarde du 30 novembre 2026" in said
    assert "effacement : il attend" in said
    assert code == 1
    assert "courriels : 1, le plus ancien depuis 3 h  EN RETARD" in said
    assert "dont 1 à regarder\n  sms : faite le " in said
    assert "2 échecs  EN ÉCHEC" in said
    assert "ines@" not in said

    shutil.move(settings.storage_url.removeprefix("file://"), settings.data / "parti")
    code, said = status(settings)
    assert code == 3
    assert "EN PANNE\nLe rangement des papiers" in said


async def test_status_of_a_base_that_is_not_there(tmp_path: Path) -> None:
    code, said = status(Settings(data=tmp_path / "neuf"))
    assert code == 3
    assert "La base de données n'est pas à jour" in said
    assert not (tmp_path / "neuf" / "boite.sqlite3").exists()


@pytest.mark.each_engine
async def test_runs_of_several_processes_are_added(settings: Settings, store: BlobStore, person: User) -> None:
    async def two(*_: Any) -> int:
        return 2

    async def fails(*_: Any) -> int:
        raise OSError("the disk is away")

    here, there = ChoreRuns(), ChoreRuns()
    await run_chore(Chore("trial", 1, two), settings, store, here)
    await here.write()
    for runs in (here, there):
        await run_chore(Chore("trial", 1, two), settings, store, runs)
        await run_chore(Chore("trial failing", 1, fails), settings, store, runs)
        await runs.write()
        await runs.write()
    known = await chore_runs.known()
    assert (known["trial"].runs, known["trial"].done, known["trial"].failing) == (3, 6, False)
    assert (known["trial failing"].runs, known["trial failing"].failures, known["trial failing"].failing) == (
        2,
        2,
        True,
    )
    assert known["trial"].last is not None
    assert abs(known["trial"].last - now()) < timedelta(seconds=30)


def test_a_disk_is_low_from_the_setting_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data=tmp_path, room_percent=10)
    for free, level in ((10, 0), (9.9, 1), (5, 1), (4.9, 2), (2, 2), (1.9, 3), (0, 3)):
        usage = Usage(1_050_000, int((100 - free) * 10_000), int(free * 10_000))
        monkeypatch.setattr(shutil, "disk_usage", lambda _, usage=usage: usage)
        [found] = rooms(settings)
        assert found.level == level, free
    (tmp_path / "mes papiers").mkdir()
    asked: list[Path] = []
    spaced = replace(
        settings, data=Path("/proc"), database="sqlite:////proc/x", storage=f"file://{tmp_path}/mes%20papiers"
    )

    def away(folder: Path) -> Usage:
        asked.append(folder)
        raise OSError("the disk is away")

    monkeypatch.setattr(shutil, "disk_usage", away)
    assert rooms(spaced) == []
    assert asked[-1] == tmp_path / "mes papiers"

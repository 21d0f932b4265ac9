"""What the documentation tells operators to type, typed: the last deposit is kept, where `cp` loses it."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from boite.files.models import Node
from boite.files.store_identity import own_store
from boite.settings import Settings
from tests.databases import ENGINE
from tests.files.papers import put
from tests.live import ROOT, environment
from tests.people import open_account
from tests.safekeeping.elsewhere import empty_place

pytestmark = pytest.mark.anyio


def gestures() -> list[list[str]]:
    """The commands that keep and put back, in their order, without the remarks that follow them."""
    said = (ROOT / "docs/exploitation.md").read_text(encoding="utf-8")
    return [shlex.split(line, comments=True) for line in re.findall(r"^boite ((?:backup|restore) /.*)$", said, re.M)]


def typed(settings: Settings, words: list[str], places: dict[str, Path]) -> str:
    """What a gesture prints, its folders replaced by those of the test."""
    command = [sys.executable, "-m", "boite", *(str(places.get(word, word)) for word in words)]
    done = subprocess.run(command, cwd=ROOT, env=environment(settings), text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_the_gestures_of_the_documentation_keep_the_last_deposit(settings: Settings, tmp_path: Path) -> None:
    keep, check, back = gestures()
    with empty_place(settings, tmp_path / "ailleurs") as other:
        places = {"/sauvegardes": tmp_path / "sauvegardes", "/srv/boite": other.data}
        async with own_store(settings) as store:
            person = await open_account(settings, "Inès")
            last = await put(person, store, "dernier.txt", b"le dernier")
            if ENGINE == "sqlite":
                shutil.copy(settings.data / "boite.sqlite3", tmp_path / "copie.sqlite3")
                with closing(sqlite3.connect(tmp_path / "copie.sqlite3")) as copied, pytest.raises(sqlite3.Error):
                    copied.execute("SELECT 1 FROM nodes WHERE name = 'dernier.txt'").fetchall()
            typed(settings, keep, places)
        assert "Elle rend tout." in typed(settings, check, places)
        typed(other, back, places)
        async with own_store(other, write=False):
            assert await Node.filter(id=last.id, name="dernier.txt").count() == 1

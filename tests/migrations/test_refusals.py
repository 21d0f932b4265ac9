"""A database of another release is refused in words, without a traceback, and left as it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from boite.settings import Settings
from tests.live import ROOT, environment
from tests.migrations.stored import brought_back, change, kept_columns

pytestmark = pytest.mark.each_engine
"""Its databases are brought back from stored ones, of the engine of the run."""

AT = "'2026-11-29 12:00:00+00:00'"
LATER = f"INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('boite', '9999_later', {AT})"


def said(settings: Settings, *command: str) -> str:
    """What a refused command tells its operator."""
    whole = [sys.executable, "-m", "boite", *command]
    done = subprocess.run(whole, cwd=ROOT, env=environment(settings), capture_output=True, text=True, check=False)
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    "command",
    [("work", "--once"), ("serve", "--no-migrate"), ("user", "--name", "Inès"), ("reindex",), ("export", "communes")],
)
def test_nothing_runs_on_a_database_that_is_not_up_to_date(command: tuple[str, ...], tmp_path: Path) -> None:
    with brought_back("0.1.0", tmp_path) as old:
        before = kept_columns(old)
        assert "boite migrate" in said(old, *command)
        assert kept_columns(old) == before


@pytest.mark.parametrize("command", [("work", "--once"), ("serve", "--no-migrate"), ("serve",), ("migrate",)])
def test_an_older_release_leaves_a_newer_database_alone(command: tuple[str, ...], settings: Settings) -> None:
    change(settings, LATER)
    assert "plus récente" in said(settings, *command)

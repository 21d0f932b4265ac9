"""A second engine runs what it can change, and nothing that it can change is left out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines import OPTION, depends_on_engine

ROOT = Path(__file__).resolve().parent.parent


def collected(*arguments: str) -> set[str]:
    """The tests that a run with these arguments would go through, without what tells their cases apart."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run([*command, "--override-ini=addopts="], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 5}, done.stdout + done.stderr
    return {line.split("[")[0] for line in done.stdout.splitlines() if line.startswith("tests/")}


@pytest.mark.parametrize(
    ("fixtures", "marked", "runs"),
    [
        ({"app", "settings", "database_template"}, False, True),
        ({"live_server", "settings", "database_template"}, False, True),
        ({"page", "browser", "database_template"}, False, False),
        ({"page", "browser", "database_template"}, True, True),
        ({"tmp_path"}, False, False),
        ({"tmp_path"}, True, True),
    ],
)
def test_what_a_second_engine_runs(fixtures: set[str], marked: bool, runs: bool) -> None:
    assert depends_on_engine(frozenset(fixtures), marked) is runs


def test_one_journey_crosses_the_product_in_a_browser_on_both_engines() -> None:
    stories = ("tests/journeys/test_whole_story.py", "tests/journeys/test_keyboard_only.py")
    once, twice = collected(*stories), collected(OPTION, *stories)
    assert {name.rpartition("::")[2] for name in twice} == {"test_ines_on_her_phone"}
    assert twice < once


def test_databases_made_by_hand_are_tried_on_both_engines() -> None:
    """Upgrades from stored databases ask for no fixture: their modules know the engine, or bear the mark."""
    folder = "tests/migrations"
    once, twice = collected(folder), collected(OPTION, folder)
    assert {name for name in once if "test_operations" not in name} <= twice

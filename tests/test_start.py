"""What a start costs, counted rather than timed: what a fresh interpreter loads before it serves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def said(code: str) -> list[str]:
    """The words that a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_no_model_reads_its_own_source() -> None:
    code = """
import boite.commands.serve, linecache
from boite.database.model import Model
from tortoise.models import Model as Base
def below(model): return {found for one in model.__subclasses__() for found in {one, *below(one)}}
print(*sorted(f"{one.__module__}.{one.__qualname__}" for one in below(Base) - below(Model) - {Model}))
print(*(name for name in linecache.cache if name.endswith("rows.py")))
"""
    assert said(code) == [], "these derive from Tortoise's Model, not from boite.database.model.Model"


def test_no_page_is_loaded_before_somebody_asks_for_it() -> None:
    code = """
import sys, boite.commands.serve, boite.app
boite.app.create_app()
print(*(name for name in sys.modules if name.startswith("boite.") and name.endswith(("pages", "forms", "samples"))))
"""
    assert set(said(code)) <= {"boite.web.forms"}

"""What a start costs, counted rather than timed: what a fresh interpreter loads before it serves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def said(code: str) -> list[str]:
    """The words that a fresh interpreter prints."""
    # What it compiles is kept, as in production: else most of the time of a start would be that.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
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


def test_what_only_some_starts_need_is_not_loaded_by_all() -> None:
    code = """
import sys, boite.commands.serve, boite.app
boite.app.create_app()
print(*sys.modules)
"""
    needless = {"asyncpg", "puremagic", "PIL", "pypdfium2", "argon2", "passlib.hash", "aiosmtplib", "markdown_it"}
    needless |= {"pydantic", "pydantic_core", "tortoise.migrations"}
    assert not needless & set(said(code))


def processor(code: str) -> float:
    """Seconds of processor of a fresh interpreter that runs this: whatever else the machine does, they stay alike."""
    return min(float(said(f"import time\n{code}\nprint(time.process_time())")[0]) for _ in range(3))


BARE = """
import httptools, uvicorn, uvloop
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
"""


def test_a_start_costs_at_most_five_times_that_of_a_bare_server() -> None:
    """4.1 times when this was written; 5.6 with every page imported. `benchmarks.startup` measures whole starts."""
    bare, ours = processor(BARE), processor("import boite.commands.serve, boite.app\nboite.app.create_app()")
    assert ours <= 5 * bare, f"{ours:.2f} s, {bare:.2f} s for the bare one"

"""What every server of the tests begins with, read once in the process from which all are forked (`tests/live.py`).

A new process reads its pages, its templates, its words and its models when somebody first asks for them: half a second
of processor for the first page, a tenth for each part of the site, in each of three hundred servers. That a process
which has read nothing answers as well is shown by `boite serve` itself (`tests/site/test_health.py`) and by `.ci/run`.
"""

from __future__ import annotations

import asyncio
import gc
import os
import pkgutil
import tempfile
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

import boite
from boite.database.connection import opened
from boite.languages.catalogues import catalogue
from boite.languages.offered import BY_CODE
from boite.routes import site_map
from boite.settings import Settings
from boite.web.templating import environment
from tests import postgresql
from tests.models_read_once import read_once

_for_ever = ExitStack()


def warm() -> None:
    """Read all of it. Nothing stays open: neither a connection nor a thread."""
    for module in pkgutil.walk_packages(boite.__path__, "boite."):
        if module.name.endswith("_pages"):
            import_module(module.name)
    for template in environment().list_templates(extensions=["html"]):
        environment().get_template(template)
    for code in BY_CODE:
        catalogue(code)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), database=os.environ.get(postgresql.URL, ""), environment="dev")
        site_map(settings)
        _for_ever.enter_context(read_once())
        asyncio.run(_read_models(settings))
    gc.collect()
    gc.freeze()


async def _read_models(settings: Settings) -> None:
    async with opened(settings):
        pass


warm()

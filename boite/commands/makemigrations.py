"""`boite makemigrations`: write the migration that the models call for, with Tortoise's own tool."""

from __future__ import annotations

import argparse
import subprocess
import sys

import boite.files.table_checks  # noqa: F401 - what the models do not say
from boite.database.connection import tortoise_config
from boite.settings import Settings

CONFIG = tortoise_config(Settings.from_environment())
"""Read by Tortoise's command, which imports it by name."""


def run(arguments: list[str]) -> int:
    """Returns the status of Tortoise's command."""
    parser = argparse.ArgumentParser("boite makemigrations", description="Écrit une migration d'après les modèles.")
    parser.add_argument("--name", default=None, help="nom de la migration : ce qu'elle change")
    options = parser.parse_args(arguments)
    named = ["--name", options.name] if options.name else []
    command = [sys.executable, "-m", "tortoise", "-c", f"{__name__}.CONFIG", "makemigrations", "boite", *named]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own words

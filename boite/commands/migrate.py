"""`boite migrate`: bring the database up to date."""

from __future__ import annotations

import argparse
import asyncio

from boite.bootstrap import say
from boite.database.schema import migrate
from boite.settings import Settings


def run(arguments: list[str]) -> int:
    """Apply what is missing. A failure leaves the rows as they were, and says why."""
    argparse.ArgumentParser("boite migrate", description="Met la base de données à jour.").parse_args(arguments)
    asyncio.run(migrate(Settings.from_environment()))
    say("La base de données est à jour.")
    return 0

"""`boite demo`: the people and papers of the demonstration."""

from __future__ import annotations

import argparse
import asyncio

import boite.routes  # noqa: F401 - says the addresses that mails and the demonstration write
from boite.bootstrap import say
from boite.database.schema import migrate
from boite.demo import cast
from boite.settings import Settings


def run(arguments: list[str]) -> int:
    """Create what is missing, and say how to sign in. Raises CannotStart where the store is not its own."""
    argparse.ArgumentParser("boite demo", description="Crée la démonstration.").parse_args(arguments)
    settings = Settings.from_environment()
    asyncio.run(migrate(settings))
    asyncio.run(cast.seed(settings))
    asyncio.run(cast.give_past(settings))
    say(cast.how_to_sign_in())
    return 0

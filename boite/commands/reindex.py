"""`boite reindex`: the words of every sheet, made again for searching. The site goes on meanwhile."""

from __future__ import annotations

import argparse
import asyncio

from boite.bootstrap import say
from boite.database.upgrade.migration_state import opened_current
from boite.directory.search_engine.search_index import reindex_all
from boite.settings import Settings


def run(arguments: list[str]) -> int:
    """Returns 0."""
    parser = argparse.ArgumentParser("boite reindex", description="Refait les mots de recherche de chaque fiche.")
    parser.parse_args(arguments)
    count = asyncio.run(renew(Settings.from_environment()))
    say(f"Fiches relues : {count}. La recherche connaît leurs mots d'aujourd'hui.")
    return 0


async def renew(settings: Settings) -> int:
    """Do it, with the connections it needs. Returns how many sheets."""
    async with opened_current(settings):
        return await reindex_all()

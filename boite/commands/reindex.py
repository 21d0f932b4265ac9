"""`boite reindex`: the words of all that is searched, made again. The site goes on meanwhile."""

from __future__ import annotations

import argparse
import asyncio

from boite.bootstrap import say
from boite.database.upgrade.migration_state import opened_current
from boite.directory.search_engine.search_index import reindex_all
from boite.library.desk import LIBRARY
from boite.news.desk import NEWS
from boite.settings import Settings


def run(arguments: list[str]) -> int:
    """Returns 0."""
    means = "Refait les mots de recherche des fiches, des actualités et des ressources."
    argparse.ArgumentParser("boite reindex", description=means).parse_args(arguments)
    sheets, articles, resources = asyncio.run(renew(Settings.from_environment()))
    say(f"Fiches relues : {sheets}. Actualités : {articles}. Ressources : {resources}.")
    say("La recherche connaît leurs mots d'aujourd'hui.")
    return 0


async def renew(settings: Settings) -> tuple[int, int, int]:
    """Do it, with the connections it needs. Returns how many sheets, news and resources."""
    async with opened_current(settings):
        return await reindex_all(), await NEWS.reindex(), await LIBRARY.reindex()

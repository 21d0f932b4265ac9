"""`boite reindex`: for a network that changed its name, or a new way to read words."""

from __future__ import annotations

from boite.commands.reindex import renew
from boite.database.connection import opened
from boite.directory.models import Network
from boite.directory.search_engine.search import SearchCriteria, search
from boite.settings import Settings
from tests.directory.sheets import make_structure


async def test_a_network_that_changed_its_name_is_found_by_the_new_one(settings: Settings) -> None:
    async with opened(settings):
        await make_structure("Accueil", ["cio"])
        await Network.filter(code="cio").update(name="Maisons des possibles")
        assert not (await search(SearchCriteria(words="possibles"))).hits
    assert await renew(settings) == (1, 0, 0)
    async with opened(settings):
        (hit,) = (await search(SearchCriteria(words="possibles"))).hits
        assert hit.structure["name"] == "Accueil"

"""What narrows news and resources: a line of chips, each taken away by its own link, whatever the others are."""

from __future__ import annotations

import pytest

from boite.accounts.models import User
from tests import chips
from tests.agenda.events import HERE
from tests.conftest import SignIn
from tests.directory.sheets import make_commune, make_territory
from tests.visitors import Visitor

COMMON = f"territoire={HERE}&public=apprenti&aussi=femmes&theme=formation&theme=droits&mots=cv"
LISTS = {"/actualites/": COMMON, "/ressources/": f"{COMMON}&type=video&type=lien&niveau=facile&metier=D1102"}


@pytest.fixture
async def territory(client: Visitor) -> None:
    """That of Pithiviers."""
    await make_territory(HERE, "Pithiviers")


@pytest.mark.parametrize("address", LISTS)
async def test_each_filter_is_taken_away_alone(client: Visitor, territory: None, address: str) -> None:
    found = chips.on((await client.get(f"{address}?{LISTS[address]}")).text)
    assert len(found) == {"/actualites/": 5, "/ressources/": 9}[address]
    for words, without in found.items():
        assert set(chips.on((await client.get(without)).text)) == set(found) - {words}, words


@pytest.mark.parametrize("address", LISTS)
async def test_the_territory_of_the_box_is_on_and_comes_back(
    sign_in: SignIn, person: User, territory: None, address: str
) -> None:
    await make_commune("Pithiviers", "45252", ["45300"], 48.17, 2.25, territory=HERE)
    await User.filter(id=person.id).update(commune="Pithiviers (45300)", commune_code="45252")
    visitor = await sign_in(await User.get(id=person.id))
    page = (await visitor.get(address)).text
    assert list(chips.on(page)) == ["Pithiviers"]
    assert chips.near(page) == {}
    everywhere = (await visitor.get(chips.on(page)["Pithiviers"])).text
    assert chips.on(everywhere) == {}
    again = (await visitor.get(chips.near(everywhere)["Près de chez moi"])).text
    assert list(chips.on(again)) == ["Pithiviers"]


@pytest.mark.parametrize("address", LISTS)
async def test_the_place_that_a_visitor_typed_gives_the_territory(
    client: Visitor, territory: None, address: str
) -> None:
    await make_commune("Pithiviers", "45252", ["45300"], 48.17, 2.25, territory=HERE)
    await client.get("/agenda/", params={"ou": "Pithiviers"})
    page = (await client.get(address)).text
    assert chips.on(page) == {}, "proposed, not imposed"
    assert list(chips.on((await client.get(chips.near(page)["Près de chez moi"])).text)) == ["Pithiviers"]


@pytest.mark.parametrize("address", LISTS)
async def test_who_is_unknown_chooses_a_territory(client: Visitor, territory: None, address: str) -> None:
    page = (await client.get(address)).text
    assert not chips.opened(page)
    for _ in range(2):
        assert chips.opened((await client.get(chips.near(page)["Près de chez moi"])).text)
    assert not chips.opened((await client.get(address)).text), "not the page kept for who asked to choose"

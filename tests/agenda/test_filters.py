"""What narrows the agenda: a line of chips, each taken away by its own link; and what is near a commune."""

from __future__ import annotations

import re
from html import unescape

import pytest

from boite.accounts.models import User
from boite.agenda.models import Event, EventKind
from boite.clock import now
from tests import chips
from tests.agenda.events import HERE, make_event
from tests.agenda.test_reading_pages import titles
from tests.conftest import SignIn
from tests.directory.sheets import make_commune
from tests.visitors import Visitor


@pytest.fixture
async def around(nadia: User) -> None:
    """Events here, a few kilometres away, too far, on line, and somewhere that we do not know."""
    pithiviers = await make_commune("Pithiviers", "45252", ["45300"], 48.17, 2.25, territory=HERE)
    tours = await make_commune("Tours", "37261", ["37000"], 47.39, 0.69)
    await make_event(nadia, title="Ici", commune_id=pithiviers.code)
    await make_event(nadia, title="À côté", latitude=48.0, longitude=2.5)
    await make_event(nadia, title="Trop loin", commune_id=tours.code, territory_id="SPRO-37", city="Tours")
    await make_event(
        nadia, title="En ligne", territory_id="SPRO-37", city="", place="", online="https://visio.example/1"
    )
    await make_event(nadia, title="Quelque part", city="", place="Salle")
    await make_event(nadia, title="Quelque part ailleurs", city="", place="Salle", territory_id="SPRO-37")


async def test_near_a_commune_is_what_one_may_go_to(client: Visitor, around: None) -> None:
    page = (await client.get("/agenda/", params={"ou": "45300"})).text
    assert sorted(titles(page)) == ["En ligne", "Ici", "Quelque part", "À côté"]
    assert list(chips.on(page)) == ["Près de Pithiviers"]
    assert "à moins de 1\u202fkm" in page
    assert "à 26\u202fkm" in page
    assert len(titles((await client.get(chips.on(page)["Près de Pithiviers"])).text)) == 6


async def test_the_month_beside_is_narrowed_too(client: Visitor, around: None) -> None:
    month = f"{min([event.begins_at async for event in Event.all()]):%Y-%m}"
    whole, near = [
        (await client.get("/agenda/", params={"mois": month, **more})).text for more in ({}, {"ou": "Pithiviers"})
    ]
    held = [int(unescape(page.split("month-dots")[1]).count("•")) for page in (whole, near)]
    assert [len(set(re.findall(r"#jour-([\d-]+)", page))) for page in (whole, near)] == [1, 1]
    assert held


async def test_each_filter_is_taken_away_alone(client: Visitor, around: None) -> None:
    asked = {"ou": "Pithiviers", "territoire": HERE, "genre": EventKind.WORKSHOP, "mois": f"{now():%Y-%m}"}
    page = (await client.get("/agenda/", params={**asked, "public": "scolaire"})).text
    found = chips.on(page)
    assert len(found) == 5
    for words, address in found.items():
        assert set(chips.on((await client.get(address)).text)) == set(found) - {words}


async def test_the_commune_of_the_box_is_one_tap_away(sign_in: SignIn, person: User, around: None) -> None:
    await User.filter(id=person.id).update(commune="Pithiviers (45300)", commune_code="45252")
    visitor = await sign_in(await User.get(id=person.id))
    page = (await visitor.get("/agenda/", params={"genre": "atelier"})).text
    [(words, address)] = chips.near(page).items()
    assert words == "Près de Pithiviers"
    near = (await visitor.get(address)).text
    assert set(chips.on(near)) == {"Près de Pithiviers", "Atelier"}
    assert chips.near(near) == {}


async def test_who_is_unknown_types_a_commune(client: Visitor, around: None) -> None:
    page = (await client.get("/agenda/")).text
    assert not chips.opened(page)
    asks = (await client.get(chips.near(page)["Près de chez moi"])).text
    assert chips.opened(asks)
    assert re.search(r'name="ou"[^>]* autofocus', asks)
    assert len(titles(asks)) == 6


async def test_a_place_typed_once_is_one_tap_away_until_the_browser_is_closed(client: Visitor, around: None) -> None:
    first = await client.get("/agenda/", params={"ou": "45300"})
    [cookie] = first.headers.get_list("set-cookie")
    assert cookie.startswith("boite_lieu=45252;"), "a place, and nothing of who looks"
    assert "max-age" not in cookie.lower()
    assert "expires" not in cookie.lower()
    assert "public" not in first.headers.get("cache-control", "")
    again = await client.get("/agenda/")
    [(words, address)] = chips.near(again.text).items()
    assert words == "Près de Pithiviers"
    assert list(chips.on((await client.get(address)).text)) == ["Près de Pithiviers"]
    await client.get("/annuaire/", params={"ou": "Tours"})
    assert list(chips.near((await client.get("/agenda/")).text)) == ["Près de Tours"], "another place takes its place"
    assert "Près de Tours" in (await client.get("/annuaire/")).text
    client.cookies.clear()
    odd = await client.get("/agenda/", headers={"cookie": "boite_lieu=<b>45"})
    assert list(chips.near(odd.text)) == ["Près de chez moi"]


async def test_a_commune_that_is_none_is_said_and_hides_nothing(client: Visitor, around: None) -> None:
    page = (await client.get("/agenda/", params={"ou": "Brigadoon"})).text
    assert "Nous ne trouvons pas la commune" in page
    assert chips.opened(page)
    assert chips.on(page) == {}
    assert len(titles(page)) == 6

"""« Mes groupes »: each group where I edit or add, its room, its doors."""

from __future__ import annotations

from html import unescape

import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole
from boite.directory.models import REGION
from boite.groups.models import Group
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.files.test_query_counts import counted
from tests.groups.groups import ORLEANS, TOURS, agent, coordinator, group, put, root, territory
from tests.people import open_account
from tests.visitors import Visitor

HOME = "/groupe/"


async def test_the_space_of_a_group_is_there_at_the_first_look(app: Starlette, sign_in: SignIn) -> None:
    """Nobody opens it: an agent who comes first finds it, as their coordination does."""
    paul = await sign_in(await agent(app.state.settings, ORLEANS))
    assert (await paul.get(HOME)).status_code == 200
    nadia = await sign_in(await coordinator(app.state.settings, ORLEANS))
    page = unescape((await nadia.get(HOME)).text).replace("\u202f", " ")
    made = await Group.get()
    assert "Il reste 20 Go sur 20 Go." in page
    assert "octet" not in page  # what weighs nothing is not said
    for address in (
        nadia.address("files:browse", node=(await root(made)).id),
        nadia.address("groups:journal", code=ORLEANS),
        nadia.address("groups:trash", code=ORLEANS),
    ):
        assert f'href="{address}"' in page
        assert (await nadia.get(address)).status_code == 200


async def test_an_agent_sees_their_groups_without_the_trash(app: Starlette, sign_in: SignIn) -> None:
    await group()
    await group(TOURS)
    paul = await sign_in(await agent(app.state.settings, ORLEANS))
    page = (await paul.get(HOME)).text
    assert "Groupe Orl" in page
    assert "Groupe Tours" not in page
    assert "/corbeille" not in page.split("<main")[1]
    assert (await paul.get(paul.address("groups:trash", code=ORLEANS))).status_code == 403
    assert (await paul.get(paul.address("groups:trash_empty", code=ORLEANS))).status_code == 403


async def test_who_is_in_no_group_is_told_what_to_do(app: Starlette, sign_in: SignIn) -> None:
    alone = await sign_in(await open_account(app.state.settings, "Léa", AccountRole.PROFESSIONAL))
    assert "Vous n'êtes dans aucun groupe" in unescape((await alone.get(HOME)).text)


@pytest.mark.parametrize("role", [AccountRole.PERSON, AccountRole.OBSERVER, AccountRole.ADMINISTRATOR])
async def test_it_is_closed_to_the_others(role: AccountRole, app: Starlette, sign_in: SignIn) -> None:
    await group()
    other = await sign_in(await open_account(app.state.settings, "X", role))
    assert (await other.get(HOME)).status_code == 403
    for name in ("journal", "trash", "trash_empty"):
        assert (await other.get(other.address(f"groups:{name}", code=ORLEANS))).status_code == 404


async def test_another_territory_and_nonsense_are_not_found(app: Starlette, sign_in: SignIn) -> None:
    await group(TOURS)
    await territory(ORLEANS)
    nadia = await sign_in(await coordinator(app.state.settings, ORLEANS))
    for code in (TOURS, ORLEANS, "nonsense", "%00", "é"):  # that of Orléans is not opened yet
        for name in ("journal", "trash", "trash_empty"):
            assert (await nadia.get(nadia.address(f"groups:{name}", code=code))).status_code == 404, (code, name)


async def test_wrong_methods_are_refused(app: Starlette, sign_in: SignIn) -> None:
    await group()
    nadia = await sign_in(await coordinator(app.state.settings, ORLEANS))
    for name in ("home", "journal", "trash"):
        values = {} if name == "home" else {"code": ORLEANS}
        assert (await nadia.submit(nadia.address(f"groups:{name}", **values))).status_code == 405


async def test_the_number_of_queries_does_not_grow(app: Starlette, sign_in: SignIn, store: BlobStore) -> None:
    nadia = await sign_in(await coordinator(app.state.settings, REGION))
    counts: list[list[int]] = []
    for codes, papers in (([ORLEANS], 1), ([TOURS, REGION, "SPRO-18-BOURGES", "SPRO-28-DREUX"], 5)):
        for code in codes:
            made = await group(code)
            for number in range(papers):
                await put(made, store, f"{number}.pdf")
        for _ in range(2):  # the first look makes the spaces that are missing
            assert (await nadia.get(HOME)).status_code == 200
        counts.append([await _queries(nadia, url) for url in await _addresses(nadia)])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 9


async def _addresses(visitor: Visitor) -> list[str]:
    top = await root(await group(ORLEANS))
    return [
        HOME,
        visitor.address("groups:journal", code=ORLEANS),
        visitor.address("groups:trash", code=ORLEANS),
        visitor.address("files:browse", node=top.id),
    ]


async def _queries(visitor: Visitor, url: str) -> int:
    with counted() as seen:
        assert (await visitor.get(url)).status_code == 200
    return len(seen)

"""Whose spaces open to whom: every role, every coordination, every membership, every territory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import product

import pytest
from starlette.applications import Starlette

from boite.access import files as door
from boite.access.roles import SPACE, Right, Role
from boite.accounts.models import AccountRole, User
from boite.directory.models import REGION
from boite.errors import Forbidden, NotFound, Refusal
from boite.files.models import Node, Space
from storage.store import BlobStore
from tests.files import papers
from tests.files.test_query_counts import counted
from tests.groups.groups import ORLEANS, TOURS, agent, coordinate, coordinator, employ, group, put, root
from tests.people import open_account
from tests.pictures import png

HUMANS = [role for role in AccountRole if role != AccountRole.GROUP]
PLACES = (None, ORLEANS, TOURS, REGION)


def expected(role: AccountRole, coordinates: str | None, works: str | None, of: str) -> Role:
    """The rule, said another way than the code says it."""
    if role == AccountRole.COORDINATOR and coordinates in {of, REGION}:
        return Role.COORDINATOR
    if role in {AccountRole.COORDINATOR, AccountRole.PROFESSIONAL} and works == of:
        return Role.COLLEAGUE
    return Role.ANYONE


@pytest.mark.parametrize("role", HUMANS)
async def test_the_rule_holds_for_everybody_and_never_opens_a_box(role: AccountRole, app: Starlette) -> None:
    settings = app.state.settings
    groups = {code: await group(code) for code in (ORLEANS, TOURS, REGION)}
    spaces = {code: await Space.get(owner_id=row.account_id) for code, row in groups.items()}
    boxes = [await Space.get(owner_id=(await open_account(settings, "Inès", other)).id) for other in HUMANS]
    for coordinates, works in product(PLACES, PLACES):
        user = await open_account(settings, "Qui ?", role)
        await coordinate(user, *filter(None, [coordinates]))
        await employ(user, *filter(None, [works]))
        for code, space in spaces.items():
            found = await door.role(user, space)
            assert found == expected(role, coordinates, works, code), (role, coordinates, works, code)
            assert await door.rights(user, space) == SPACE[found]
        for box in boxes:
            assert await door.role(user, box) == Role.ANYONE, (role, coordinates, works)
        assert await door.role(user, await Space.get(owner_id=user.id)) == Role.OWNER


async def test_a_structure_without_territory_is_the_region_s(app: Starlette) -> None:
    paul = await agent(app.state.settings, None)
    region, orleans = await group(REGION), await group(ORLEANS)
    assert await door.role(paul, await Space.get(owner_id=region.account_id)) == Role.COLLEAGUE
    assert await door.role(paul, await Space.get(owner_id=orleans.account_id)) == Role.ANYONE


Asking = Callable[[User, Right], Awaitable[object]]


def doors(paper: Node, folder: Node) -> dict[str, Asking]:
    """Each way in by an identifier."""
    return {
        "node": lambda user, right: door.node(user, paper.id, right),
        "paper": lambda user, right: door.paper(user, paper.id, right),
        "folder": lambda user, right: door.folder(user, folder.id, right),
        "nodes": lambda user, right: door.nodes(user, [str(paper.id), str(folder.id)], right),
    }


async def answer(asked: Awaitable[object]) -> type[Refusal] | None:
    try:
        await asked
    except Refusal as error:
        return type(error)
    return None


def wanted(role: Role, right: Right) -> type[Refusal] | None:
    if not SPACE[role]:
        return NotFound
    return None if right in SPACE[role] else Forbidden


async def test_every_door_keeps_to_the_table(app: Starlette, store: BlobStore) -> None:
    settings, orleans = app.state.settings, await group()
    folder = await (await root(orleans)).add_folder("Forum", by=await coordinator(settings, ORLEANS))
    people = {
        await coordinator(settings, ORLEANS): Role.COORDINATOR,
        await coordinator(settings, REGION): Role.COORDINATOR,
        await agent(settings, ORLEANS): Role.COLLEAGUE,
        await coordinator(settings, TOURS): Role.ANYONE,
        await agent(settings, TOURS): Role.ANYONE,
        **{await open_account(settings, "X", role): Role.ANYONE for role in HUMANS},
    }
    ways = doors(await put(orleans, store), folder)
    for (user, role), (name, way), right in product(people.items(), ways.items(), Right):
        assert await answer(way(user, right)) is wanted(role, right), (user.role, role, name, right)


async def test_nothing_of_a_group_and_of_a_box_goes_together(app: Starlette, store: BlobStore) -> None:
    orleans, tours = await group(), await group(TOURS)
    nadia = await coordinator(app.state.settings, ORLEANS, TOURS)
    hers, ours = await papers.put(nadia, store), await put(orleans, store)
    theirs = await put(tours, store)
    for others in ([ours, hers], [ours, theirs]):
        with pytest.raises(NotFound):
            await door.nodes(nadia, [str(node.id) for node in others], Right.READ)
    gone = [await node.discard(by=nadia, days=30) for node in (hers, ours)]
    with pytest.raises(NotFound):
        await door.discards(nadia, [str(row.id) for row in gone], Right.RESTORE)


async def test_previews_follow_their_space(app: Starlette, store: BlobStore) -> None:
    from boite.files import previews
    from boite.files.models import Preview

    settings, orleans = app.state.settings, await group()
    await put(orleans, store, content=png())
    await previews.make_due(settings, store)
    made = await Preview.get(page=0)
    for user in (await coordinator(settings, ORLEANS), await agent(settings, ORLEANS)):
        assert (await door.preview(user, made.id)).id == made.id
    for user in (await agent(settings, TOURS), *[await open_account(settings, "X", role) for role in HUMANS]):
        assert await answer(door.preview(user, made.id)) is NotFound


async def test_staff_never_read_the_papers_of_those_they_work_with(app: Starlette, store: BlobStore) -> None:
    """The same person may hold every post of a territory: a box of somebody who lives there stays closed."""
    ines = await open_account(app.state.settings, "Inès")
    paper, box = await papers.put(ines, store), await papers.top(ines)
    nadia = await coordinator(app.state.settings, ORLEANS, REGION)
    await employ(nadia, ORLEANS, None)
    await group()
    for way, right in product(doors(paper, box).values(), Right):
        assert await answer(way(nadia, right)) is NotFound


async def test_one_s_own_box_asks_no_more_of_the_database(app: Starlette, store: BlobStore, person: User) -> None:
    paper = await papers.put(person, store)
    with counted() as seen:
        await door.node(person, paper.id, Right.EDIT)
    assert len(seen) == 1
    with counted() as seen:
        await door.nodes(person, [str(paper.id)], Right.DISCARD)
    assert len(seen) == 2

"""The account and the space of a group: made once, and nobody's."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette

from boite.accounts import sessions
from boite.accounts.known_devices import Device
from boite.accounts.models import AccountRole, User
from boite.accounts.signing_in import REFUSAL, sign_in
from boite.administration.people import ROLES
from boite.administration.posts import Posts
from boite.commands.user import change
from boite.directory.models import REGION
from boite.errors import Forbidden, Invalid, NotFound
from boite.files.models import Node, Space
from boite.groups.creation import open_group
from boite.groups.models import Group
from boite.journal.models import Entry
from tests.groups.groups import ORLEANS, QUOTA, group, root, territory


async def test_has_a_quota_and_a_top_that_bears_its_name(app: Starlette) -> None:
    orleans, region = await group(), await group(REGION)
    space = await Space.get(owner_id=orleans.account_id)
    assert (space.quota_bytes, space.used_bytes) == (QUOTA, 0)
    assert (await root(orleans)).shown_name == "Groupe Orleans"
    assert (await root(region)).shown_name == "Groupe régional"
    assert [row.kind for row in await Entry.filter(owner_id=orleans.account_id)] == ["group.opened"]


async def test_ten_at_once_open_one(app: Starlette) -> None:
    place = await territory(ORLEANS, "Orléans")
    made = await asyncio.gather(*(open_group(place, quota=QUOTA) for _ in range(10)))
    assert len({row.id for row in made}) == await Group.all().count() == 1
    assert await User.filter(role=AccountRole.GROUP).count() == 1
    assert await Node.filter(parent_id=None, name="Groupe Orléans").count() == 1


async def test_nobody_signs_in_with_it(app: Starlette) -> None:
    account = await User.get(id=(await group()).account_id)
    for typed in ("", " ", account.secret_hash, "soleil bateau cerise papier"):
        with pytest.raises(Invalid, match=REFUSAL[:20]):
            await sign_in(account.handle, typed, address="192.0.2.1", device=Device("x"), settings=app.state.settings)
    with pytest.raises(Forbidden):
        await sessions.begin(account, app.state.settings, device="Tests", shared=False)


async def test_it_cannot_become_somebody_nor_the_other_way_round(app: Starlette) -> None:
    account = await User.get(id=(await group()).account_id)
    with pytest.raises(NotFound):
        await change(account.handle, Posts(role=AccountRole.PERSON))
    await account.refresh_from_db()
    assert account.role == AccountRole.GROUP
    assert AccountRole.GROUP not in ROLES

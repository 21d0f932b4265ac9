"""Territories, groups and the people who work there, written without passing by the pages."""

from __future__ import annotations

from itertools import count
from typing import Any

from boite.accounts.models import AccountRole, User
from boite.directory.models import REGION, Coordination, Membership, Scale, Structure, Territory
from boite.files import picture_widths
from boite.files.deposit import Paper, put_paper, root_of
from boite.files.media_types import sniff
from boite.files.models import Node, Space
from boite.groups.creation import open_group
from boite.groups.models import Group
from boite.settings import Settings
from storage.store import BlobStore
from tests.people import open_account

QUOTA = 20_000_000
ORLEANS, TOURS = "SPRO-45-ORLEANS", "SPRO-37-TOURS"
_numbers = count(1)


async def territory(code: str = ORLEANS, name: str = "Orléans") -> Territory:
    """A territory inside the region, both made where they are missing."""
    await Territory.get_or_create({"name": "Centre-Val de Loire", "scale": Scale.REGION}, code=REGION)
    if code != REGION:
        await Territory.get_or_create({"name": name, "parent_id": REGION}, code=code)
    return await Territory.get(code=code)


async def group(code: str = ORLEANS, quota: int = QUOTA) -> Group:
    """The opened group of a territory."""
    return await open_group(await territory(code, code.split("-")[-1].capitalize()), quota=quota)


async def root(of: Group) -> Node:
    """The top of its space, with the space, as the door gives it."""
    found = await root_of((await Space.get(owner_id=of.account_id)).id)
    found.space = await Space.get(id=found.space_id)
    return found


async def coordinator(
    settings: Settings, *codes: str, name: str = "Nadia", role: AccountRole = AccountRole.COORDINATOR
) -> User:
    """Somebody who coordinates these territories."""
    user = await open_account(settings, name, role)
    await coordinate(user, *codes)
    return user


async def coordinate(user: User, *codes: str) -> None:
    """These territories are theirs."""
    for code in codes:
        await territory(code)
        await Coordination.create(user_id=user.id, territory_id=code)


async def agent(
    settings: Settings, *codes: str | None, name: str = "Paul", role: AccountRole = AccountRole.PROFESSIONAL
) -> User:
    """Somebody who works for a structure of each of these territories; None is a structure without one."""
    user = await open_account(settings, name, role)
    await employ(user, *codes)
    return user


async def employ(user: User, *codes: str | None) -> None:
    """They work there."""
    for code in codes:
        if code:
            await territory(code)
        structure = await Structure.create(slug=f"s-{next(_numbers)}", name="Mission locale", territory_id=code)
        await Membership.create(user_id=user.id, structure_id=structure.id)


async def put(
    of: Group, store: BlobStore, name: str = "Affiche.png", content: bytes = b"%PDF-1.7 text", **more: Any
) -> Node:
    """A file in a group's space, its type known as a deposit knows it."""
    folder = more.pop("parent", None) or await root(of)
    by = more.pop("by", None)
    paper = Paper(
        space_id=folder.space_id, parent_id=folder.id, name=name, media_type=sniff(content[:16384], name), **more
    )
    return await put_paper(paper, content, store, by=by.id if by else of.account_id)


async def draw(settings: Settings, store: BlobStore) -> None:
    """Draw every picture that waits for its widths."""
    while await picture_widths.make_due(settings, store):
        pass

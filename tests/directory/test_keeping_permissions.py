"""Who may do what, whatever the roles, posts and territories: nobody outside the table changes anything."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from starlette.applications import Starlette

from boite.access import directory as door
from boite.access.roles import Right
from boite.accounts.models import AccountRole, User
from boite.app import create_app
from boite.directory.history.revision import snapshot
from boite.directory.keepers import keepers
from boite.directory.maintenance import points, service_editing, suggestions
from boite.directory.models import REGION, Coordination, Membership, Revision, Structure, Suggestion
from boite.settings import Settings
from tests.directory.sheets import make_structure, make_territory
from tests.people import open_account
from tests.visitors import Visitor, signed_in

HERE, ELSEWHERE = "SPRO-45-ORLEANS", "SPRO-18"
KEEPERS = {AccountRole.PROFESSIONAL, AccountRole.COORDINATOR}


class Somebody(NamedTuple):
    """A role, the structure where one works, the territories that one coordinates."""

    role: AccountRole
    works: str
    """`here`, `elsewhere` or nothing."""
    coordinates: frozenset[str]

    def rights(self, territory: str) -> frozenset[Right]:
        """What the table says, written another way."""
        if self.role == AccountRole.COORDINATOR and self.coordinates & {REGION, territory}:
            changes = {Right.EDIT, Right.DECIDE, Right.CLOSE, Right.MANAGE_AGENTS}
            return frozenset({Right.READ, Right.SUGGEST} | changes)
        if self.role in KEEPERS and self.works == "here":
            return frozenset({Right.READ, Right.SUGGEST, Right.EDIT})
        return frozenset({Right.READ, Right.SUGGEST})


PEOPLE = st.builds(
    Somebody,
    st.sampled_from(
        [
            AccountRole.PERSON,
            AccountRole.PROFESSIONAL,
            AccountRole.COORDINATOR,
            AccountRole.OBSERVER,
            AccountRole.ADMINISTRATOR,
        ]
    ),
    st.sampled_from(["", "here", "elsewhere"]),
    st.frozensets(st.sampled_from([HERE, ELSEWHERE, REGION]), max_size=2),
)


class Gesture(NamedTuple):
    """A form of the sheet: its route, the right that it asks for, its fields."""

    name: str
    right: Right
    fields: dict[str, str] = {}  # noqa: RUF012

    async def address(self, visitor: Visitor, sheet: Structure, waiting: Suggestion) -> str:
        [point, *_] = await points.of(sheet)
        [service, *_] = await service_editing.of(sheet)
        [membership, *_] = await keepers.of(sheet)
        rows = {"point": point.id, "service": service.id, "membership": membership.id, "revision": 1}
        if self.name in {"accept", "refuse"}:
            return visitor.address(f"directory:{self.name}", suggestion=waiting.id)
        wanted = {name: value for name, value in rows.items() if self.name.split("_")[0] in NEEDS.get(name, ())}
        wanted = {} if self.name.endswith("_new") else wanted
        return visitor.address(f"directory:{self.name}", slug=sheet.slug, **wanted)


NEEDS = {"point": ("point",), "service": ("service",), "membership": ("keeper",), "revision": ("undo",)}
GESTURES = [
    Gesture("words", Right.EDIT, {"name": "Piraté"}),
    Gesture("point_new", Right.EDIT, {"name": "Piraté"}),
    Gesture("point", Right.EDIT, {"name": "Piraté"}),
    Gesture("point_move", Right.EDIT, {"address": "Piraté", "postal_code": "", "city": "x", "since": "2026-01-01"}),
    Gesture("point_rank", Right.EDIT, {"rang": "1"}),
    Gesture("point_remove", Right.EDIT),
    Gesture("service_new", Right.EDIT, {"name": "Piraté"}),
    Gesture("service", Right.EDIT, {"name": "Piraté"}),
    Gesture("service_rank", Right.EDIT, {"rang": "1"}),
    Gesture("service_remove", Right.EDIT),
    Gesture("check", Right.EDIT),
    Gesture("undo", Right.EDIT),
    Gesture("accept", Right.DECIDE),
    Gesture("refuse", Right.DECIDE, {"reason": "Piraté"}),
    Gesture("end", Right.CLOSE, {"kind": "closed", "since": "2026-01-01"}),
    Gesture("reopen", Right.CLOSE),
    Gesture("keepers", Right.MANAGE_AGENTS, {"handle": "personne-000"}),
    Gesture("keeper_remove", Right.MANAGE_AGENTS),
]


async def state(sheet: Structure) -> list[object]:
    """Everything that a gesture could change."""
    waiting = await Suggestion.all().values_list("id", "decided_at")
    staff = await Membership.filter(structure_id=sheet.id).count()
    return [await snapshot(sheet.id), await Revision.all().count(), list(waiting), staff]


async def world(settings: Settings) -> tuple[Structure, Structure]:
    """Two structures in two territories, one of them with an agent and a correction that waits."""
    await make_territory()
    await make_territory(ELSEWHERE, "Cher")
    sheet = await make_structure(territory=HERE, services=["Un", "Deux"], points=[{"name": "Permanence"}])
    await keepers.add(sheet, (await open_account(settings, "Paul", AccountRole.PROFESSIONAL)).handle, by=None)
    await suggestions.suggest(sheet, {"phone": "3949"}, "", by=None)
    return sheet, await make_structure(territory=ELSEWHERE)


async def become(user: User, who: Somebody, sheet: Structure, other: Structure) -> None:
    await User.filter(id=user.id).update(role=who.role)
    await Membership.filter(user_id=user.id).delete()
    await Coordination.filter(user_id=user.id).delete()
    if who.works:
        await Membership.create(user_id=user.id, structure_id=(sheet if who.works == "here" else other).id)
    for code in who.coordinates:
        await Coordination.create(user_id=user.id, territory_id=code)


@pytest.mark.timeout(600)
def test_nobody_outside_the_table_changes_anything(settings: Settings) -> None:
    """Every gesture, by anybody: the answer is that of the table, and a refusal leaves everything as it was."""
    loop, app = asyncio.new_event_loop(), create_app(settings)
    running = app.router.lifespan_context(app)
    loop.run_until_complete(running.__aenter__())
    user, sheet, other = loop.run_until_complete(_begun(settings))

    @profile(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(PEOPLE)
    def lived(who: Somebody) -> None:
        loop.run_until_complete(_refused(app, who, user, sheet, other))

    try:
        lived()
    finally:
        loop.run_until_complete(running.__aexit__(None, None, None))
        loop.close()


async def _begun(settings: Settings) -> tuple[User, Structure, Structure]:
    return await open_account(settings, "Zoé"), *await world(settings)


async def _refused(app: Starlette, who: Somebody, user: User, sheet: Structure, other: Structure) -> None:
    await become(user, who, sheet, other)
    user, waiting = await User.get(id=user.id), await Suggestion.get()
    assert await door.rights(user, sheet) == who.rights(HERE)
    before = await state(sheet)
    async with await signed_in(app, user) as visitor:
        for gesture in GESTURES:
            if gesture.right not in who.rights(HERE):
                address = await gesture.address(visitor, sheet, waiting)
                assert (await visitor.submit(address, **gesture.fields)).status_code == 403, gesture
    assert await state(sheet) == before


@pytest.mark.parametrize("gesture", GESTURES, ids=lambda gesture: gesture.name)
@pytest.mark.parametrize(
    "who",
    [
        Somebody(AccountRole.PROFESSIONAL, "here", frozenset()),
        Somebody(AccountRole.COORDINATOR, "", frozenset({HERE})),
        Somebody(AccountRole.COORDINATOR, "", frozenset({REGION})),
        Somebody(AccountRole.COORDINATOR, "here", frozenset({ELSEWHERE})),
    ],
    ids=["agent", "coordinator", "region", "agent and coordinator elsewhere"],
)
async def test_those_of_the_table_do(app: Starlette, who: Somebody, gesture: Gesture) -> None:
    sheet, other = await world(app.state.settings)
    user = await open_account(app.state.settings, "Zoé")
    await become(user, who, sheet, other)
    async with await signed_in(app, user) as visitor:
        address = await gesture.address(visitor, sheet, await Suggestion.get())
        status = (await visitor.submit(address, **gesture.fields)).status_code
    assert (status == 403) is (gesture.right not in who.rights(HERE)), status
    assert status < 500

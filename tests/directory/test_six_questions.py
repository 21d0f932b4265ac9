"""Each page that keeps a sheet is asked the same: works, colleague, role, stranger, nothing there, wrong method."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import pytest

from boite.accounts.models import AccountRole, User
from boite.directory.keepers import keepers
from boite.directory.maintenance import points, service_editing, structure_editing, suggestions
from boite.directory.models import Membership, Structure
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure
from tests.each_of import each_asked
from tests.visitors import Visitor

ROLES = (
    AccountRole.PERSON,
    AccountRole.PROFESSIONAL,
    AccountRole.COORDINATOR,
    AccountRole.OBSERVER,
    AccountRole.ADMINISTRATOR,
)
"""Those of people, who sign in."""
NOBODY = "00000000-0000-4000-8000-000000000000"
SENSELESS = ["0", NOBODY, "é", "%00", "x" * 300]


class Asked(NamedTuple):
    """One address: its name, the rows that it names, its methods, and who it is open to."""

    name: str
    rows: str = ""
    methods: str = "GET POST"
    who: str = "agent"
    """`agent` (and the coordination), `coordinator` only, or `anybody`."""

    def address(self, visitor: Visitor, rows: dict[str, object]) -> str:
        wanted = [*(["slug"] if self.rows != "suggestion" else []), *self.rows.split()]
        return visitor.address(f"directory:{self.name}", **{name: rows[name] for name in wanted})


PAGES = [
    Asked("edit", methods="GET"),
    Asked("words"),
    Asked("point_new"),
    Asked("point", "point"),
    Asked("point_move", "point"),
    Asked("point_remove", "point", "POST"),
    Asked("point_rank", "point", "POST"),
    Asked("service_new"),
    Asked("service", "service"),
    Asked("service_remove", "service", "POST"),
    Asked("service_rank", "service", "POST"),
    Asked("check", methods="POST"),
    Asked("undo", "revision", "POST"),
    Asked("end", who="coordinator"),
    Asked("reopen", methods="POST", who="coordinator"),
    Asked("keepers", who="coordinator"),
    Asked("keeper_remove", "membership", "POST", "coordinator"),
    Asked("accept", "suggestion", "POST", "coordinator"),
    Asked("refuse", "suggestion", "POST", "coordinator"),
    Asked("history", methods="GET", who="anybody"),
    Asked("suggest", who="anybody"),
]
KEPT = [page for page in PAGES if page.who != "anybody"]
FORMS = [page for page in PAGES if "POST" in page.methods]
named = lambda page: page.name  # noqa: E731


@pytest.fixture
async def rows(sheet: Structure, agent: User) -> dict[str, object]:
    """One of each thing that an address may name."""
    revision = await structure_editing.change(sheet, {"phone": "3949"}, by=agent)
    assert revision
    return {
        "slug": sheet.slug,
        "point": (await points.of(sheet))[0].id,
        "service": (await service_editing.of(sheet))[0].id,
        "revision": revision.id,
        "membership": (await Membership.get(user_id=agent.id)).id,
        "suggestion": (await suggestions.suggest(sheet, {"phone": "112"}, "", by=None)).id,
    }


async def ask(visitor: Visitor, method: str, address: str) -> int:
    answer = await (visitor.get(address) if method == "GET" else visitor.submit(address, name="Autre"))
    return answer.status_code


@pytest.mark.parametrize("page", PAGES, ids=named)
async def test_it_works_for_whom_it_is_open_to(
    page: Asked, rows: dict[str, object], agent: User, coordinator: User, sign_in: SignIn
) -> None:
    for user in (coordinator, agent) if page.who == "agent" else (coordinator,):
        visitor = await sign_in(user)
        if "GET" in page.methods:
            assert await ask(visitor, "GET", page.address(visitor, rows)) == 200
    assert await ask(visitor, page.methods.split()[-1], page.address(visitor, rows)) in {200, 303, 409, 422}


@each_asked("page", KEPT)
async def test_others_are_refused(
    page: Asked, rows: dict[str, object], agent: User, sign_in: SignIn, new_person: OpenAccount
) -> None:
    colleague = await new_person("Léa", role=AccountRole.PROFESSIONAL)
    await keepers.add(await make_structure("Autre"), colleague.handle, by=None)
    people = [colleague, *[await new_person("Zoé", role=role) for role in ROLES]]
    for user in [*people, agent] if page.who == "coordinator" else people:
        visitor = await sign_in(user)
        for method in page.methods.split():
            assert await ask(visitor, method, page.address(visitor, rows)) == 403, (user.role, method)


@each_asked("page", KEPT)
async def test_somebody_unknown_is_asked_to_sign_in(page: Asked, rows: dict[str, object], client: Visitor) -> None:
    for method in page.methods.split():
        assert await ask(client, method, page.address(client, rows)) == (303 if method == "GET" else 401)


@each_asked("page, identifier", product(PAGES, SENSELESS))
async def test_what_is_not_there_is_not_found(
    page: Asked, identifier: str, rows: dict[str, object], coordinator: User, sign_in: SignIn
) -> None:
    visitor = await sign_in(coordinator)
    for name in ["slug", *page.rows.split()] if page.rows != "suggestion" else ["suggestion"]:
        for method in page.methods.split():
            address = page.address(visitor, rows | {name: identifier})
            assert await ask(visitor, method, address) == 404, (name, method)


@each_asked("page", PAGES)
async def test_a_wrong_method_is_refused(
    page: Asked, rows: dict[str, object], coordinator: User, sign_in: SignIn
) -> None:
    visitor = await sign_in(coordinator)
    for method in {"GET", "POST", "PUT", "DELETE"} - set(page.methods.split()):
        assert (await visitor.request(method, page.address(visitor, rows))).status_code == 405, method


@each_asked("page", FORMS)
async def test_a_gesture_without_the_token_is_refused(
    page: Asked, rows: dict[str, object], coordinator: User, sign_in: SignIn
) -> None:
    visitor = await sign_in(coordinator)
    answer = await visitor.post(page.address(visitor, rows), data={"name": "Autre", "reason": "Sans jeton"})
    assert answer.status_code == 403


@each_asked("page", [page for page in PAGES if page.who == "anybody"])
async def test_what_is_public_opens_to_anybody(page: Asked, rows: dict[str, object], client: Visitor) -> None:
    assert await ask(client, "GET", page.address(client, rows)) == 200

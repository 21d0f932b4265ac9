"""Each address is asked the same questions: who may, who may not, is it there, by which method."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple
from uuid import uuid4

import pytest

from boite.accounts.models import AccountRole, User
from boite.agenda.models import Event, Registration
from boite.agenda.registration import Newcomer, put_name
from tests.agenda.events import make_agent, make_event, make_host
from tests.conftest import OpenAccount, SignIn
from tests.each_of import each_asked
from tests.visitors import Visitor


class Asked(NamedTuple):
    """One working address: its name and the methods that it takes."""

    name: str
    methods: str = "GET"
    names: bool = False
    """Whether it shows people: then a colleague of the territory is refused too."""


DESK = [
    Asked("kept"),
    Asked("edit", "GET POST"),
    Asked("edit_where", "GET POST"),
    Asked("edit_seats", "GET POST"),
    Asked("publish", "POST"),
    Asked("withdraw", "POST"),
    Asked("cancel", "GET POST"),
    Asked("structures", "GET POST"),
    Asked("steps", "GET POST"),
    Asked("attendance", "GET POST", names=True),
    Asked("name_new", "GET POST", names=True),
    Asked("results", names=True),
    Asked("results_csv", names=True),
    Asked("posters", names=True),
]
READ = {"kept"}
OTHERS = (AccountRole.PERSON, AccountRole.OBSERVER, AccountRole.ADMINISTRATOR, AccountRole.PROFESSIONAL)
ids = pytest.mark.parametrize("page", DESK, ids=lambda page: page.name)


async def asked(visitor: Visitor, page: Asked, slug: str) -> list[int]:
    """The answers to each method."""
    address = visitor.address(f"agenda:{page.name}", slug=slug)
    return [
        (await (visitor.get(address) if method == "GET" else visitor.submit(address))).status_code
        for method in page.methods.split()
    ]


@ids
async def test_the_organiser_may(page: Asked, desk: Visitor, event: Event) -> None:
    assert set(await asked(desk, page, event.slug)) <= {200, 303, 409, 422}


@ids
async def test_the_coordination_may(page: Asked, sign_in: SignIn, nadia: User, event: Event) -> None:
    assert set(await asked(await sign_in(nadia), page, event.slug)) <= {200, 303, 409, 422}


@ids
async def test_a_colleague_of_the_territory_reads_but_sees_nobody(
    page: Asked, new_person: OpenAccount, sign_in: SignIn, event: Event
) -> None:
    colleague = await make_agent(new_person, await make_host(name="CIO de Pithiviers"), "Lucie")
    codes = set(await asked(await sign_in(colleague), page, event.slug))
    assert codes == ({200} if page.name in READ else {403})


@each_asked("page, role", product(DESK, OTHERS))
async def test_nobody_else_may(
    page: Asked, role: AccountRole, new_person: OpenAccount, sign_in: SignIn, nadia: User, event: Event
) -> None:
    """A published event is known to everybody, so 403; a draft is not there at all."""
    draft = await make_event(nadia, published=False)
    somebody = await sign_in(await new_person("Marc", role=role))
    assert set(await asked(somebody, page, event.slug)) == {403}
    assert set(await asked(somebody, page, draft.slug)) == {404}


@each_asked("page", DESK)
async def test_a_senseless_address_is_not_found(page: Asked, desk: Visitor) -> None:
    for slug in ("rien", "é", "%00", str(uuid4())):
        assert set(await asked(desk, page, slug)) == {404}


@each_asked("page", DESK)
async def test_a_wrong_method_is_refused(page: Asked, desk: Visitor, event: Event) -> None:
    address = desk.address(f"agenda:{page.name}", slug=event.slug)
    for method in {"GET", "POST", "PUT", "DELETE"} - set(page.methods.split()):
        assert (await desk.request(method, address)).status_code == 405


@pytest.mark.parametrize("senseless", ["rien", "é", "%00", "a" * 300])
async def test_senseless_public_addresses_are_not_found(client: Visitor, senseless: str) -> None:
    pages = {"event": "slug", "event_file": "slug", "register": "slug", "feed": "code", "registration": "code"}
    for name, parameter in (pages | {"entrance": "token", "step": "token"}).items():
        address = client.address(f"agenda:{name}", **{parameter: senseless})
        assert (await client.get(address)).status_code == 404, name
    for name in ("leave", "answer"):
        assert (await client.submit(client.address(f"agenda:{name}", code=senseless))).status_code == 404


async def test_one_line_of_the_list_belongs_to_its_event(
    desk: Visitor, event: Event, nadia: User, agent: User, sign_in: SignIn, person: User
) -> None:
    row = await put_name(event, Newcomer(name="Lou"), by=agent)
    other = await make_event(nadia)
    page, gesture = (
        desk.address(f"agenda:{name}", slug=event.slug, registration=row.id) for name in ("listed", "take_off")
    )
    assert (await desk.get(page)).status_code == 200
    elsewhere = desk.address("agenda:take_off", slug=other.slug, registration=row.id)
    assert (await (await sign_in(nadia)).submit(elsewhere)).status_code == 404
    assert (await (await sign_in(person)).submit(gesture)).status_code == 403
    assert (await desk.submit(desk.address("agenda:take_off", slug=event.slug, registration="x"))).status_code == 404
    assert (await desk.submit(gesture)).status_code == 303
    assert not (await Registration.get(id=row.id)).living


async def test_only_the_organiser_scans(
    desk: Visitor, event: Event, agent: User, sign_in: SignIn, visitor: Visitor, client: Visitor
) -> None:
    row = await put_name(event, Newcomer(name="Lou"), by=agent)
    address = desk.address("agenda:scan", code=row.code)
    assert (await client.get(address)).status_code == 303
    assert (await visitor.get(address)).status_code == 404
    assert (await visitor.submit(address)).status_code == 404
    assert "Lou" in (await desk.get(address)).text
    assert (await desk.submit(address)).status_code == 409, "three days too early"


async def test_drafts_are_not_there_for_the_public(client: Visitor, nadia: User) -> None:
    draft = await make_event(nadia, published=False, title="Secret")
    for name in ("event", "event_file", "register"):
        assert (await client.get(client.address(f"agenda:{name}", slug=draft.slug))).status_code == 404
    assert "Secret" not in (await client.get(client.address("agenda:index"))).text
    feed = client.address("agenda:feed", code=draft.territory_id)
    assert "Secret" not in (await client.get(feed)).text


async def test_an_agent_writes_for_their_own_territory_and_structure_only(
    desk: Visitor, host: object, new_person: OpenAccount
) -> None:
    stranger = await make_host("SPRO-37", "CIO de Tours")
    fields = {
        "draft": str(uuid4()),
        "title": "Atelier",
        "kind": "atelier",
        "begins_on": "2030-03-04",
        "begins_time": "14:00",
        "ends_time": "16:00",
    }
    assert (await desk.submit(desk.address("agenda:new"), **fields)).status_code == 303
    made = await Event.get(title="Atelier")
    assert made.territory_id == "SPRO-45-PITHIVIERS"
    where = desk.address("agenda:edit_where", slug=made.slug)
    refused = await desk.edit(where, territory="SPRO-37", organiser=str(stranger.id))
    assert refused.status_code == 422
    assert (await Event.get(title="Atelier")).territory_id == "SPRO-45-PITHIVIERS"
    assert (await desk.edit(where, city="Pithiviers", organiser="")).status_code == 303
    assert (await Event.get(title="Atelier")).published_at is None

"""Each action is asked the same questions: who may, is it there, by which method, with which token."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import pytest
from starlette.applications import Starlette

from boite.access.roles import QUESTIONS, Right, Role
from boite.accounts.models import AccountRole
from boite.orientation.models import Answer
from boite.routes import PUBLIC
from tests.conftest import OpenAccount, SignIn
from tests.each_of import each_asked
from tests.orientation.guide_rows import TOURS, agent, coordinator, make_answer, make_question, make_region
from tests.visitors import Visitor

NOBODY = "00000000-0000-4000-8000-000000000000"


class Asked(NamedTuple):
    """One address: what it asks of the door, its methods, what it names."""

    name: str
    right: Right
    methods: str = "GET"
    names: str = ""

    def address(self, visitor: Visitor, identifier: object, **other: str) -> str:
        known = {"slug": "financer", "answer": str(identifier), "structure": "apec", "territory": TOURS} | other
        return visitor.address(f"orientation:{self.name}", **{name: known[name] for name in self.names.split()})


PAGES = [
    Asked("home", Right.READ),
    Asked("question", Right.READ, names="slug"),
    Asked("where", Right.READ, names="slug"),
    Asked("who", Right.READ, names="slug"),
    Asked("sheet", Right.READ, names="slug"),
    Asked("guides", Right.READ),
    Asked("guide", Right.READ, names="territory"),
    Asked("desk", Right.RECEIVE),
    Asked("relay", Right.RECEIVE, "GET POST", "slug structure"),
    Asked("table", Right.PREVIEW),
    Asked("questions", Right.PREVIEW),
    Asked("question_edit", Right.PREVIEW, names="slug"),
    Asked("question_history", Right.PREVIEW, names="slug"),
    Asked("preview", Right.PREVIEW, names="slug"),
    Asked("answer_new", Right.ANSWER_LOCALLY, "GET POST", "slug"),
    Asked("answer_edit", Right.ANSWER_LOCALLY, "GET POST", "slug answer"),
    Asked("answer_move", Right.ANSWER_LOCALLY, "POST", "slug answer"),
    Asked("answer_remove", Right.ANSWER_LOCALLY, "POST", "slug answer"),
    Asked("question_new", Right.EDIT, "GET POST"),
    Asked("question_words", Right.EDIT, "GET POST", "slug"),
    Asked("publish", Right.EDIT, "POST", "slug"),
    Asked("unpublish", Right.EDIT, "POST", "slug"),
    Asked("move", Right.EDIT, "POST", "slug"),
    Asked("files", Right.EXCHANGE),
    Asked("download", Right.EXCHANGE),
    Asked("check", Right.EXCHANGE, "POST"),
    Asked("bring_in", Right.EXCHANGE, "POST"),
]
SEATS = {
    "person": (AccountRole.PERSON, Role.ANYONE),
    "observer": (AccountRole.OBSERVER, Role.ANYONE),
    "administrator": (AccountRole.ADMINISTRATOR, Role.ANYONE),
    "professional": (AccountRole.PROFESSIONAL, Role.PROFESSIONAL),
    "local": (AccountRole.COORDINATOR, Role.COORDINATOR),
    "regional": (AccountRole.COORDINATOR, Role.REGIONAL_COORDINATOR),
}
BAD = [
    ("slug", "inconnue"),
    ("slug", "%00"),
    ("answer", NOBODY),
    ("answer", "0"),
    ("territory", "R24"),
    ("territory", "%00"),
]
STRANGE = [(page, *bad) for page in PAGES for bad in BAD if bad[0] in page.names]
PAIRS = list(product(PAGES, SEATS))


def opens(page: Asked, seat: str) -> bool:
    """What the table says."""
    return page.right in QUESTIONS[SEATS[seat][1]]


@pytest.fixture
async def answer(app: Starlette) -> Answer:
    """The answer of Indre-et-Loire to a question."""
    await make_region()
    return await make_answer(await make_question(), "cio", territory=TOURS)


async def somebody(seat: str, new_person: OpenAccount, sign_in: SignIn) -> Visitor:
    """Somebody of this seat; a professional works at the mission locale of Tours."""
    from boite.directory.models import Structure

    user = await new_person(seat, SEATS[seat][0])
    if seat in {"local", "regional"}:
        await coordinator(user, TOURS if seat == "local" else "R24")
    if seat in {"professional", "local", "regional"}:
        await agent(user, await Structure.get(slug="ml-tours"))
    return await sign_in(user)


async def asked(visitor: Visitor, page: Asked, answer: Answer) -> set[int]:
    """The answers to each method."""
    address = page.address(visitor, answer.id)
    tried = [
        await (visitor.get(address, follow_redirects=True) if method == "GET" else visitor.submit(address))
        for method in page.methods.split()
    ]
    return {done.status_code for done in tried}


@pytest.mark.parametrize(("page", "seat"), [pair for pair in PAIRS if opens(*pair)])
async def test_the_door_opens_as_the_table_says(
    page: Asked, seat: str, answer: Answer, new_person: OpenAccount, sign_in: SignIn
) -> None:
    visitor = await somebody(seat, new_person, sign_in)
    assert await asked(visitor, page, answer) <= {200, 303, 409, 422}


@each_asked("page, seat", [pair for pair in PAIRS if not opens(*pair)])
async def test_the_door_refuses_as_the_table_says(
    page: Asked, seat: str, answer: Answer, new_person: OpenAccount, sign_in: SignIn
) -> None:
    visitor = await somebody(seat, new_person, sign_in)
    assert await asked(visitor, page, answer) == {403}


@each_asked("page", PAGES)
async def test_somebody_unknown_reads_what_is_public_only(page: Asked, answer: Answer, client: Visitor) -> None:
    public = f"orientation:{page.name}" in PUBLIC
    assert public == (page.right == Right.READ)
    done = await client.request(page.methods.split()[0], page.address(client, answer.id))
    assert done.status_code in ({200, 303} if public else {303, 401})
    if not public and done.status_code == 303:
        assert "/compte/" in done.headers["location"]


@each_asked("page, name, value", STRANGE)
async def test_what_is_not_there_is_not_found(
    page: Asked, name: str, value: str, answer: Answer, new_person: OpenAccount, sign_in: SignIn
) -> None:
    visitor = await somebody("regional", new_person, sign_in)
    address = page.address(visitor, answer.id, **{name: value})
    for method in page.methods.split():
        done = await (visitor.get(address) if method == "GET" else visitor.submit(address))
        assert done.status_code == 404, method


@each_asked("page", PAGES)
async def test_a_wrong_method_is_refused(page: Asked, answer: Answer, new_person: OpenAccount, sign_in: SignIn) -> None:
    visitor = await somebody("regional", new_person, sign_in)
    for method in {"GET", "POST", "PUT", "DELETE"} - set(page.methods.split()):
        assert (await visitor.request(method, page.address(visitor, answer.id))).status_code == 405, method


@each_asked("page", [page for page in PAGES if "POST" in page.methods])
async def test_a_gesture_without_the_token_is_refused(
    page: Asked, answer: Answer, new_person: OpenAccount, sign_in: SignIn
) -> None:
    visitor = await somebody("regional", new_person, sign_in)
    done = await visitor.post(page.address(visitor, answer.id), data={"words": "x"})
    assert done.status_code in {403, 422}
    assert await Answer.exists(id=answer.id)

"""Two transactions that wait for each other: the one that the database takes back is done again, and both succeed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest
from asyncpg.exceptions import DeadlockDetectedError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from boite.accounts.models import User
from boite.database.connection import execute, inside_transaction, on_sqlite, transaction
from boite.database.retries import retried
from boite.settings import Settings
from boite.web import csrf, forms, forms_with_files
from boite.web.errors import handlers
from boite.web.forms import Form
from boite.web.logs import RequestLog
from boite.web.multipart import Part
from tests.conftest import OpenAccount

pytestmark = pytest.mark.anyio
RENAME = "UPDATE account_user SET first_name = ? WHERE handle = ?"


class Crossing:
    """Two writers that take two rows in opposite orders; each has the first before either asks for the second."""

    def __init__(self, first: User, second: User) -> None:
        self.handles = [first.handle, second.handle]
        self.tries = 0
        self._both = asyncio.Event()
        self._one_done = asyncio.Event()
        self._there = 0

    async def write(self, name: str, *, backwards: bool) -> None:
        self.tries += 1
        if self.tries > 2:  # the pause before it is for a real service: here the other one has gone first, for sure
            await self._one_done.wait()
        one, other = reversed(self.handles) if backwards else self.handles
        async with transaction():
            await execute(RENAME, name, one)
            self._there += 1
            if self._there > 1 or on_sqlite():  # SQLite lets only one of them in
                self._both.set()
            await self._both.wait()
            await execute(RENAME, name, other)
        self._one_done.set()


@pytest.fixture
async def crossing(person: User, new_person: OpenAccount) -> Crossing:
    return Crossing(person, await new_person("Marc"))


async def test_a_verb_is_done_again(crossing: Crossing) -> None:
    await asyncio.gather(
        retried(lambda: crossing.write("Une", backwards=False)), retried(lambda: crossing.write("Deux", backwards=True))
    )
    assert crossing.tries == (2 if on_sqlite() else 3)
    assert len(set(await User.filter(handle__in=crossing.handles).values_list("first_name", flat=True))) == 1


async def test_inside_a_larger_transaction_nothing_is_done_again(person: User) -> None:
    tries = 0

    async def taken_back() -> None:
        nonlocal tries
        tries += 1
        assert inside_transaction()
        raise DeadlockDetectedError("as the database says it")

    with pytest.raises(DeadlockDetectedError):
        async with transaction():
            await retried(taken_back)
    assert tries == 1


async def test_it_gives_up_in_the_end(person: User) -> None:
    tries = 0

    async def taken_back() -> None:
        nonlocal tries
        tries += 1
        raise DeadlockDetectedError("as the database says it")

    with pytest.raises(DeadlockDetectedError):
        await retried(taken_back)
    assert tries == 3


@pytest.fixture
def files() -> list[str]:
    """The names of the files that the site has kept."""
    return []


@pytest.fixture
async def site(
    crossing: Crossing, new_person: OpenAccount, files: list[str], settings: Settings
) -> AsyncIterator[httpx2.AsyncClient]:
    """A site whose pages cross, with our handlers."""
    # What is committed first is another row: one that the crossing holds would make the two views wait here.
    elsewhere = await new_person("Léa")

    async def form(request: Request) -> Response:
        name = (await forms.read_signed(request)).text("name")
        if "committed" in request.url.path:
            async with transaction():
                await execute(RENAME, "avant", elsewhere.handle)
        await crossing.write(name, backwards="backwards" in request.url.path)
        return PlainTextResponse(name)

    async def page(request: Request) -> Response:
        answer = PlainTextResponse(csrf.token(request))
        csrf.remember(request, answer)
        return answer

    async def form_with_file(request: Request) -> Response:
        async def kept(part: Part, before: Form) -> tuple[str, str]:
            async for _ in part.chunks:
                continue
            async with transaction():
                await execute(RENAME, "avec un fichier", elsewhere.handle)
            files.append(part.filename or "")
            return "picture", part.filename or ""

        sent = await forms_with_files.read(request, kept)
        await crossing.write(sent.text("name"), backwards="backwards" in request.url.path)
        return PlainTextResponse(sent.raw("picture"))

    async def bytes_that_come(request: Request) -> Response:
        async for _ in request.stream():
            continue
        await crossing.write("x", backwards="backwards" in request.url.path)
        return PlainTextResponse("x")

    routes = [
        Route("/{way}", form, methods=["POST"]),
        Route("/page", page),
        Route("/file/{way}", form_with_file, methods=["POST"]),
        Route("/stream/{way}", bytes_that_come, methods=["POST"]),
        Route("/committed/{way}", form, methods=["POST"]),
    ]
    made = Starlette(routes=routes, middleware=[Middleware(RequestLog)], exception_handlers=handlers(postgresql=True))
    made.state.settings = settings
    transport = httpx2.ASGITransport(app=made)
    async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


async def both(site: httpx2.AsyncClient, path: str) -> list[httpx2.Response]:
    headers = {"tus-resumable": "1.0.0"}  # answers without a page
    ways = ("forwards", "backwards")
    sent = [site.post(f"{path}{way}", data={"name": way}, headers=headers) for way in ways]
    return sorted(await asyncio.gather(*sent), key=lambda answer: answer.status_code)


async def test_a_view_is_done_again_with_its_form(site: httpx2.AsyncClient, crossing: Crossing) -> None:
    answers = await both(site, "/")
    assert [answer.status_code for answer in answers] == [200, 200]
    assert {answer.text for answer in answers} == {"forwards", "backwards"}
    assert crossing.tries == (2 if on_sqlite() else 3)


async def test_what_came_with_a_file_is_done_again_and_the_file_kept_once(
    site: httpx2.AsyncClient, crossing: Crossing, files: list[str]
) -> None:
    page = await site.get("/page")
    token = {"csrf": page.text}
    ways = ("forwards", "backwards")
    sent = [
        site.post(f"/file/{way}", data={**token, "name": way}, files={"picture_file": (f"{way}.png", b"12")})
        for way in ways
    ]
    answers = await asyncio.gather(*sent)
    assert [(answer.status_code, answer.text) for answer in answers] == [(200, f"{way}.png") for way in ways]
    assert sorted(files) == sorted(f"{way}.png" for way in ways)
    assert crossing.tries == (2 if on_sqlite() else 3)


@pytest.mark.parametrize("path", ["/stream/", "/committed/"])
async def test_a_view_is_not_done_again_where_it_would_do_something_twice(
    site: httpx2.AsyncClient, crossing: Crossing, path: str
) -> None:
    """Its body is gone, or a part of it is committed: whoever asked is told to come back."""
    answers = await both(site, path)
    if on_sqlite():
        assert [answer.status_code for answer in answers] == [200, 200]
    else:
        assert [answer.status_code for answer in answers] == [200, 503]
        assert answers[1].headers["retry-after"]
    assert crossing.tries == 2

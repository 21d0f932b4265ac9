"""Each action is asked the same questions: whose is it, is it there, by which method, with which token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import product
from typing import NamedTuple

import pytest

from boite.accounts.models import User
from boite.files.models import Discard, Node
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.each_of import each_asked
from tests.files.papers import put, top
from tests.visitors import Visitor

NOBODY = "00000000-0000-4000-8000-000000000000"


class Asked(NamedTuple):
    """One address of this domain: its name, what identifies the row, the methods that it takes."""

    name: str
    parameter: str
    methods: str = "GET"
    row: str = "paper"
    more: dict[str, str] = {}  # noqa: RUF012

    def address(self, visitor: Visitor, identifier: object) -> str:
        return visitor.address(f"files:{self.name}", **{self.parameter: identifier}, **self.more)


PAGES = [
    Asked("browse", "node", row="folder"),
    Asked("folder_new", "node", "GET POST", "folder"),
    Asked("note_new", "node", "GET POST", "folder"),
    Asked("link_new", "node", "GET POST", "folder"),
    Asked("contact_new", "node", "GET POST", "folder"),
    Asked("paper", "node"),
    Asked("rename", "node", "GET POST"),
    Asked("classify", "node", "GET POST"),
    Asked("edit", "node", "GET POST", "note"),
    Asked("move", "nodes", "GET POST"),
    Asked("copy", "nodes", "GET POST"),
    Asked("discard", "nodes", "POST"),
    Asked("zip", "nodes"),
    Asked("content", "node"),
    Asked("version", "node", more={"number": "1"}),
    Asked("version_restore", "node", "POST", more={"number": "1"}),
    Asked("version_purge", "node", "GET POST", more={"number": "1"}),
    Asked("restore", "discards", "POST", "discard"),
    Asked("purge", "discard", "GET POST", "discard"),
]
Rows = Callable[[str], Awaitable[Node | Discard]]


@pytest.fixture
def row(person: User, store: BlobStore) -> Rows:
    """`await row("paper")`: something of Inès's box."""

    async def made(kind: str) -> Node | Discard:
        if kind == "folder":
            return await (await top(person)).add_folder("Recherche", by=person)
        if kind == "note":
            return await put(person, store, "Idées.txt", b"Appeler Paul\n", kind="note")
        paper = await put(person, store)
        return await paper.discard(by=person, days=30) if kind == "discard" else paper

    return made


@each_asked("page", PAGES)
async def test_a_stranger_finds_nothing(page: Asked, row: Rows, sign_in: SignIn, stranger: User) -> None:
    theirs = await sign_in(stranger)
    address = page.address(theirs, (await row(page.row)).id)
    for method in page.methods.split():
        answer = await (theirs.get(address) if method == "GET" else theirs.submit(address, name="x"))
        assert answer.status_code == 404, method


@each_asked("page, identifier", product(PAGES, ["0", NOBODY, "é", "%00", ",", f"{NOBODY},{NOBODY}"]))
async def test_a_senseless_identifier_is_not_found(page: Asked, identifier: str, visitor: Visitor) -> None:
    address = page.address(visitor, identifier)
    for method in page.methods.split():
        answer = await (visitor.get(address) if method == "GET" else visitor.submit(address))
        assert answer.status_code == 404, method


@each_asked("page", PAGES)
async def test_a_wrong_method_is_refused(page: Asked, row: Rows, visitor: Visitor) -> None:
    address = page.address(visitor, (await row(page.row)).id)
    wrong = [method for method in ("GET", "POST", "PUT", "DELETE") if method not in page.methods.split()]
    for method in wrong:
        assert (await visitor.request(method, address)).status_code == 405, method


@each_asked("page", [page for page in PAGES if "POST" in page.methods])
async def test_a_gesture_without_the_token_is_refused(page: Asked, row: Rows, visitor: Visitor) -> None:
    address = page.address(visitor, (await row(page.row)).id)
    assert (await visitor.post(address, data={"name": "Autre", "dans": NOBODY})).status_code == 403


@pytest.mark.parametrize("page", [page for page in PAGES if "GET" in page.methods], ids=lambda page: page.name)
async def test_its_owner_sees_it(page: Asked, row: Rows, visitor: Visitor) -> None:
    assert (await visitor.get(page.address(visitor, (await row(page.row)).id))).status_code == 200


@each_asked("page", PAGES)
async def test_somebody_unknown_is_asked_to_sign_in(page: Asked, row: Rows, client: Visitor) -> None:
    answer = await client.request(page.methods.split()[0], page.address(client, (await row(page.row)).id))
    assert answer.status_code == (303 if "GET" in page.methods else 401)

"""The trash as a page."""

from __future__ import annotations

from html import unescape

from boite.accounts.models import User
from boite.files.models import Discard, Node
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.files.papers import put, top
from tests.visitors import Visitor


async def test_erasing_one_discard_asks_first(visitor: Visitor, person: User, store: BlobStore) -> None:
    paper = await put(person, store)
    discard = await paper.discard(by=person, days=30)
    address = visitor.address("files:purge", discard=discard.id)
    assert "Personne ne pourra revenir en arrière." in unescape((await visitor.get(address)).text)
    assert await Node.exists(id=paper.id)
    assert (await visitor.submit(address)).status_code == 303
    assert not await Node.exists(id=paper.id)
    assert (await visitor.submit(address)).status_code == 404


async def test_emptying_asks_first_and_touches_only_one_box(
    visitor: Visitor, person: User, stranger: User, store: BlobStore, sign_in: SignIn
) -> None:
    for owner in (person, person, stranger):
        await (await put(owner, store)).discard(by=owner, days=30)
    address = visitor.address("files:trash_empty")
    assert (await visitor.get(address)).status_code == 200
    assert await Discard.all().count() == 3
    assert (await visitor.post(address)).status_code == 403
    assert (await visitor.submit(address)).status_code == 303
    assert await Discard.all().count() == 1
    assert "Remettre CV" in (await (await sign_in(stranger)).get(address.removesuffix("/vidage"))).text


async def test_the_trash_has_pages(visitor: Visitor, person: User, store: BlobStore) -> None:
    for number in range(51):
        await (await put(person, store, f"Papier {number}.pdf")).discard(by=person, days=30)
    address = visitor.address("files:trash")
    first, second = (await visitor.get(address)).text, (await visitor.get(f"{address}?page=2")).text
    assert (first.count("trash-node"), second.count("trash-node")) == (50, 1)
    for nonsense in ("0", "-1", "x", "99999999999999999999"):
        assert (await visitor.get(f"{address}?page={nonsense}")).status_code == 422


async def test_restoring_twice_is_not_found(visitor: Visitor, person: User, store: BlobStore) -> None:
    discard = await (await put(person, store)).discard(by=person, days=30)
    address = visitor.address("files:restore", discards=discard.id)
    assert (await visitor.submit(address)).status_code == 303
    assert (await visitor.submit(address)).status_code == 404


async def test_an_empty_trash_says_so(visitor: Visitor) -> None:
    assert "La corbeille est vide" in (await visitor.get(visitor.address("files:trash"))).text


async def test_what_is_in_the_trash_opens_nowhere_else(visitor: Visitor, person: User, store: BlobStore) -> None:
    paper, folder = await put(person, store), await (await top(person)).add_folder("Emploi", by=person)
    pages = [visitor.address(f"files:{name}", node=paper.id) for name in ("paper", "content", "rename", "classify")]
    pages += [visitor.address("files:browse", node=folder.id), visitor.address("files:move", nodes=paper.id)]
    for node in (paper, folder):
        await node.discard(by=person, days=30)
    for page in pages:
        assert (await visitor.get(page)).status_code in {404, 405}, page
    assert (await visitor.submit(pages[2], name="Autre", version="x")).status_code == 404

"""No page asks the database more when the box holds more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import pytest

from boite.accounts.models import User
from boite.database.connection import connection
from boite.files.models import Blob, Discard, Node
from storage.store import BlobStore
from tests.files.papers import put, top
from tests.visitors import Visitor

PAGES = ("home", "browse", "search", "by_type", "trash", "paper", "move")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements run meanwhile."""
    client = type(connection())
    seen: list[str] = []

    def noting(name: str):  # type: ignore[no-untyped-def]  # a method of whichever driver
        original = getattr(client, name)

        async def noted(self, query, *rest, **named):  # type: ignore[no-untyped-def]  # same as above
            seen.append(query)
            return await original(self, query, *rest, **named)

        return patch.object(client, name, noted)

    at_hand = getattr(client, "read_at_once", None)

    def noted_at_hand(self, query, values):  # type: ignore[no-untyped-def]  # same as above
        found = at_hand(self, query, values)  # type: ignore[misc]  # there, since it is patched
        if found is not None:  # else it is asked again by `execute_query_dict`
            seen.append(query)
        return found

    with ExitStack() as noticed:
        for name in ("execute_query", "execute_query_dict", "execute_insert"):
            noticed.enter_context(noting(name))
        if at_hand is not None:  # on SQLite, what an index finds is read without leaving the loop
            noticed.enter_context(patch.object(client, "read_at_once", noted_at_hand))
        yield seen


async def fill(person: User, store: BlobStore, count: int, start: int = 0) -> None:
    root = await top(person)
    for number in range(start, count):
        paper = await put(person, store, f"CV {number}.pdf", document_type="cv")
        await root.add_folder(f"Dossier {number}", by=person)
        gone = await put(person, store, f"Perdu {number}.pdf")
        await gone.discard(by=person, days=30)
        await paper.append_version(await Blob.get(key=gone.blob_id))


async def addresses(visitor: Visitor, person: User) -> dict[str, str]:
    paper = await Node.filter(kind="file", discard_row_id=None).first()
    assert paper is not None
    folder = await Node.get(name="Dossier 0")
    return {
        "home": visitor.address("files:home"),
        "browse": visitor.address("files:browse", node=folder.id),
        "search": visitor.address("files:search") + "?mots=cv",
        "by_type": visitor.address("files:home") + "?type=cv&vue=liste&tri=fin",
        "trash": visitor.address("files:trash"),
        "paper": visitor.address("files:paper", node=paper.id),
        "move": visitor.address("files:move", nodes=paper.id),
    }


@pytest.mark.parametrize("page", PAGES)
async def test_the_number_of_queries_does_not_grow(page: str, visitor: Visitor, person: User, store: BlobStore) -> None:
    counts = []
    for few, many in ((0, 5), (5, 40)):
        await fill(person, store, many, few)
        address = (await addresses(visitor, person))[page]
        with counted() as seen:
            assert (await visitor.get(address)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert 0 < counts[0] <= 12
    assert await Discard.all().count() == 40

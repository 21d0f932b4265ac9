"""Finding one's papers: by type, by folder, by page."""

from __future__ import annotations

import re
from html import unescape

import pytest

from boite.accounts.models import User
from boite.files.models import Node, NodeKind
from boite.files.names import naming
from storage.store import BlobStore
from tests.files.papers import put, top
from tests.visitors import Visitor


async def many(folder: Node, count: int) -> None:
    """Rows without bytes: enough for lists."""
    await Node.bulk_create(
        Node(
            space_id=folder.space_id,
            parent_id=folder.id,
            kind=NodeKind.FILE,
            document_type="cv",
            **naming(f"CV {n:04}"),
        )
        for n in range(count)
    )


def names(page: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'class="node-name"[^>]*><span>([^<]*)', page)]


async def test_an_empty_box_says_what_to_do_first(visitor: Visitor) -> None:
    page = (await visitor.get(visitor.address("files:home"))).text
    assert "Votre boîte est vide" in page
    assert "Ajouter un papier" in page


async def test_the_home_counts_by_type(visitor: Visitor, person: User, store: BlobStore) -> None:
    await put(person, store, "A.pdf", document_type="diplome")
    for number in range(2):
        await put(person, store, f"B{number}.pdf", document_type="cv")
    page = (await visitor.get(visitor.address("files:home"))).text
    chips = re.findall(r'<a class="chip[^>]*>([^<]*?)\s*<span class="chip-count">(\d+)', page)
    assert chips == [("CV", "2"), ("Diplôme", "1")]


async def test_a_folder_is_read_page_after_page(visitor: Visitor, person: User) -> None:
    root = await top(person)
    await many(root, 205)
    await root.add_folder("Zèbre", by=person)
    address, seen, sizes = visitor.address("files:browse", node=root.id), [], []
    while address:
        page = (await visitor.get(address)).text
        seen += names(page)
        sizes.append(len(names(page)))
        following = re.search(r'href="([^"]+)"\s+rel="next"', page)
        address = unescape(following[1]) if following else ""
    assert sizes == [100, 100, 6]
    assert seen[0] == "Zèbre"
    assert seen[1:] == sorted(seen[1:])
    assert len(set(seen)) == 206


async def test_a_full_page_stays_light(visitor: Visitor, person: User) -> None:
    root = await top(person)
    await many(root, 100)
    assert len((await visitor.get(visitor.address("files:browse", node=root.id))).content) < 90_000


@pytest.mark.parametrize("mark", ["x", "1.2", "1.x.name", "9.00000000-0000-4000-8000-000000000000.%00é", "'", "1..."])
async def test_a_senseless_mark_never_breaks_the_page(mark: str, visitor: Visitor, person: User) -> None:
    address = visitor.address("files:browse", node=(await top(person)).id)
    assert (await visitor.get(f"{address}?apres={mark}")).status_code in {200, 404}


async def test_a_type_has_pages(visitor: Visitor, person: User) -> None:
    await many(await top(person), 101)
    address = visitor.address("files:by_type", code="cv")
    first, second = (await visitor.get(address)).text, (await visitor.get(f"{address}?page=2")).text
    assert (len(names(first)), len(names(second))) == (100, 1)
    for nonsense in ("0", "-1", "x", "9" * 30, "1.5"):
        assert (await visitor.get(f"{address}?page={nonsense}")).status_code == 422
    assert (await visitor.get(visitor.address("files:by_type", code="inconnu"))).status_code == 404


async def test_my_folders_lead_to_the_top(visitor: Visitor, person: User) -> None:
    answer = await visitor.get(visitor.address("files:folders"))
    assert answer.headers["location"] == visitor.address("files:browse", node=(await top(person)).id)


async def test_a_paper_is_not_a_folder(visitor: Visitor, person: User, store: BlobStore) -> None:
    paper = await put(person, store)
    assert (await visitor.get(visitor.address("files:browse", node=paper.id))).status_code == 404
    root = await top(person)
    assert (await visitor.get(visitor.address("files:paper", node=root.id))).status_code == 404


async def test_a_folder_is_taken_away_as_a_zip(visitor: Visitor, person: User, store: BlobStore) -> None:
    await put(person, store)
    answer = await visitor.get(visitor.address("files:zip", nodes=(await top(person)).id))
    assert answer.content[:2] == b"PK"
    assert b"CV.pdf" in answer.content

"""Finding one's papers: by type, by folder, by page."""

from __future__ import annotations

import re
from datetime import date
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
    assert chips == [("Tous", "3"), ("CV", "2"), ("Diplôme", "1")]


async def test_a_folder_is_read_page_after_page(visitor: Visitor, person: User) -> None:
    folder = await (await top(person)).add_folder("Emploi", by=person)
    await many(folder, 205)
    await folder.add_folder("Zèbre", by=person)
    address, seen, sizes = visitor.address("files:browse", node=folder.id), [], []
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
    folder = await (await top(person)).add_folder("Emploi", by=person)
    await many(folder, 100)
    assert len((await visitor.get(visitor.address("files:browse", node=folder.id))).content) < 90_000


@pytest.mark.parametrize("mark", ["x", "1.2", "1.x.name", "9.00000000-0000-4000-8000-000000000000.%00é", "'", "1..."])
async def test_a_senseless_mark_never_breaks_the_page(mark: str, visitor: Visitor, person: User) -> None:
    folder = await (await top(person)).add_folder("Emploi", by=person)
    address = visitor.address("files:browse", node=folder.id)
    assert (await visitor.get(f"{address}?apres={mark}")).status_code in {200, 404}


async def test_a_type_has_pages(visitor: Visitor, person: User) -> None:
    await many(await top(person), 25)
    old = visitor.address("files:by_type", code="cv")
    address = (await visitor.get(old)).headers["location"]
    assert address == visitor.address("files:home") + "?type=cv"
    first, second = (await visitor.get(address)).text, (await visitor.get(f"{address}&page=2")).text
    assert (first.count('class="thumbnail"'), second.count('class="thumbnail"')) == (24, 1)
    for nonsense in ("page=0", "page=-1", "page=x", "page=" + "9" * 30, "tri=x", "vue=x", "type=x"):
        assert (await visitor.get(visitor.address("files:home") + f"?{nonsense}")).status_code == 422
    assert (await visitor.get(visitor.address("files:by_type", code="inconnu"))).status_code == 404


async def test_the_top_has_one_address(visitor: Visitor, person: User) -> None:
    for address in (visitor.address("files:folders"), visitor.address("files:browse", node=(await top(person)).id)):
        assert (await visitor.get(address)).headers["location"] == visitor.address("files:home")


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("recents", ["Zèbre", "Élan", "Chat"]),
        ("noms", ["Chat", "Élan", "Zèbre"]),
        ("fin", ["Zèbre", "Chat", "Élan"]),
        ("lourds", ["Élan", "Chat", "Zèbre"]),
    ],
)
async def test_papers_are_sorted_as_one_wishes(
    visitor: Visitor, person: User, store: BlobStore, order: str, expected: list[str]
) -> None:
    folder = await (await top(person)).add_folder("Emploi", by=person)
    await put(person, store, "Chat.pdf", b"ab")
    await put(person, store, "Élan.pdf", b"abc", parent=folder)
    await put(person, store, "Zèbre.pdf", b"a", valid_until=date(2030, 1, 1))
    for view in ("grille", "liste"):
        page = (await visitor.get(visitor.address("files:home"), params={"tri": order, "vue": view})).text
        found = re.findall(r'class="(?:thumbnail|node)-name"[^>]*>(?:<span>)?([^<]*)', page)
        assert [unescape(name) for name in found] == expected
    assert re.search(r'Emploi</span>\s*<span class="folder-count">1\W+papier', page)


async def test_a_list_is_ticked_and_pictures_lead_there(visitor: Visitor, person: User, store: BlobStore) -> None:
    await put(person, store, document_type="cv")
    home = visitor.address("files:home")
    grid, listed = [(await visitor.get(f"{home}?type=cv&vue={view}")).text for view in ("grille", "liste")]
    assert ('name="geste"' in grid, 'name="geste"' in listed) == (False, True)
    assert f'href="{home}?type=cv&amp;vue=liste"' in grid
    assert f'href="{home}?type=cv"' in listed


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

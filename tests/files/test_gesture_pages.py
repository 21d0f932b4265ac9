"""Gestures as a person makes them: the answer, the word said afterwards, the way back."""

from __future__ import annotations

import re
from html import unescape

import pytest

from boite.accounts.models import User
from boite.files.models import Discard, Node, Space
from boite.journal.models import Entry
from storage.store import BlobStore
from tests.files.papers import put, top
from tests.visitors import Visitor


async def undo(visitor: Visitor, where: str) -> None:
    """Press « Annuler » on the page that follows a gesture."""
    page = (await visitor.get(where)).text
    found = re.search(r'notice notice-success.*?action="([^"]+)"', page, re.DOTALL)
    assert found, page
    assert (await visitor.submit(unescape(found[1]))).status_code == 303


def typed(page: str) -> str:
    """What is read: its spaces are plain ones."""
    return " ".join(unescape(page).replace("\xa0", " ").split())


async def test_a_folder_is_made_and_a_taken_name_gets_a_number(visitor: Visitor, person: User) -> None:
    address = visitor.address("files:folder_new", node=(await top(person)).id)
    for _ in range(2):
        assert (await visitor.submit(address, name="Recherche")).status_code == 303
    rows = await Node.filter(rank=0, space__owner_id=person.id).order_by("name")
    assert [row.name for row in rows] == ["Mes papiers", "Recherche", "Recherche (2)"]


async def test_a_folder_without_a_name_is_asked_again(visitor: Visitor, person: User) -> None:
    answer = await visitor.submit(visitor.address("files:folder_new", node=(await top(person)).id), name=" \u202e ")
    assert answer.status_code == 422
    assert "Écrivez un nom." in unescape(answer.text)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("é" * 300 + ".pdf", ("é" * 125) + ".pdf"),
        ("..", ""),
        ("../../etc/passwd", "..-..-etc-passwd"),
        ("a\x00b.pdf", "ab.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("Été 🌻 2026.pdf", "Été 🌻 2026.pdf"),
        ("<script>alert(1)</script>.pdf", "<script>alert(1)<-script>.pdf"),
    ],
)
async def test_names_are_data(given: str, kept: str, visitor: Visitor, person: User, store: BlobStore) -> None:
    paper = await put(person, store)
    answer = await visitor.edit(visitor.address("files:rename", node=paper.id), name=given)
    assert answer.status_code == (303 if kept else 422)
    await paper.refresh_from_db()
    assert paper.name == (kept or "CV.pdf")
    page = await visitor.get(visitor.address("files:paper", node=paper.id))
    assert page.status_code == 200
    assert "<script>alert" not in page.text


async def test_a_paper_is_classified_and_it_is_written_in_the_journal(
    visitor: Visitor, person: User, store: BlobStore
) -> None:
    paper = await put(person, store)
    address = visitor.address("files:classify", node=paper.id)
    assert (await visitor.edit(address, document_type="rqth-mdph", valid_until="2030-01-31")).status_code == 303
    page = unescape((await visitor.get(visitor.address("files:paper", node=paper.id))).text)
    assert "Valable jusqu'au 31 janvier 2030" in page
    assert await Entry.filter(owner_id=person.id, kind="file.classified").count() == 1
    assert (await visitor.edit(address, document_type="nonsense")).status_code == 422
    assert (await visitor.edit(address, document_type="cv", valid_until="demain")).status_code == 422


async def test_the_trash_is_undone_with_one_button(visitor: Visitor, person: User, store: BlobStore) -> None:
    paper = await put(person, store)
    answer = await visitor.submit(visitor.address("files:discard", nodes=paper.id))
    assert "CV.pdf" in unescape((await visitor.get(visitor.address("files:trash"))).text)
    # The word was shown on that page: the gesture is undone from the trash itself.
    discard = await Discard.get(node_id=paper.id)
    assert answer.status_code == 303
    assert (await visitor.submit(visitor.address("files:restore", discards=discard.id))).status_code == 303
    assert (await visitor.get(visitor.address("files:paper", node=paper.id))).status_code == 200


async def test_several_papers_are_discarded_then_given_back_at_once(
    visitor: Visitor, person: User, store: BlobStore
) -> None:
    folder = await (await top(person)).add_folder("Stage", by=person)
    papers = [await put(person, store, f"Papier {n}.pdf") for n in range(3)]
    inside = await put(person, store, "Dedans.pdf", parent=folder)
    ids = [str(row.id) for row in [*papers, folder, inside]]
    answer = await visitor.submit(visitor.address("files:selection"), geste="corbeille", node=ids)
    assert answer.status_code == 303
    assert await Node.filter(discard_row_id=None, parent_id__isnull=False).count() == 0
    await undo(visitor, answer.headers["location"])
    assert await Node.filter(discard_row_id=None, parent_id__isnull=False).count() == 5
    assert await Discard.all().count() == 0


async def test_a_move_is_undone_with_one_button(visitor: Visitor, person: User, store: BlobStore) -> None:
    folder = await (await top(person)).add_folder("Stage", by=person)
    papers = [await put(person, store, f"Papier {n}.pdf") for n in range(100)]
    ids = [str(row.id) for row in papers]
    picker = await visitor.submit(visitor.address("files:selection"), geste="deplacer", node=ids)
    assert picker.status_code == 303
    assert "Stage" in (await visitor.get(picker.headers["location"])).text
    answer = await visitor.submit(picker.headers["location"], dans=str(folder.id))
    assert await Node.filter(parent_id=folder.id).count() == 100
    await undo(visitor, answer.headers["location"])
    assert await Node.filter(parent_id=folder.id).count() == 0


async def test_where_a_paper_is_moves_nothing_and_says_it(visitor: Visitor, person: User, store: BlobStore) -> None:
    root = await top(person)
    folder = await root.add_folder("Stage", by=person)
    paper = await put(person, store, parent=folder)
    move, copy = (visitor.address(f"files:{name}", nodes=paper.id) for name in ("move", "copy"))
    here, above = folder.id, root.id
    page = typed((await visitor.get(move)).text)
    assert "Il est dans « Stage ». Choisissez un autre dossier." in page
    assert re.search(r"<button[^>]*disabled[^>]*><span>Déjà dans « Stage »", page)
    assert "Déplacer dans" not in page
    assert f'href="{move}?dans={above}"' in page, "the way up is a button too"
    assert "Remonter dans « Mes papiers »" in page
    assert "Déplacer dans « Mes papiers »" in typed((await visitor.get(f"{move}?dans={above}")).text)
    assert "Copier dans « Stage »" in typed((await visitor.get(f"{copy}?dans={here}")).text)


async def test_a_folder_does_not_go_into_itself(visitor: Visitor, person: User) -> None:
    folder = await (await top(person)).add_folder("Stage", by=person)
    inside = await folder.add_folder("Rapport", by=person)
    address = visitor.address("files:move", nodes=folder.id)
    assert (await visitor.submit(address, dans=str(inside.id))).status_code == 409
    assert (await visitor.submit(address, dans="nonsense")).status_code == 422


async def test_a_copy_lands_beside_with_its_own_name(visitor: Visitor, person: User, store: BlobStore) -> None:
    paper = await put(person, store)
    root = await top(person)
    answer = await visitor.submit(visitor.address("files:copy", nodes=paper.id), dans=str(root.id))
    rows = await Node.filter(parent_id=root.id, discard_row_id=None).order_by("name")
    assert [row.name for row in rows] == ["CV (2).pdf", "CV.pdf"]
    await undo(visitor, answer.headers["location"])
    assert await Node.filter(parent_id=root.id, discard_row_id=None).count() == 1


async def test_one_stranger_refuses_the_whole_selection(
    visitor: Visitor, person: User, stranger: User, store: BlobStore
) -> None:
    ids = [str((await put(owner, store)).id) for owner in (person, stranger)]
    for gesture in ("corbeille", "deplacer", "copier", "telecharger"):
        answer = await visitor.submit(visitor.address("files:selection"), geste=gesture, node=ids)
        assert answer.status_code == 404
    assert await Discard.all().count() == 0


async def test_nothing_ticked_says_so_and_comes_back(visitor: Visitor) -> None:
    home = visitor.address("files:home")
    for given, expected in [(home, home), ("https://ailleurs.example/", home), ("/espace\\@ailleurs", home)]:
        answer = await visitor.submit(visitor.address("files:selection"), geste="corbeille", retour=given)
        assert (answer.status_code, answer.headers["location"]) == (303, expected)
    assert "Cochez d'abord les papiers." in unescape((await visitor.get(home)).text)


async def test_too_many_papers_are_refused(visitor: Visitor) -> None:
    ids = ["00000000-0000-4000-8000-000000000000"] * 201
    assert (await visitor.submit(visitor.address("files:selection"), geste="corbeille", node=ids)).status_code == 422


async def test_erasing_gives_the_room_back(visitor: Visitor, person: User, store: BlobStore) -> None:
    paper = await put(person, store, content=b"x" * 1000)
    assert (await visitor.submit(visitor.address("files:erase", node=paper.id))).status_code == 303
    assert not await Node.exists(id=paper.id)
    assert (await Space.get(owner_id=person.id)).used_bytes == 0
    assert "Votre boîte est vide." in (await visitor.get(visitor.address("files:home"))).text


async def test_the_root_is_neither_named_nor_thrown_away(visitor: Visitor, person: User) -> None:
    root = await top(person)
    assert (await visitor.submit(visitor.address("files:rename", node=root.id), name="x")).status_code == 403
    assert (await visitor.submit(visitor.address("files:erase", node=root.id))).status_code == 403
    assert (await visitor.submit(visitor.address("files:discard", nodes=root.id))).status_code == 404

"""Gestures as a person makes them: the answer, the word said afterwards, the way back."""

from __future__ import annotations

import re
from html import unescape

import pytest

from boite.accounts.models import User
from boite.files import move_targets
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
        ("../../etc/passwd", "..-..-etc-passwd.pdf"),
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
    assert "Remettre CV" in unescape((await visitor.get(visitor.address("files:trash"))).text)
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


def offered(page: str) -> list[tuple[str, bool]]:
    """The folders of the page that moves, in order, and whether each may be chosen."""
    lines = re.findall(r'<input type="radio" name="dans"([^>]*)>\s*<span[^>]*>\s*<strong>([^<]*)', page)
    return [(name, "disabled" not in rest) for rest, name in lines]


async def test_all_the_folders_are_offered_where_it_is_aside(visitor: Visitor, person: User, store: BlobStore) -> None:
    root = await top(person)
    emploi = await root.add_folder("Emploi", by=person)
    stage = await emploi.add_folder("Stage", by=person)
    await root.add_folder("Été", by=person)
    paper = await put(person, store, parent=emploi)
    move, copy = (visitor.address(f"files:{name}", nodes=paper.id) for name in ("move", "copy"))
    page = (await visitor.get(move)).text
    every = [("Mes papiers", True), ("Emploi", False), ("Stage", True), ("Été", True)]
    assert offered(page) == [*every, ("Nouveau dossier", True)]
    assert "Il est déjà ici." in page
    assert re.search(r'choice-in-2">\s*<input[^>]*value="' + str(stage.id), page), "a step further in than Emploi"
    assert all(free for _, free in offered((await visitor.get(copy)).text)), "a copy may be beside"
    folders = [name for name, _ in offered((await visitor.get(visitor.address("files:move", nodes=emploi.id))).text)]
    assert folders == ["Mes papiers", "Été", "Nouveau dossier"], "no folder goes into itself"


async def test_one_gesture_makes_a_folder_and_moves_there(visitor: Visitor, person: User, store: BlobStore) -> None:
    paper = await put(person, store)
    move = visitor.address("files:move", nodes=paper.id)
    for empty in ({}, {"dans": "nouveau"}, {"dans": "nouveau", "name": " \u202e"}):
        answer = await visitor.submit(move, **empty)
        assert answer.status_code == 422
        assert re.search("Choisissez un dossier|Écrivez un nom", answer.text)
    answer = await visitor.submit(move, dans="nouveau", name="Permis")
    folder = await Node.get(name="Permis")
    assert answer.headers["location"] == visitor.address("files:browse", node=folder.id)
    assert (await Node.get(id=paper.id)).parent_id == folder.id
    await undo(visitor, answer.headers["location"])
    assert (await Node.get(id=paper.id)).parent_id == folder.parent_id


async def test_a_move_that_is_refused_makes_no_folder(visitor: Visitor, person: User, store: BlobStore) -> None:
    paper = await put(person, store)
    await paper.discard(by=person, days=30)
    answer = await visitor.submit(visitor.address("files:move", nodes=paper.id), dans="nouveau", name="Permis")
    assert answer.status_code == 404
    assert not await Node.exists(name="Permis")


async def test_a_folder_among_very_many_is_found_by_its_name(
    visitor: Visitor, person: User, store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(move_targets, "MOST", 3)
    paper, root = await put(person, store), await top(person)
    for name in ("Emploi", "Permis", "Santé", "Été"):
        await root.add_folder(name, by=person)
    move = visitor.address("files:move", nodes=paper.id)
    page = await visitor.get(move)
    assert [name for name, _ in offered(page.text)] == ["Mes papiers", "Emploi", "Été", "Nouveau dossier"]
    assert "Cherchez le dossier par son nom." in typed(page.text)
    found = await visitor.get(move, params={"mots": "sante"})
    assert [name for name, _ in offered(found.text)] == ["Santé", "Nouveau dossier"]


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


async def test_erasing_for_good_is_in_the_trash_only(visitor: Visitor, person: User, store: BlobStore) -> None:
    folder = await (await top(person)).add_folder("Stage", by=person)
    paper = await put(person, store, content=b"x" * 1000, parent=folder)
    for address in (visitor.address("files:paper", node=paper.id), visitor.address("files:browse", node=folder.id)):
        assert "pour toujours" not in (await visitor.get(address)).text
    await visitor.submit(visitor.address("files:discard", nodes=folder.id))
    discard = await Discard.get(node_id=folder.id)
    assert "pour toujours" in (await visitor.get(visitor.address("files:trash"))).text
    assert (await visitor.submit(visitor.address("files:purge", discard=discard.id))).status_code == 303
    assert not await Node.exists(id=paper.id)
    assert (await Space.get(owner_id=person.id)).used_bytes == 0
    assert "Votre boîte est vide." in (await visitor.get(visitor.address("files:home"))).text


async def test_the_root_is_neither_named_nor_thrown_away(visitor: Visitor, person: User) -> None:
    root = await top(person)
    assert (await visitor.submit(visitor.address("files:rename", node=root.id), name="x")).status_code == 403
    assert (await visitor.submit(visitor.address("files:discard", nodes=root.id))).status_code == 404

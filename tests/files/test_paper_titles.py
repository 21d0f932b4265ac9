"""What pages call a paper: a note has no « .txt », a link no « .url », a contact no « .vcf »."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.accounts.models import User
from boite.clock import today
from boite.files import names
from boite.files.models import Discard, Node, NodeKind
from boite.files.names import ENDS
from storage.store import BlobStore
from tests.files.papers import put, top
from tests.visitors import Visitor

WRITTEN = (
    ("note_new", NodeKind.NOTE, "Idées", {"title": "Idées", "text": "Appeler Paul"}, ".txt"),
    ("link_new", NodeKind.LINK, "Le CFA", {"title": "Le CFA", "address": "https://www.example.org/"}, ".url"),
    ("contact_new", NodeKind.CONTACT, "Léa Martin", {"name": "Léa Martin", "phone": "02 38 00 00 00"}, ".vcf"),
)


@pytest.mark.parametrize(("page", "kind", "title", "fields", "end"), WRITTEN)
async def test_no_page_shows_the_end_of_what_was_written(
    page: str, kind: NodeKind, title: str, fields: dict[str, str], end: str, visitor: Visitor, person: User
) -> None:
    root = await top(person)
    made = await visitor.submit(visitor.address(f"files:{page}", node=root.id), **fields)
    node = await Node.get(kind=kind)
    assert (node.name, node.shown_name) == (f"{title}{end}", title)
    addresses = [
        made.headers["location"],
        *(visitor.address(f"files:{name}", node=node.id) for name in ("rename", "classify", "paper")),
        visitor.address("files:move", nodes=node.id),
        visitor.address("files:home") + "?vue=liste",
        visitor.address("files:search") + f"?mots={title.split()[-1]}",
        visitor.address("files:home"),
        "/journal/",
    ]
    for address in addresses:
        shown = unescape((await visitor.get(address)).text)
        assert title in shown, address
        assert f"{title}{end}" not in shown, address
    zipped = await visitor.get(visitor.address("files:zip", nodes=node.id))
    assert ZipFile(BytesIO(zipped.content)).namelist() == [f"{title}{end}"], "a computer needs it"
    await visitor.submit(visitor.address("files:discard", nodes=node.id))
    trash = unescape((await visitor.get(visitor.address("files:trash"))).text)
    assert (title in trash, f"{title}{end}" in trash) == (True, False)
    assert await Discard.all().count() == 1


async def test_another_title_keeps_the_end_of_the_file(visitor: Visitor, person: User) -> None:
    root = await top(person)
    await visitor.submit(visitor.address("files:note_new", node=root.id), title="Idées", text="Un deux")
    note = await Node.get(kind=NodeKind.NOTE)
    answer = await visitor.edit(visitor.address("files:rename", node=note.id), name="Mes idées")
    assert (await Node.get(id=note.id)).name == "Mes idées.txt"
    said = unescape((await visitor.get(answer.headers["location"])).text)
    assert re.search(r"Le nom est maintenant «\s*Mes idées\s*»", said)


@pytest.mark.parametrize(
    ("former", "typed", "kept"),
    [
        ("CV.pdf", "Lettre à M.Roy", "Lettre à M.Roy.pdf"),
        ("CV.pdf", "Dossier.CAF", "Dossier.CAF.pdf"),
        ("CV.pdf", "CV.docx", "CV.docx"),
        ("CV.pdf", "Mon CV.PDF", "Mon CV.PDF"),
        ("plan.dwg", "Plan.DWG", "Plan.DWG"),
        ("sans fin", "Note", "Note"),
    ],
)
def test_a_dot_in_a_title_is_no_ending(former: str, typed: str, kept: str) -> None:
    assert names.renamed(former, typed, NodeKind.FILE) == kept


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("facture 12.2026", "facture 12.2026"),
        ("facture 12.bis", "facture 12.bis"),
        ("Lettre à M.Roy", "Lettre à M.Roy"),
        ("Bilan v1.2", "Bilan v1.2"),
        ("facture 12.2026.PDF", "facture 12.2026"),
        ("Plan.dwg", "Plan"),
        (".pdf", ".pdf"),
    ],
)
def test_a_file_without_ending_shows_its_whole_name(name: str, shown: str) -> None:
    assert names.title(name, NodeKind.FILE) == shown


CASES = st.sampled_from(["", *ENDS.values(), ".TXT", ".Url", ".vCF", ".txt.TXT"])


@given(st.text(max_size=300), CASES, st.sampled_from(NodeKind))
def test_a_title_comes_back_as_it_was_given(text: str, end: str, kind: NodeKind) -> None:
    title = names.clean(f"{text}{end}")
    kept = names.ended(title, kind)
    assert len(kept.encode()) <= 255
    assert names.renamed(kept, names.title(kept, kind), kind) == kept
    if kind in {NodeKind.FILE, NodeKind.FOLDER}:
        assert kept == title
    else:
        assert names.ended(names.title(kept, kind), kind) == kept
        assert kept.endswith(ENDS[kind])


@given(st.text(min_size=1, max_size=60), st.sampled_from(sorted(ENDS)), st.sampled_from([str.upper, str.title]))
def test_the_case_of_an_ending_does_not_count(text: str, kind: NodeKind, case: Callable[[str], str]) -> None:
    stem, end = names.clean(text), ENDS[kind]
    assert names.title(stem + case(end), kind) == names.title(stem + end, kind) == stem
    assert names.ended(stem + case(end), kind) == names.ended(stem + end, kind)
    assert names.renamed(stem + case(end), stem, kind) == stem + case(end), "the same title changes nothing"


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("CV.pdf", "CV"),
        ("Photo de mai.HEIC", "Photo de mai"),
        ("Bulletin n° 3.2026", "Bulletin n° 3.2026"),
        ("Lettre à M. Petit", "Lettre à M. Petit"),
        (".profil", ".profil"),
        ("archive.tar.gz", "archive.tar"),
    ],
)
def test_what_is_seen_of_a_file_has_no_ending(name: str, seen: str) -> None:
    assert names.title(name, NodeKind.FILE) == seen
    assert names.title(name, NodeKind.FOLDER) == name


@pytest.mark.parametrize(
    ("former", "typed", "kept"),
    [
        ("CV.pdf", "Mon CV", "Mon CV.pdf"),
        ("CV.pdf", "Mon CV.pdf", "Mon CV.pdf"),
        ("CV.jpeg", "CV.jpg", "CV.jpg"),
        ("CV", "Mon CV", "Mon CV"),
        ("CV.pdf", "Lettre à M. Petit", "Lettre à M. Petit.pdf"),
    ],
)
async def test_a_new_title_keeps_the_ending_of_the_file(
    former: str, typed: str, kept: str, visitor: Visitor, person: User, store: BlobStore
) -> None:
    paper = await put(person, store, former)
    address = visitor.address("files:rename", node=paper.id)
    assert f'value="{names.title(former, NodeKind.FILE)}"' in unescape((await visitor.get(address)).text)
    await visitor.edit(address, name=typed)
    assert (await Node.get(id=paper.id)).name == kept


async def test_the_page_of_a_paper_says_what_it_is_in_one_sentence(
    visitor: Visitor, person: User, store: BlobStore
) -> None:
    until = today() + timedelta(days=10)
    paper = await put(person, store, "Quittance.pdf", document_type="justificatif-domicile", valid_until=until)
    page = " ".join(unescape((await visitor.get(visitor.address("files:paper", node=paper.id))).text).split())
    assert re.search(r"<h1[^>]*>Quittance</h1>", page)
    assert re.search(
        r"Justificatif de domicile, dans votre boîte depuis le [^.]*\. <strong[^>]*>À remplacer avant", page
    )
    before, folded = page.split("<summary>Détails ")
    assert "Quittance.pdf" in folded
    assert "Quittance.pdf" not in before
    assert (await paper.content()).sha256 in folded

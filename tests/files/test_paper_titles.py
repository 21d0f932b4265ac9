"""What pages call a paper: a note has no « .txt », a link no « .url », a contact no « .vcf »."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.accounts.models import User
from boite.files import names
from boite.files.models import Discard, Node, NodeKind
from tests.files.papers import top
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
        *(visitor.address(f"files:{name}", node=node.id) for name in ("rename", "classify", "erase")),
        visitor.address("files:move", nodes=node.id),
        visitor.address("files:browse", node=root.id),
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


@given(st.text(min_size=1, max_size=300), st.sampled_from(NodeKind))
def test_a_title_comes_back_as_it_was_given(title: str, kind: NodeKind) -> None:
    kept = names.ended(names.clean(title), kind)
    assert len(kept.encode()) <= 255
    assert names.ended(names.title(kept, kind), kind) == kept
    if kind in {NodeKind.FILE, NodeKind.FOLDER}:
        assert names.title(kept, kind) == kept == names.clean(title)


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
    assert names.bare(name, NodeKind.FILE) == seen
    assert names.bare(name, NodeKind.FOLDER) == name

"""Notes, links and contacts: written, read back, changed, and harmless."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.accounts.models import User
from boite.files import vcard, web_links
from boite.files.models import Blob, Node, NodeKind, Space
from boite.files.quota import Space as Room
from storage.store import BlobStore
from tests.files.papers import put, top
from tests.visitors import Visitor

HOSTILE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>",
    "file:///etc/passwd",
    "https://",
    "https://a b",
    "https://a\nURL=javascript:alert(1)",
    "http://[::1",
    "https://a.example:99999/",
    "//",
    "vbscript:x",
]
texts = st.text(st.characters(codec="utf-8", exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=200)


async def kept(store: BlobStore) -> set[str]:
    keys = store.keys()
    return {key async for key in keys}


async def written(visitor: Visitor, person: User, page: str, **fields: str) -> Node:
    address = visitor.address(f"files:{page}", node=(await top(person)).id)
    answer = await visitor.submit(address, **fields)
    assert answer.status_code == 303, answer.text
    return await Node.get(id=answer.headers["location"].rsplit("/", 1)[1])


async def test_a_note_is_an_ordinary_paper(visitor: Visitor, person: User) -> None:
    note = await written(visitor, person, "note_new", title="Idées", text="Appeler Paul\r\n<b>lundi</b>")
    assert (note.name, note.kind, note.media_type) == ("Idées.txt", NodeKind.NOTE, "text/plain")
    content = await visitor.get(visitor.address("files:content", node=note.id))
    assert content.text == "Appeler Paul\n<b>lundi</b>\n"
    page = (await visitor.get(visitor.address("files:paper", node=note.id))).text
    assert "&lt;b&gt;lundi&lt;/b&gt;" in page


async def test_changing_a_note_keeps_the_former_text(visitor: Visitor, person: User) -> None:
    note = await written(visitor, person, "note_new", text="Un deux trois")
    address = visitor.address("files:edit", node=note.id)
    assert "Un deux trois" in (await visitor.get(address)).text
    for _ in range(2):  # the same text twice makes one version
        assert (await visitor.edit(address, text="Quatre")).status_code == 303
    assert [row["number"] for row in await note.history()] == [2, 1]
    assert (await Space.get(owner_id=person.id)).used_bytes == len("Un deux trois\n") + len("Quatre\n")
    found = await visitor.get(visitor.address("files:search") + "?mots=quatre")
    assert "Un deux trois</span>" in found.text
    back = visitor.address("files:version_restore", node=note.id, number=1)
    assert (await visitor.submit(back)).status_code == 303
    assert (await visitor.get(visitor.address("files:content", node=note.id))).text == "Un deux trois\n"
    last = visitor.address("files:version_purge", node=note.id, number=3)
    assert (await visitor.submit(last)).status_code == 409
    assert (await visitor.submit(last.replace("/3/", "/2/"))).status_code == 303
    assert (await visitor.submit(last.replace("/3/", "/2/"))).status_code == 404


async def test_an_empty_or_endless_note_is_asked_again(visitor: Visitor, person: User) -> None:
    address = visitor.address("files:note_new", node=(await top(person)).id)
    for text in ("", "   \n ", "é" * 60_000):
        answer = await visitor.submit(address, text=text)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
    assert await Node.filter(kind=NodeKind.NOTE).count() == 0


async def test_a_note_that_does_not_fit_leaves_nothing(visitor: Visitor, person: User, store: BlobStore) -> None:
    note = await written(visitor, person, "note_new", text="court")
    await Room.filter(owner_id=person.id).update(quota_bytes=10)
    before = await kept(store)
    answer = await visitor.edit(visitor.address("files:edit", node=note.id), text="x" * 500)
    assert answer.status_code == 413
    assert f"Il manque {500 + 1 + 6 - 10}" in unescape(answer.text)
    assert visitor.address("files:discard", nodes=note.id) in answer.text
    assert await kept(store) == before
    assert await Blob.all().count() == 1


async def test_a_deposited_paper_is_not_edited(visitor: Visitor, person: User, store: BlobStore) -> None:
    paper = await put(person, store)
    address = visitor.address("files:edit", node=paper.id)
    assert (await visitor.get(address)).status_code == 404
    assert (await visitor.submit(address, text="x")).status_code == 404


async def test_a_link_is_kept_and_opens_alone(visitor: Visitor, person: User) -> None:
    link = await written(visitor, person, "link_new", address="www.example.org/offre?a=1&b=é")
    assert (link.name, link.kind) == ("www.example.org.url", NodeKind.LINK)
    content = (await visitor.get(visitor.address("files:content", node=link.id))).text
    assert content == "[InternetShortcut]\r\nURL=https://www.example.org/offre?a=1&b=é\r\n"
    page = (await visitor.get(visitor.address("files:paper", node=link.id))).text
    assert 'href="https://www.example.org/offre?a=1&amp;b=é" rel="noopener noreferrer' in page


@pytest.mark.parametrize("address", HOSTILE)
async def test_a_script_is_not_a_link(address: str, visitor: Visitor, person: User, store: BlobStore) -> None:
    page = visitor.address("files:link_new", node=(await top(person)).id)
    answer = await visitor.submit(page, address=address)
    assert answer.status_code == 422
    paper = await put(person, store, "x.url", f"[InternetShortcut]\r\nURL={address}\r\n".encode(), kind="link")
    shown = (await visitor.get(visitor.address("files:paper", node=paper.id))).text
    assert f'href="{address}' not in shown.replace("https://a", "")


async def test_a_contact_is_a_vcard(visitor: Visitor, person: User) -> None:
    fields = {"name": "Mme Léa; Roux, fille", "phone": "02 38 00 00 00", "note": "Ligne 1\r\nLigne \\ 2"}
    contact = await written(visitor, person, "contact_new", **fields)
    content = (await visitor.get(visitor.address("files:content", node=contact.id))).content
    assert content.startswith(b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    values = vcard.parse(content.decode())
    assert (values["name"], values["phone"]) == (fields["name"], fields["phone"])
    assert values["note"] == "Ligne 1\nLigne \\ 2"
    page = (await visitor.get(visitor.address("files:paper", node=contact.id))).text
    assert 'href="tel:0238000000"' in page


@given(st.fixed_dictionaries(dict.fromkeys([*vcard.FIELDS, "address"], texts)))
def test_a_contact_is_read_back(values: dict[str, str]) -> None:
    assert vcard.parse(vcard.compose(values)) == values


def test_other_programs_vcards_are_read() -> None:
    text = (
        "BEGIN:VCARD\nVERSION:4.0\nFN:Paul Petit\nitem1.TEL;TYPE=cell:+33600000000\nORG:Mission locale;Accueil\n"
        "ADR;TYPE=work:;;1 rue Royale;Orléans;;45000;France\nNOTE:une note tr\n ès longue\nEND:VCARD\n"
    )
    values = vcard.parse(text)
    assert values["organisation"] == "Mission locale"
    assert values["address"] == "1 rue Royale, Orléans, 45000, France"
    assert (values["phone"], values["note"]) == ("+33600000000", "une note très longue")


@given(st.text(max_size=100))
def test_no_text_makes_a_dangerous_link(text: str) -> None:
    address = web_links.parse(f"[InternetShortcut]\r\nURL={text}\r\n")
    assert address == "" or address.startswith(("http://", "https://"))

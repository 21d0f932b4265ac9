"""Bytes sent: whole, in parts, never as a page of ours, never damaged as good."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image

from boite.accounts.models import User
from boite.files import previews
from boite.files.models import Blob, Node, Preview, Version
from boite.journal.models import Entry
from boite.settings import Settings
from storage.keys import new_key
from storage.store import BLOCK, BlobStore
from tests.conftest import SignIn
from tests.files.papers import put
from tests.pictures import png
from tests.visitors import SAFARI_13, Visitor

BODY = bytes(range(256)) * 40
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def content(visitor: Visitor, node: Node) -> str:
    return visitor.address("files:content", node=node.id)


@pytest.fixture
async def paper(person: User, store: BlobStore) -> Node:
    return await put(person, store, "Été « 2026 ».bin", BODY)


async def test_the_whole_comes_as_it_was_deposited(visitor: Visitor, paper: Node) -> None:
    answer = await visitor.get(content(visitor, paper))
    assert answer.content == BODY
    assert answer.headers["content-length"] == str(len(BODY))
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["etag"] == f'"{hashlib.sha256(BODY).hexdigest()}"'
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert "filename*=UTF-8''%C3%89t%C3%A9%20%C2%AB%202026%20%C2%BB.bin" in answer.headers["content-disposition"]
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=10000-", 10000, len(BODY)),
        ("bytes=-5", len(BODY) - 5, len(BODY)),
        ("bytes=-999999", 0, len(BODY)),
        ("bytes=5-999999", 5, len(BODY)),
        ("BYTES=1-2", 1, 3),
    ],
)
async def test_a_part_is_sent_alone(asked: str, start: int, stop: int, visitor: Visitor, paper: Node) -> None:
    answer = await visitor.get(content(visitor, paper), headers={"range": asked})
    assert (answer.status_code, answer.content) == (206, BODY[start:stop])
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(BODY)}"


@pytest.mark.parametrize("asked", ["bytes=99999-", "bytes=-0", "bytes=9-3", "bytes=a-b", "bytes=-", "bytes=٣-٤"])
async def test_a_senseless_part_is_refused(asked: str, visitor: Visitor, paper: Node) -> None:
    answer = await visitor.get(content(visitor, paper), headers={b"range": asked.encode()})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(BODY)}")


@pytest.mark.parametrize("asked", ["lines=1-2", "bytes=0-1,4-5", ""])
async def test_what_we_do_not_speak_gives_the_whole(asked: str, visitor: Visitor, paper: Node) -> None:
    answer = await visitor.get(content(visitor, paper), headers={"range": asked})
    assert (answer.status_code, answer.content) == (200, BODY)


async def test_a_part_of_another_state_gives_the_whole(visitor: Visitor, paper: Node) -> None:
    etag = (await visitor.head(content(visitor, paper))).headers["etag"]
    for condition, status in ((etag, 206), ('"autre"', 200), ("Wed, 21 Oct 2015 07:28:00 GMT", 200)):
        headers = {"range": "bytes=0-1", "if-range": condition}
        assert (await visitor.get(content(visitor, paper), headers=headers)).status_code == status
    assert (await visitor.get(content(visitor, paper), headers={"if-none-match": etag})).status_code == 304


async def test_only_what_was_expected_is_sent(visitor: Visitor, paper: Node) -> None:
    """If-Match (RFC 9110, 13.1.1): a program that goes on with a paper wants that one or nothing."""
    address = content(visitor, paper)
    etag = (await visitor.head(address)).headers["etag"]
    for asked, status in ((etag, 200), (f'"autre", {etag}', 200), ("*", 200), ('"autre"', 412), (f"W/{etag}", 412)):
        for method in ("GET", "HEAD"):
            answer = await visitor.request(method, address, headers={"if-match": asked})
            assert answer.status_code == status
    answer = await visitor.get(address, headers={"if-match": '"autre"', "if-none-match": etag, "range": "bytes=0-1"})
    assert answer.status_code == 412
    assert "a changé entre-temps" in answer.text


async def test_the_head_has_no_body(visitor: Visitor, paper: Node) -> None:
    answer = await visitor.head(content(visitor, paper))
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", str(len(BODY)))


async def test_nothing_is_a_paper_too(visitor: Visitor, person: User, store: BlobStore) -> None:
    empty = await put(person, store, "vide.txt", b"")
    answer = await visitor.get(content(visitor, empty))
    assert (answer.status_code, answer.content) == (200, b"")
    assert (await visitor.get(content(visitor, empty), headers={"range": "bytes=0-"})).status_code == 416
    assert (await visitor.get(visitor.address("files:paper", node=empty.id))).status_code == 200


@pytest.mark.parametrize(
    ("name", "hostile"),
    [
        ("page.html", b"<!doctype html><script>alert(1)</script>"),
        ("dessin.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("photo.png", b"<html><body><script>alert(1)</script>"),
        ("page.xhtml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'),
        ("cv.pdf", b"%PDF-1.7 /JavaScript"),
        ("note.txt", b"plain words"),
    ],
)
async def test_what_a_browser_would_obey_is_only_downloaded(
    name: str, hostile: bytes, visitor: Visitor, person: User, store: BlobStore
) -> None:
    paper = await put(person, store, name, hostile)
    answer = await visitor.get(content(visitor, paper) + "?voir=1")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = await visitor.get(visitor.address("files:paper", node=paper.id))
    assert "alert(1)</script>" not in page.text
    assert 'onload="alert' not in page.text


async def test_a_picture_shows_in_the_page(visitor: Visitor, person: User, store: BlobStore) -> None:
    paper = await put(person, store, "photo.png", PNG)
    shown = await visitor.get(content(visitor, paper) + "?voir=1")
    assert (shown.headers["content-type"], shown.headers["content-disposition"][:6]) == ("image/png", "inline")
    assert (await visitor.get(content(visitor, paper))).headers["content-disposition"].startswith("attachment")


async def test_older_versions_are_downloaded(visitor: Visitor, person: User, paper: Node, store: BlobStore) -> None:
    other = await put(person, store, "Autre.bin", b"autre")
    await paper.append_version(await Blob.get(key=other.blob_id))
    first = visitor.address("files:version", node=paper.id, number=1)
    assert (await visitor.get(first)).content == BODY
    assert (await visitor.get(content(visitor, paper))).content == b"autre"
    for number in ("0", "9", "x", "-1", "9" * 30, "٣"):
        address = first.replace("/versions/1/", f"/versions/{number}/")
        assert (await visitor.get(address)).status_code == 404
    assert await Version.filter(node_id=paper.id).count() == 2


async def once(body: bytes) -> AsyncIterator[bytes]:
    yield body


async def damage(store: BlobStore, blob_key: str | None, body: bytes) -> None:
    """Other bytes of the same length, as a failing disk would give."""
    blob = await Blob.get(key=blob_key)
    await store.delete(blob.key)

    await store.put(blob.key, once(body))


async def test_a_damaged_paper_is_told_not_sent(visitor: Visitor, person: User, paper: Node, store: BlobStore) -> None:
    await damage(store, paper.blob_id, BODY[:-1] + b"!")
    for _ in range(2):
        answer = await visitor.get(content(visitor, paper))
        assert answer.status_code == 500
        assert "abîmé" in answer.text
        assert answer.headers["content-type"].startswith("text/html")
    assert (await Blob.get(key=paper.blob_id)).damaged_at is not None
    assert await Entry.filter(owner_id=person.id, kind="file.damaged").count() == 1
    assert "Papier abîmé" in (await visitor.get(visitor.address("files:paper", node=paper.id))).text


async def test_a_damage_further_on_cuts_the_sending(visitor: Visitor, person: User, store: BlobStore) -> None:
    body = b"a" * (2 * BLOCK)
    paper = await put(person, store, "gros.bin", body)
    await damage(store, paper.blob_id, body[:-1] + b"!")
    received = b""
    async with visitor.stream("GET", content(visitor, paper)) as answer:
        assert answer.headers["content-length"] == str(len(body))
        async for piece in answer.aiter_bytes():
            received += piece
    assert received == body[:BLOCK]
    assert (await Blob.get(key=paper.blob_id)).damaged_at is not None


async def test_lost_bytes_are_told_too(visitor: Visitor, paper: Node, store: BlobStore) -> None:
    await store.delete(str(paper.blob_id))
    assert (await visitor.get(content(visitor, paper))).status_code == 500


async def test_a_browser_without_webp_gets_a_preview_as_a_jpeg(
    visitor: Visitor, person: User, store: BlobStore, settings: Settings
) -> None:
    """On a phone of 2020 papers have their pictures too, those drawn before this was known among them."""
    await put(person, store, "photo.png", png(300, 200))
    while await previews.make_due(settings, store):
        pass
    for row in await Preview.all():
        address = visitor.address("files:picture", preview=row.id)
        old, new = await visitor.get(address, headers={"accept": SAFARI_13}), await visitor.get(address)
        assert (old.headers["content-type"], new.headers["content-type"]) == ("image/jpeg", "image/webp")
        with Image.open(BytesIO(old.content), formats=["JPEG"]) as jpeg, Image.open(BytesIO(new.content)) as webp:
            assert jpeg.size == webp.size
        assert (old.headers["cache-control"], old.headers["vary"]) == ("private, max-age=86400", "accept")


async def test_pictures_are_for_their_owner(
    visitor: Visitor, person: User, stranger: User, sign_in: SignIn, store: BlobStore
) -> None:
    paper = await put(person, store, "photo.png", PNG)
    key = new_key()
    seal = await store.put(key, once(b"RIFFxxxxWEBP"))
    row = await Preview.create(blob_id=paper.blob_id, page=1, key=key, size=seal.size, blocks=seal.blocks)
    address = visitor.address("files:picture", preview=row.id)
    answer = await visitor.get(address)
    assert (answer.content, answer.headers["cache-control"]) == (b"RIFFxxxxWEBP", "private, max-age=86400")
    shared = await sign_in(person, shared=True)
    assert (await shared.get(address)).headers["cache-control"] == "no-store"
    assert (await (await sign_in(stranger)).get(address)).status_code == 404
    for nonsense in ("0", "x", "00000000-0000-4000-8000-000000000000"):
        assert (await visitor.get(visitor.address("files:picture", preview=nonsense))).status_code == 404
    assert address in (await visitor.get(visitor.address("files:paper", node=paper.id))).text

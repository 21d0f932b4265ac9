"""Public files as the web sees them: whole or in part, never again than needed, and no more once withdrawn."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import httpx2
import pytest
from PIL import Image
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.files import previews
from boite.files.models import Blob, Node
from boite.groups.file_views import attachments, picture_name, pictures, public_name, thumbnails
from boite.groups.models import Group
from boite.groups.public_files import PageUse, Showing, expose, withdraw
from boite.web.addresses import addresses
from boite.web.headers import CONTENT_POLICY
from storage.store import BlobStore
from tests.files.papers import erase
from tests.files.rendering.hostile import png as hostile_png
from tests.files.test_query_counts import counted
from tests.groups.groups import ORLEANS, coordinator, draw, group, put
from tests.pictures import png
from tests.visitors import PICTURES, SAFARI_13, Visitor

NOBODY = "00000000-0000-4000-8000-000000000000"
FORUM = PageUse("article", uuid4(), "Forum")


@pytest.fixture
async def orleans(app: Starlette) -> Group:
    return await group()


def where(node: Node, name: str | None = None) -> str:
    return f"/medias/{node.id}/{name or public_name(node.name)}"


def lasting(answer: httpx2.Response) -> bool:
    headers = answer.headers
    return headers["cache-control"] == "public, max-age=3600" and "set-cookie" not in headers


async def test_anybody_gets_a_file_and_its_parts(client: Visitor, orleans: Group, store: BlobStore) -> None:
    film = await put(orleans, store, "Métiers du bois.webm", b"\x1aE\xdf\xa3" + b"webm" * 1000)
    await expose(FORUM, [Showing(film)], by=None)
    answer = await client.get(where(film))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "video/webm")
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["content-security-policy"] == CONTENT_POLICY
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert lasting(answer)
    part = await client.get(where(film), headers={"range": "bytes=4-11"})
    assert (part.status_code, part.content) == (206, b"webmwebm")
    assert part.headers["content-range"] == f"bytes 4-11/{len(answer.content)}"
    assert (await client.get(where(film), headers={"range": "bytes=9999-"})).status_code == 416
    head = await client.head(where(film))
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(answer.content)


async def test_what_the_browser_keeps_is_not_sent_again(client: Visitor, orleans: Group, store: BlobStore) -> None:
    text = await put(orleans, store, "Programme.pdf")
    await expose(FORUM, [Showing(text)], by=None)
    etag = (await client.get(where(text))).headers["etag"]
    again = await client.get(where(text), headers={"if-none-match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert lasting(again)
    with counted() as seen:
        await client.get(where(text), headers={"if-none-match": etag})
    assert len(seen) == 2


async def test_withdrawn_or_never_shown_is_not_found(
    app: Starlette, client: Visitor, orleans: Group, store: BlobStore, person: User
) -> None:
    poster, secret = await put(orleans, store, content=png()), await put(orleans, store, "Budget.pdf")
    await expose(FORUM, [Showing(poster, "Un stand")], by=None)
    await draw(app.state.settings, store)
    addressed = (where(poster), f"/medias/{poster.id}/320/affiche.webp")
    assert [(await client.get(url)).status_code for url in addressed] == [200, 200]
    assert (await client.get(where(secret))).status_code == 404
    await withdraw(FORUM, by=None)
    etag = f'"{(await poster.content()).sha256}"'
    for url in addressed:
        for method in ("GET", "HEAD"):
            answer = await client.request(method, url, headers={"if-none-match": etag})
            assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")
    await expose(FORUM, [Showing(poster, "Un stand")], by=None)
    assert (await client.get(where(poster))).status_code == 200, "the address is lasting"


@pytest.mark.parametrize("identifier", ["0", NOBODY, "%00", "é"])
@pytest.mark.parametrize("end", ["x.png", "320/x.webp", "-1/x.webp", "99999999/x.webp", "²/x.webp"])
async def test_senseless_addresses_are_not_found(client: Visitor, identifier: str, end: str) -> None:
    assert (await client.get(f"/medias/{identifier}/{end}")).status_code == 404


async def test_wrong_methods_are_refused(client: Visitor, orleans: Group, store: BlobStore) -> None:
    poster = await put(orleans, store)
    for method in ("POST", "PUT", "DELETE"):
        for url in (where(poster), f"/medias/{poster.id}/320/x.webp"):
            assert (await client.request(method, url)).status_code == 405


async def test_no_other_name_sticks_to_it(client: Visitor, orleans: Group, store: BlobStore) -> None:
    text = await put(orleans, store, "Programme.pdf")
    await expose(FORUM, [Showing(text)], by=None)
    answer = await client.get(where(text, "vous-avez-gagne.exe"))
    assert (answer.status_code, answer.headers["location"]) == (302, where(text))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dessin.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("photo.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("page.html", b"<!doctype html><script>alert(1)</script>"),
        ("photo.jpg", b"<html><script>alert(1)</script></html>"),
        ("texte.pdf", b"%PDF-1.7 (javascript)"),
    ],
)
async def test_nothing_speaks_in_our_name(
    name: str, content: bytes, client: Visitor, orleans: Group, store: BlobStore
) -> None:
    node = await put(orleans, store, name, content)
    await expose(FORUM, [Showing(node)], by=None)
    answer = await client.get(where(node))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_pictures_have_widths_that_do_not_grow_them(
    app: Starlette, client: Visitor, orleans: Group, store: BlobStore
) -> None:
    large, small = await put(orleans, store, "a.png", png(2000, 1000)), await put(orleans, store, "b.png", png(500, 50))
    await expose(FORUM, [Showing(large, "Un stand"), Showing(small, "Un trait")], by=None)
    assert await pictures(addresses(app), [large.id, small.id]) == {}, "not drawn yet"
    await draw(app.state.settings, store)
    shown = await pictures(addresses(app), [large.id, small.id, uuid4()])
    assert (shown[large.id].width, shown[large.id].height, shown[large.id].alt) == (1280, 640, "Un stand")
    assert [part.split()[1] for part in shown[large.id].srcset.split(", ")] == ["320w", "640w", "1280w"]
    assert [part.split()[1] for part in shown[small.id].srcset.split(", ")] == ["320w", "500w"]
    for part in (shown[large.id].srcset + ", " + shown[small.id].srcset).split(", "):
        answer = await client.get(part.split()[0])
        assert (answer.status_code, answer.headers["content-type"], answer.content[8:12]) == (
            200,
            "image/webp",
            b"WEBP",
        )
        assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none';")
        assert lasting(answer)
        assert (await client.get(part.split()[0], headers={"if-none-match": answer.headers["etag"]})).status_code == 304
        assert (await client.head(part.split()[0])).headers["content-length"] == str(len(answer.content))


async def test_a_browser_without_webp_gets_each_picture_as_a_jpeg(
    app: Starlette, client: Visitor, orleans: Group, store: BlobStore
) -> None:
    poster = await put(orleans, store, "a.png", png(800, 400))
    await expose(FORUM, [Showing(poster, "Un stand")], by=None)
    await draw(app.state.settings, store)
    while await previews.make_due(app.state.settings, store):
        pass
    urls = addresses(app)
    small = (await thumbnails(urls, [poster.id]))[poster.id]
    for address in ((await pictures(urls, [poster.id]))[poster.id].src, small):
        new, old = await client.get(address), await client.get(address, headers={"accept": SAFARI_13})
        assert (old.status_code, old.headers["content-type"]) == (200, "image/jpeg")
        with Image.open(BytesIO(old.content), formats=["JPEG"]) as jpeg, Image.open(BytesIO(new.content)) as webp:
            assert (webp.format, jpeg.size) == ("WEBP", webp.size)
        assert [answer.headers["vary"] for answer in (new, old)] == ["accept", "accept"], "for the caches between"
        assert old.headers["etag"] != new.headers["etag"]
        assert lasting(old)
        known = {"accept": SAFARI_13, "if-none-match": old.headers["etag"]}
        assert (await client.get(address, headers=known)).status_code == 304
        assert (await client.get(address, headers=known | {"accept": PICTURES})).status_code == 200


async def test_one_query_whatever_the_number_of_pictures(app: Starlette, orleans: Group, store: BlobStore) -> None:
    nodes = [await put(orleans, store, f"{number}.png", png(20 + number, 20)) for number in range(8)]
    await expose(FORUM, [Showing(node, "Un carré") for node in nodes], by=None)
    await draw(app.state.settings, store)
    for some in (nodes[:1], nodes):
        with counted() as seen:
            assert len(await pictures(addresses(app), [node.id for node in some])) == len(some)
            assert len(await attachments(addresses(app), [node.id for node in some])) == len(some)
        assert len(seen) == 2


@pytest.mark.parametrize(
    "content",
    [
        hostile_png(10_000, 10_000, b""),
        hostile_png(60_000, 60_000, b""),
        b"\x89PNG\r\n\x1a\n<script>",
        b"\xff\xd8\xff not a photo",
    ],
    ids=["hundred megapixels", "bomb", "lies", "empty photo"],
)
async def test_a_picture_that_means_harm_is_never_drawn(
    content: bytes, app: Starlette, client: Visitor, orleans: Group, store: BlobStore
) -> None:
    node = await put(orleans, store, "photo.png", content)
    await expose(FORUM, [Showing(node, "Une photo")], by=None)
    await draw(app.state.settings, store)
    assert await pictures(addresses(app), [node.id]) == {}
    assert (await client.get(f"/medias/{node.id}/640/photo.webp")).status_code == 404


async def test_bytes_of_widths_go_with_their_picture(app: Starlette, orleans: Group, store: BlobStore) -> None:
    from boite.files import expiry, fsck
    from boite.files.models import Width

    settings = app.state.settings
    nadia = await coordinator(settings, ORLEANS)
    poster = await put(orleans, store, content=png(400, 200))
    await expose(FORUM, [Showing(poster, "Un stand")], by=None)
    await draw(settings, store)
    report = await fsck.check(settings, store, grace=0)
    assert report.clean, report
    lost = await Width.filter(blob_id=poster.blob_id).first()
    assert lost is not None
    await store.delete(lost.key)
    assert (await fsck.check(settings, store, repair=True, grace=0)).lost_previews == [lost.key]
    await draw(settings, store)
    assert await Width.filter(blob_id=poster.blob_id).count() == 2
    await withdraw(FORUM, by=None)
    await erase(poster, by=nadia)
    await expiry.erase_blobs(settings, store)
    assert not await Blob.exists(key=poster.blob_id)
    assert not [key async for key in store.keys()]  # noqa: SIM118 - a store is no mapping


@pytest.mark.parametrize(
    ("name", "plain", "drawn"),
    [
        ("Programme du forum (Été).PDF", "programme-du-forum-ete.pdf", "programme-du-forum-ete.webp"),
        ("🌻", "fichier", "fichier.webp"),
        ("a/b\\c.tar.gz", "b-c-tar.gz", "b-c-tar.webp"),
        (".png", "png", "png.webp"),
        ("x" * 300 + ".png", "x" * 80 + ".png", "x" * 80 + ".webp"),
    ],
)
def test_names_become_plain_addresses(name: str, plain: str, drawn: str) -> None:
    assert (public_name(name), picture_name(name)) == (plain, drawn)

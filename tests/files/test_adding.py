"""Papers by a plain form, as a browser without script sends it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.errors import Invalid, NotFound
from boite.files import abandonment, unsized_deposits, uploads
from boite.files.models import Node, Space, Upload
from boite.web import csrf
from storage.store import BlobStore
from tests.visitors import Visitor

BOUNDARY = "----boundary-of-the-tests"
ADDRESS = "/espace/ajouter"


def field(name: str, value: str) -> bytes:
    """One plain part."""
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def file(name: str, content: bytes, part: str = "papers") -> bytes:
    """One file, its name written as browsers do."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{part}"; filename="{name}"\r\n'
    return head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
HEADERS = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}


async def submit(visitor: Visitor, *parts: bytes, chunk: int = 0, token: str | None = None) -> httpx2.Response:
    """Send a form, in pieces of `chunk` bytes where one is given."""
    given = visitor.csrf_token() if token is None else token
    body = (field(csrf.FIELD, given) if given else b"") + b"".join(parts) + END
    headers = HEADERS | {"content-length": str(len(body))}
    if not chunk:
        return await visitor.post(ADDRESS, content=body, headers=headers)
    return await visitor.post(ADDRESS, content=pieces(body, chunk), headers=headers)


async def pieces(body: bytes, size: int) -> AsyncIterator[bytes]:
    """A body cut anywhere."""
    for start in range(0, len(body), size):
        yield body[start : start + size]


async def kept(store: BlobStore) -> dict[str, bytes]:
    """Every paper and its bytes."""
    found = {}
    for node in await Node.filter(rank=1):
        found[node.name] = b"".join([piece async for piece in store.open(str(node.blob_id))])
    return found


async def nothing_left(store: BlobStore, person: User) -> bool:
    """No promise, no half paper, no byte of one."""
    space = await Space.get(owner_id=person.id)
    waiting = [key async for key in store.uploads()]
    return not space.reserved_bytes and not waiting and not await Upload.filter(completed_at=None).exists()


async def test_the_page_offers_types_and_files(visitor: Visitor) -> None:
    page = await visitor.get(ADDRESS)
    assert page.status_code == 200
    for words in ("Ajouter un papier", "Valable jusqu", "Prendre une photo", "Choisir des papiers", "Diplôme"):
        assert words in page.text


async def test_it_opens_on_a_folder_and_a_type(visitor: Visitor, person: User) -> None:
    root = await Node.get(parent_id=None, space__owner_id=person.id)
    folder = await (await root.add_folder("Emploi", by=person)).add_folder("2026", by=person)
    page = await visitor.get(ADDRESS, params={"dossier": str(folder.id), "type": "cv"})
    assert "Il sera rangé dans «\u00a02026\u00a0»" in page.text
    assert '<option value="cv" selected>' in page.text


async def test_a_strangers_folder_does_not_exist(visitor: Visitor, stranger: User) -> None:
    theirs = await Node.get(parent_id=None, space__owner_id=stranger.id)
    assert (await visitor.get(ADDRESS, params={"dossier": str(theirs.id)})).status_code == 404
    answer = await submit(visitor, field("folder", str(theirs.id)), file("a.txt", b"abc"))
    assert answer.status_code == 404
    assert not await Upload.exists()


async def test_several_files_arrive(visitor: Visitor, store: BlobStore, person: User) -> None:
    said = field("document_type", "cv") + field("valid_until", "2030-02-01")
    answer = await submit(visitor, said, file("un.txt", b"one"), file("dos%22sier é.txt", b"two\r\n--"), file("", b""))
    assert answer.status_code == 303
    assert await kept(store) == {"un.txt": b"one", 'dos"sier é.txt': b"two\r\n--"}
    node = await Node.get(name="un.txt")
    assert (node.document_type, str(node.valid_until)) == ("cv", "2030-02-01")
    assert (await Space.get(owner_id=person.id)).used_bytes == 10
    assert await nothing_left(store, person)
    page = await visitor.get(answer.headers["location"])
    assert "2\u202fpapiers sont rangés" in page.text


@pytest.mark.parametrize("chunk", [1, 7, 64, 1000])
async def test_the_body_may_be_cut_anywhere(visitor: Visitor, store: BlobStore, person: User, chunk: int) -> None:
    content = b"\r\n--" + BOUNDARY.encode()[:-1] + b"\r\r\n-x" * 50
    answer = await submit(visitor, file("a.bin", content), file("b.bin", b"", "photo"), chunk=chunk)
    assert answer.status_code == 303
    assert await kept(store) == {"a.bin": content, "b.bin": b""}
    assert await nothing_left(store, person)


async def test_the_token_comes_before_any_byte(visitor: Visitor, store: BlobStore, person: User) -> None:
    late = await submit(visitor, file("a.txt", b"abc"), field(csrf.FIELD, visitor.csrf_token()), token="")
    wrong = await submit(visitor, file("a.txt", b"abc"), token="wrong")
    without = await submit(visitor, token="")
    assert [late.status_code, wrong.status_code, without.status_code] == [403, 403, 403]
    assert not await Upload.exists()


async def test_no_file_is_said_in_french(visitor: Visitor) -> None:
    answer = await submit(visitor, field("document_type", "cv"), file("", b""))
    assert answer.status_code == 422
    assert "Choisissez au moins un papier" in answer.text
    assert '<option value="cv" selected>' in answer.text


@pytest.mark.parametrize(("name", "value"), [("document_type", "x"), ("valid_until", "demain"), ("conflict", "burn")])
async def test_a_senseless_answer_comes_back(
    visitor: Visitor, store: BlobStore, person: User, name: str, value: str
) -> None:
    answer = await submit(visitor, field(name, value), file("a.txt", b"abc"))
    assert answer.status_code == 422
    assert "à corriger" in answer.text
    assert await nothing_left(store, person)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content-type": "multipart/form-data"}, b"x"),
        (HEADERS, b"nonsense"),
        (HEADERS, b""),
        ({"content-type": "text/plain"}, b"csrf=1"),
        ({"content-type": f"multipart/form-data; boundary={'x' * 500}"}, b"x"),
    ],
)
async def test_what_is_no_form_is_refused(visitor: Visitor, headers: dict[str, str], body: bytes) -> None:
    answer = await visitor.post(ADDRESS, content=body, headers=headers)
    assert answer.status_code in {403, 422}


async def test_a_form_that_stops_too_early_keeps_nothing(visitor: Visitor, store: BlobStore, person: User) -> None:
    body = field(csrf.FIELD, visitor.csrf_token()) + file("a.txt", b"abc")[:-3]
    answer = await visitor.post(ADDRESS, content=body, headers=HEADERS)
    assert answer.status_code == 422
    assert await kept(store) == {}
    assert await nothing_left(store, person)


async def test_a_cut_keeps_nothing_reserved(visitor: Visitor, store: BlobStore, person: User) -> None:
    async def cut() -> AsyncIterator[bytes]:
        yield field(csrf.FIELD, visitor.csrf_token()) + file("whole.txt", b"whole") + file("a.txt", b"abc" * 999)[:-50]
        raise ConnectionError("the line was cut")

    await visitor.post(ADDRESS, content=cut(), headers=HEADERS | {"content-length": "100000"})
    assert await kept(store) == {"whole.txt": b"whole"}
    assert await nothing_left(store, person)


async def test_a_lack_of_room_shows_what_weighs_most(visitor: Visitor, store: BlobStore, person: User) -> None:
    await submit(visitor, file("lourd.txt", b"x" * 900))
    await Space.filter(owner_id=person.id).update(quota_bytes=1000)
    answer = await submit(visitor, file("a.txt", b"y" * 150))
    assert answer.status_code == 413
    assert "Il manque 50\u202foctets" in answer.text
    assert "Mettre lourd à la corbeille" in answer.text
    assert set(await kept(store)) == {"lourd.txt"}
    assert await nothing_left(store, person)


@pytest.mark.parametrize("chunk", [0, 1, 50])
async def test_what_just_fits_is_taken(visitor: Visitor, store: BlobStore, person: User, chunk: int) -> None:
    await Space.filter(owner_id=person.id).update(quota_bytes=1000)
    answer = await submit(visitor, file("a.txt", b"y" * 1000), chunk=chunk)
    assert answer.status_code == 303
    assert await nothing_left(store, person)


async def test_too_many_parts_are_refused(visitor: Visitor, store: BlobStore, person: User) -> None:
    answer = await submit(visitor, *(field("note", "x") for _ in range(300)))
    assert answer.status_code == 422
    answer = await submit(visitor, field("note", "x" * 20_000))
    assert answer.status_code == 422
    assert await nothing_left(store, person)


async def declared(app: Starlette, person: User, size: int) -> Upload:
    """An upload under way."""
    root = await Node.get(parent_id=None, space__owner_id=person.id)
    return await uploads.declare(
        root, uploads.UploadRequest(name="a", size=size), app.state.store, by=person.id, days=1
    )


async def test_an_upload_shrinks_once(app: Starlette, person: User) -> None:
    upload = await declared(app, person, 100)
    twin = await Upload.get(id=upload.id)
    await unsized_deposits.resize(upload, 40)
    assert (await Space.get(owner_id=person.id)).reserved_bytes == 40
    with pytest.raises(NotFound):
        await unsized_deposits.resize(twin, 40)
    for size in (41, -1):
        with pytest.raises(Invalid):
            await unsized_deposits.resize(upload, size)
    await abandonment.abandon(twin, app.state.store, by=person.id)  # gives back what the row holds now
    assert (await Space.get(owner_id=person.id)).reserved_bytes == 0


async def test_deposits_to_finish_are_listed_and_given_up(
    visitor: Visitor, app: Starlette, store: BlobStore, person: User
) -> None:
    assert "Tout est terminé" in (await visitor.get("/espace/depots")).text
    upload = await declared(app, person, 2000)
    page = (await visitor.get("/espace/depots")).text
    assert f'data-upload-url="/depots/{upload.id}"' in page
    assert "0\u202foctet sur 2\u202fko" in page
    assert "1\u202fdépôt à terminer" in (await visitor.get(ADDRESS)).text
    answer = await visitor.submit(f"/espace/depots/{upload.id}/abandon")
    assert answer.status_code == 303
    assert await nothing_left(store, person)


async def test_a_strangers_deposit_is_not_given_up(visitor: Visitor, app: Starlette, stranger: User) -> None:
    upload = await declared(app, stranger, 100)
    address = f"/espace/depots/{upload.id}/abandon"
    assert (await visitor.submit(address)).status_code == 404
    assert (await visitor.submit("/espace/depots/x/abandon")).status_code == 404
    assert (await visitor.post(address)).status_code == 403
    assert (await visitor.get(address)).status_code == 405
    assert await Upload.filter(id=upload.id).exists()


async def test_a_full_box_says_so_before_anything_is_chosen(visitor: Visitor, person: User) -> None:
    room = 'data-part="room" hidden'
    page = (await visitor.get(ADDRESS)).text
    assert room in page
    assert "Votre boîte est pleine" not in page
    await Space.filter(owner_id=person.id).update(used_bytes=1_000_000_000)
    page = (await visitor.get(ADDRESS)).text
    assert room not in page
    assert "Votre boîte est pleine" in page
    assert "0 octet" not in page.replace("\u202f", " ")

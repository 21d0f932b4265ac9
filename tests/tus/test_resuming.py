"""Sending bytes, asking where one is, giving up: whatever the client claims."""

from __future__ import annotations

import asyncio
import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from boite import clock
from boite.accounts.models import User
from boite.files import uploads
from boite.files.models import Upload
from storage.errors import OffsetMismatch
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.tus.speaking import BODY, TUS, ask, bytes_of, declare, pieces, room, rows, send
from tests.visitors import Visitor


async def begin(visitor: Visitor, size: int, **pairs: str) -> str:
    """The address of a new upload."""
    return str((await declare(visitor, size, **pairs)).headers["location"])


async def test_bytes_come_in_several_times(visitor: Visitor, store: BlobStore) -> None:
    address = await begin(visitor, 6)
    first = await send(visitor, address, 0, b"abcd")
    assert (first.status_code, first.headers["upload-offset"]) == (204, "4")
    assert "upload-expires" in first.headers
    last = await send(visitor, address, 4, b"ef")
    assert (last.status_code, last.headers["upload-offset"]) == (204, "6")
    assert await bytes_of(last, store) == b"abcdef"
    assert await room(visitor) == (6, 0)


async def test_where_it_is(visitor: Visitor) -> None:
    address = await begin(visitor, 6, type="cv", valid_until="2030-02-01")
    await send(visitor, address, 0, b"abcd")
    answer = await ask(visitor, address)
    assert answer.status_code == 200
    assert (answer.headers["upload-offset"], answer.headers["upload-length"]) == ("4", "6")
    assert answer.headers["cache-control"] == "no-store"
    told = dict(pair.split(" ") for pair in answer.headers["upload-metadata"].split(","))
    assert told["filename"] == b64encode(b"CV.pdf").decode()
    assert told["valid_until"] == b64encode(b"2030-02-01").decode()


async def test_a_completed_upload_says_its_paper(visitor: Visitor) -> None:
    address = await begin(visitor, 3)
    done = await send(visitor, address, 0, b"abc")
    asked = await ask(visitor, address)
    assert asked.headers["upload-offset"] == "3"
    assert asked.headers["boite-papier"] == done.headers["boite-papier"]
    again = await send(visitor, address, 3, b"")
    assert (again.status_code, again.headers["upload-offset"]) == (204, "3")
    assert (await send(visitor, address, 0, b"abc")).status_code == 409
    assert (await send(visitor, address, 3, b"d")).status_code == 413
    assert await room(visitor) == (3, 0)


@pytest.mark.parametrize(
    ("offset", "status"), [(2, 409), (9, 409), ("-1", 400), ("", 400), ("x", 400), ("9" * 25, 400)]
)
async def test_a_wrong_offset_changes_nothing(visitor: Visitor, offset: int | str, status: int) -> None:
    address = await begin(visitor, 6)
    answer = await send(visitor, address, offset, b"ef")
    assert answer.status_code == status
    if status == 409:
        assert answer.headers["upload-offset"] == "0"
    assert (await ask(visitor, address)).headers["upload-offset"] == "0"


async def test_another_body_type_is_refused(visitor: Visitor) -> None:
    address = await begin(visitor, 3)
    assert (await send(visitor, address, 0, b"abc", content_type="application/pdf")).status_code == 415


async def test_without_the_protocol_nothing_is_taken(visitor: Visitor) -> None:
    address = await begin(visitor, 3)
    headers = BODY | {"upload-offset": "0"}
    assert (await visitor.patch(address, content=b"abc", headers=headers)).status_code == 412
    assert (await visitor.delete(address)).status_code == 412
    assert (await visitor.head(address)).status_code == 412


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
async def test_a_good_checksum_is_accepted(visitor: Visitor, store: BlobStore, algorithm: str) -> None:
    address = await begin(visitor, 3)
    digest = b64encode(hashlib.new(algorithm, b"abc", usedforsecurity=False).digest()).decode()
    answer = await send(visitor, address, 0, b"abc", upload_checksum=f"{algorithm} {digest}")
    assert answer.status_code == 204
    assert await bytes_of(answer, store) == b"abc"


async def test_a_wrong_checksum_keeps_nothing(visitor: Visitor) -> None:
    address = await begin(visitor, 6)
    await send(visitor, address, 0, b"ab")
    digest = b64encode(hashlib.sha1(b"other", usedforsecurity=False).digest()).decode()
    answer = await send(visitor, address, 2, b"cd", upload_checksum=f"sha1 {digest}")
    assert (answer.status_code, answer.headers["tus-resumable"]) == (460, "1.0.0")
    assert (await ask(visitor, address)).headers["upload-offset"] == "2"


@pytest.mark.parametrize("value", ["whirlpool YWJj", "sha1", "sha1 ###", "sha1 YWJj", "", "sha256  "])
async def test_an_unknown_checksum_is_refused(visitor: Visitor, value: str) -> None:
    address = await begin(visitor, 3)
    assert (await send(visitor, address, 0, b"abc", upload_checksum=value)).status_code == 400
    assert (await ask(visitor, address)).headers["upload-offset"] == "0"


async def test_a_body_longer_than_announced_is_cut(visitor: Visitor, store: BlobStore) -> None:
    address = await begin(visitor, 3)
    assert (await send(visitor, address, 0, b"abcdef")).status_code == 413
    assert (await ask(visitor, address)).headers["upload-offset"] == "0"
    # Its length is not announced: only the store can tell, and what fits is kept.
    assert (await send(visitor, address, 0, pieces(b"ab", b"cdef"))).status_code == 413
    answer = await ask(visitor, address)
    assert answer.headers["upload-offset"] == "3"
    assert await bytes_of(answer, store) == b"abc"
    assert await room(visitor) == (3, 0)


async def test_a_body_cut_in_the_middle_keeps_what_came(visitor: Visitor, store: BlobStore) -> None:
    address = await begin(visitor, 6)

    async def cut() -> AsyncIterator[bytes]:
        yield b"abc"
        raise ConnectionError("the line was cut")

    assert (await send(visitor, address, 0, cut())).status_code == 503
    assert (await ask(visitor, address)).headers["upload-offset"] == "3"
    assert (await Upload.get()).received == 3
    assert await bytes_of(await send(visitor, address, 3, b"def"), store) == b"abcdef"


async def test_a_newcomer_takes_the_place_of_a_silent_writer(visitor: Visitor, store: BlobStore) -> None:
    address = await begin(visitor, 6)
    silent, begun = asyncio.Event(), asyncio.Event()

    async def stuck() -> AsyncIterator[bytes]:
        yield b"abc"
        begun.set()
        await silent.wait()

    first = asyncio.create_task(send(visitor, address, 0, stuck()))
    await begun.wait()
    await asyncio.sleep(0.1)
    second = await send(visitor, address, 3, b"def")
    if second.status_code == 409:  # the first had not written yet when it was asked where it was
        second = await send(visitor, address, int(second.headers["upload-offset"]), b"def")
    assert second.status_code == 204
    assert (await first).status_code == 423
    assert await bytes_of(second, store) == b"abcdef"
    assert await room(visitor) == (6, 0)


async def test_two_last_bytes_at_once_make_one_paper(visitor: Visitor, store: BlobStore) -> None:
    address = await begin(visitor, 6)
    answers = await asyncio.gather(*(send(visitor, address, 0, b"abcdef") for _ in range(4)))
    assert any(answer.status_code == 204 for answer in answers)
    assert {answer.status_code for answer in answers} <= {204, 409, 423}
    assert await bytes_of(await ask(visitor, address), store) == b"abcdef"
    assert await room(visitor) == (6, 0)


async def test_the_last_bytes_again_say_that_it_is_finished(visitor: Visitor, person: User, store: BlobStore) -> None:
    """Two requests knew it unfinished; the first one made the paper. The second must not begin it again."""
    address = await begin(visitor, 6)
    known = await Upload.get()
    await send(visitor, address, 0, b"abcdef")
    with pytest.raises(OffsetMismatch) as told:
        await uploads.receive(known, 0, pieces(b"abcdef"), store, by=person.id, days=7)
    assert told.value.actual == 6
    assert await room(visitor) == (6, 0)


async def test_a_sealed_deposit_is_finished_by_the_next_bytes(visitor: Visitor, store: BlobStore) -> None:
    """After a death between seal and row."""
    address = await begin(visitor, 6)
    upload = await Upload.get()
    await store.append(upload.id.hex, 0, pieces(b"abcdef"), limit=6)
    await store.finish(upload.id.hex, upload.blob_key)
    answer = await send(visitor, address, 0, b"abcdef")
    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "6")
    assert await bytes_of(await ask(visitor, address), store) == b"abcdef"
    assert await room(visitor) == (6, 0)


async def test_giving_up_gives_the_room_back(visitor: Visitor, store: BlobStore) -> None:
    address = await begin(visitor, 6)
    await send(visitor, address, 0, b"abc")
    answer = await visitor.delete(address, headers=TUS)
    assert (answer.status_code, answer.headers["tus-resumable"]) == (204, "1.0.0")
    assert await room(visitor) == (0, 0)
    assert [key async for key in store.uploads()] == []
    assert (await ask(visitor, address)).status_code == 404
    assert (await visitor.delete(address, headers=TUS)).status_code == 404


async def test_a_completed_upload_is_not_given_up(visitor: Visitor) -> None:
    address = await begin(visitor, 3)
    await send(visitor, address, 0, b"abc")
    assert (await visitor.delete(address, headers=TUS)).status_code == 404
    assert await room(visitor) == (3, 0)


async def test_methods_may_travel_inside_a_post(visitor: Visitor, store: BlobStore) -> None:
    address = await begin(visitor, 3)
    headers = TUS | BODY | {"upload-offset": "0", "x-http-method-override": "PATCH"}
    answer = await visitor.post(address, content=b"abc", headers=headers)
    assert answer.status_code == 204
    assert await bytes_of(answer, store) == b"abc"
    other = await begin(visitor, 3)
    assert (await visitor.post(other, headers=TUS | {"x-http-method-override": "DELETE"})).status_code == 204
    assert (await visitor.post(address, headers=TUS)).status_code == 405
    assert (await visitor.post(address, headers=TUS | {"x-http-method-override": "PUT"})).status_code == 405
    assert (await visitor.get(address)).status_code == 405


async def test_a_stranger_finds_nothing(visitor: Visitor, stranger: User, sign_in: SignIn, client: Visitor) -> None:
    address = await begin(visitor, 3)
    marc = await sign_in(stranger)
    for who, status in ((marc, 404), (client, 401)):
        assert (await ask(who, address)).status_code == status
        assert (await send(who, address, 0, b"abc")).status_code == status
        assert (await who.delete(address, headers=TUS)).status_code == status
    assert (await ask(visitor, "/depots/nonsense")).status_code == 404
    assert await rows() == 1


async def test_an_expired_upload_is_gone_and_each_piece_pushes_the_end_back(visitor: Visitor) -> None:
    address = await begin(visitor, 6)
    clock.advance(timedelta(days=6))
    assert (await send(visitor, address, 0, b"ab")).status_code == 204
    clock.advance(timedelta(days=6))
    assert (await ask(visitor, address)).status_code == 200
    clock.advance(timedelta(days=2))
    assert (await ask(visitor, address)).status_code == 410
    assert (await send(visitor, address, 2, b"cd")).status_code == 410

"""Declaring a deposit: its room is promised or refused at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from boite.accounts.models import User
from boite.clock import now
from boite.files.models import Node, Space, Upload
from storage.store import BlobStore
from tests.tus.speaking import BODY, TUS, bytes_of, declare, room, rows
from tests.visitors import Visitor


async def test_anybody_may_ask_what_the_server_can(client: Visitor) -> None:
    answer = await client.options("/depots/")
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert set(answer.headers["tus-extension"].split(",")) == {
        *("creation", "creation-with-upload", "checksum", "expiration", "termination")
    }
    assert answer.headers["tus-max-size"] == "1000000000"
    assert answer.headers["tus-checksum-algorithm"] == "sha1,sha256,md5,crc32"


async def test_an_upload_is_declared(visitor: Visitor) -> None:
    answer = await declare(visitor, 1000, name="Mon CV é.pdf", type="cv", valid_until="2030-02-01")
    assert answer.status_code == 201
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert answer.headers["location"].startswith("/depots/")
    left = parsedate_to_datetime(answer.headers["upload-expires"]) - now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    upload = await Upload.get()
    assert (upload.name, upload.document_type, str(upload.valid_until)) == ("Mon CV é.pdf", "cv", "2030-02-01")
    assert await room(visitor) == (0, 1000)


async def test_first_bytes_may_come_with_the_declaration(visitor: Visitor, store: BlobStore) -> None:
    headers = TUS | BODY | {"upload-length": "6"}
    begun = await visitor.post("/depots/", headers=headers, content=b"abc")
    assert (begun.status_code, begun.headers["upload-offset"]) == (201, "3")
    whole = await visitor.post("/depots/", headers=headers, content=b"abcdef")
    assert whole.headers["upload-offset"] == "6"
    assert await bytes_of(whole, store) == b"abcdef"
    assert await room(visitor) == (6, 6)


async def test_a_first_body_that_is_not_the_one_announced_leaves_nothing(visitor: Visitor) -> None:
    wrong = TUS | BODY | {"upload-length": "3", "upload-checksum": "sha1 " + "A" * 27 + "="}
    assert (await visitor.post("/depots/", headers=wrong, content=b"abc")).status_code == 460
    too_long = TUS | BODY | {"upload-length": "3"}
    assert (await visitor.post("/depots/", headers=too_long, content=b"abcd")).status_code == 413
    assert await room(visitor) == (0, 0)
    assert await rows() == 0


async def test_an_empty_file_is_a_paper_at_once(visitor: Visitor, store: BlobStore) -> None:
    answer = await declare(visitor, 0, name="vide.txt")
    assert answer.status_code == 201
    assert "upload-expires" not in answer.headers
    assert await bytes_of(answer, store) == b""
    asked = await visitor.head(answer.headers["location"], headers=TUS)
    assert (asked.headers["upload-offset"], asked.headers["upload-length"]) == ("0", "0")


async def test_it_goes_to_the_chosen_folder(visitor: Visitor, person: User) -> None:
    root = await Node.get(parent_id=None, space__owner_id=person.id)
    folder = await root.add_folder("Emploi", by=person)
    answer = await declare(visitor, 0, folder=str(folder.id))
    assert await Node.filter(id=answer.headers["boite-papier"].split("/")[-1], parent_id=folder.id).exists()


async def test_a_taken_name_makes_two_papers_or_a_version(visitor: Visitor) -> None:
    for conflict in ("both", "both", "version"):
        assert (await declare(visitor, 0, conflict=conflict)).status_code == 201
    papers = await Node.filter(rank=1).order_by("name")
    assert [(paper.name, paper.number) for paper in papers] == [("CV (2).pdf", 1), ("CV.pdf", 2)]


@pytest.mark.parametrize("size", ["-1", "x", "", "1.5", "0x10", "1e3", "٣", "9" * 30, " "])
async def test_a_length_that_is_no_number_is_refused(visitor: Visitor, size: str) -> None:
    said = {name: value.encode() for name, value in (TUS | {"upload-length": size}).items()}
    answer = await visitor.post("/depots/", headers=[(name.encode(), value) for name, value in said.items()])
    assert answer.status_code == 400
    assert await room(visitor) == (0, 0)


async def test_a_length_put_off_is_refused(visitor: Visitor) -> None:
    answer = await visitor.post("/depots/", headers=TUS | {"upload-defer-length": "1"})
    assert answer.status_code == 400
    assert "dès le début" in answer.text


@pytest.mark.parametrize(
    "value",
    [
        "filename ###",
        "filename YQ==,filename Yg==",
        "filename /w==",
        " , ",
        "filename YQ",
        "a" * 17_000,
        "filename YQ== x",
    ],
)
async def test_garbage_metadata_are_refused(visitor: Visitor, value: str) -> None:
    answer = await visitor.post("/depots/", headers=TUS | {"upload-length": "3", "upload-metadata": value})
    assert answer.status_code == 400
    assert await room(visitor) == (0, 0)


@pytest.mark.parametrize("pairs", [{"type": "secret"}, {"conflict": "burn"}, {"valid_until": "demain"}])
async def test_senseless_wishes_are_refused(visitor: Visitor, pairs: dict[str, str]) -> None:
    assert (await declare(visitor, 3, **pairs)).status_code == 422
    assert await room(visitor) == (0, 0)


async def test_a_name_never_becomes_a_path(visitor: Visitor) -> None:
    answer = await declare(visitor, 0, name="../../etc/\x00passwd\u202egpj.exe")
    node = await Node.get(id=answer.headers["boite-papier"].split("/")[-1])
    assert "/" not in node.name
    assert "\u202e" not in node.name


async def test_a_strangers_folder_does_not_exist(visitor: Visitor, stranger: User) -> None:
    theirs = await Node.get(parent_id=None, space__owner_id=stranger.id)
    assert (await declare(visitor, 3, folder=str(theirs.id))).status_code == 404
    assert (await declare(visitor, 3, folder="nonsense")).status_code == 404


async def test_a_lack_of_room_is_told_to_the_byte(visitor: Visitor) -> None:
    await declare(visitor, 999_999_000)
    answer = await declare(visitor, 1_234)
    assert answer.status_code == 507
    assert answer.headers["boite-manque"] == "234"
    assert "place" in answer.text
    assert answer.headers["tus-resumable"] == "1.0.0"


async def test_more_than_the_whole_box_is_too_large(visitor: Visitor) -> None:
    answer = await declare(visitor, 1_000_000_001)
    assert (answer.status_code, answer.headers["boite-manque"]) == (413, "1")


async def test_ten_at_once_at_99_percent_never_overshoot(visitor: Visitor, person: User) -> None:
    await declare(visitor, 990_000_000)
    answers = await asyncio.gather(*(declare(visitor, 3_000_000) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [507] * 7
    space = await Space.get(owner_id=person.id)
    assert space.used_bytes + space.reserved_bytes == 999_000_000


async def test_without_the_protocol_nothing_is_taken(visitor: Visitor, client: Visitor) -> None:
    for headers in ({}, {"tus-resumable": "0.2.2"}):
        answer = await visitor.post("/depots/", headers=headers | {"upload-length": "3"})
        assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")
    assert (await declare(client, 3)).status_code == 401
    foreign = await visitor.post("/depots/", headers=TUS | {"upload-length": "3", "sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403


async def test_another_body_type_is_refused(visitor: Visitor) -> None:
    headers = TUS | {"upload-length": "3", "content-type": "text/plain"}
    assert (await visitor.post("/depots/", headers=headers, content=b"abc")).status_code == 415
    assert await room(visitor) == (0, 0)

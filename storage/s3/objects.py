"""What is asked of a bucket: keep, look, copy, list, erase; and objects that are kept in parts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from storage.errors import StorageUnavailable
from storage.s3.answers import Begun, Found, KeptPart, begun, found, kept_parts, root, text
from storage.s3.client import Client, crc_of, crc_words

PART: Final = 8 * 1024 * 1024
"""Bytes of a part: below 5 MiB services refuse them; above 8 nothing is gained, and each waits in memory."""
LATER_PART: Final = 64 * 1024 * 1024
FIRST_PARTS: Final = 5000
"""Parts of the first size. 10,000 are allowed, so an object may reach 350 GB."""
LAST_PART: Final = 10_000
ORIGIN: Final = "x-amz-meta-origin"
"""On a copy, the tag of what it was made of: a copy done twice knows itself."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a service says of an object."""

    size: int
    etag: str
    origin: str


class Completed(Enum):
    """How the end of an object in parts went."""

    DONE = auto()
    GONE = auto()
    """There is no such object in parts: it was completed before, or given up."""
    WRONG = auto()
    """The service does not have the parts that it said it kept."""


def part_size(number: int) -> int:
    """How many bytes the part of this number (from 1) holds."""
    return PART if number <= FIRST_PARTS else LATER_PART


class Objects:
    """The objects of one bucket under one prefix. Names are without the prefix."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def put(self, name: str, pieces: Sequence[bytes], *, only_new: bool = False) -> str:
        """Keep these bytes, whose CRC-32 the service checks. Gives their tag; empty where `only_new` and it exists."""
        headers = {"x-amz-checksum-crc32": crc_words(crc_of(pieces))}
        if only_new:
            headers["If-None-Match"] = "*"
        for _ in range(3):
            answer = await self.client.ask("PUT", name, headers=headers, body=pieces, refusals=(409, 412))
            if answer.status in (409, 412):
                return ""
            if answer.etag:
                return answer.etag
        raise StorageUnavailable(f"{name}: kept, says the service, which gives no tag")

    async def head(self, name: str) -> Head | None:
        """What the service says of an object; None where there is none."""
        answer = await self.client.ask("HEAD", name, refusals=(404,))
        if answer.status == 404:
            return None
        return Head(int(answer.headers["Content-Length"]), answer.etag, answer.headers.get(ORIGIN, ""))

    async def get(self, name: str) -> bytes | None:
        """The whole of a small object; None where there is none. Raises StorageUnavailable without its bucket."""
        answer = await self.client.ask("GET", name, refusals=(404,))
        if answer.code == "NoSuchBucket":
            raise answer.refusal()
        return None if answer.status == 404 else answer.body

    async def delete(self, name: str) -> None:
        """Erase an object; nothing happens if it is not there."""
        answer = await self.client.ask("DELETE", name, refusals=(404,))
        if answer.code == "NoSuchBucket":
            raise answer.refusal()

    async def copy(self, source: str, target: str, etag: str) -> None:
        """Copy within the service, up to 5 GiB. The copy remembers the tag of its source."""
        bucket = self.client.bucket
        place = quote(f"{bucket.name}/{bucket.prefix}{source}", safe="/~")
        headers = {"x-amz-copy-source": place, "x-amz-metadata-directive": "REPLACE", ORIGIN: etag}
        await self.client.ask("PUT", target, headers=headers, body=[], late=True)

    async def names(self, prefix: str) -> AsyncIterator[Found]:
        """The objects whose names begin so. Raises StorageUnavailable."""
        async for body in self._pages(
            {"list-type": "2", "prefix": prefix}, {"NextContinuationToken": "continuation-token"}
        ):
            for each in found(body):
                yield Found(each.name.removeprefix(self.client.bucket.prefix), each.size, each.at)

    async def in_parts(self) -> AsyncIterator[Begun]:
        """The objects begun in parts and not whole."""
        following = {"NextKeyMarker": "key-marker", "NextUploadIdMarker": "upload-id-marker"}
        async for body in self._pages({"uploads": "", "prefix": ""}, following):
            for each in begun(body):
                yield Begun(each.name.removeprefix(self.client.bucket.prefix), each.number, each.at)

    async def _pages(self, query: Mapping[str, str], following: Mapping[str, str]) -> AsyncIterator[bytes]:
        asked = {**query, "prefix": self.client.bucket.prefix + query["prefix"]}
        while True:
            body = (await self.client.ask("GET", None, asked)).body
            yield body
            if not _goes_on(body, asked, following):
                return

    async def begin(self, name: str) -> str:
        """Begin an object in parts. Gives its number."""
        headers = {"x-amz-checksum-algorithm": "CRC32"}
        return text(root((await self.client.ask("POST", name, {"uploads": ""}, headers, [])).body), "UploadId")

    async def part(self, name: str, number: str, part: int, pieces: Sequence[bytes], crc: int) -> str:
        """Keep one part. Gives its tag; empty where there is no such object in parts."""
        query = {"partNumber": str(part), "uploadId": number}
        headers = {"x-amz-checksum-crc32": crc_words(crc)}
        for _ in range(3):
            answer = await self.client.ask("PUT", name, query, headers, pieces, refusals=(404,))
            if answer.code == "NoSuchUpload":
                return ""
            if answer.status == 404:
                raise answer.refusal()
            if answer.etag:
                return answer.etag
        raise StorageUnavailable(f"{name}: part kept, says the service, which gives no tag")

    async def complete(self, name: str, number: str, parts: Iterable[tuple[int, str, int]]) -> Completed:
        """Make one object of these parts: number, tag and CRC-32 of each, in order."""
        lines = (
            f"<Part><PartNumber>{part}</PartNumber><ETag>&quot;{escape(etag)}&quot;</ETag>"
            f"<ChecksumCRC32>{crc_words(crc)}</ChecksumCRC32></Part>"
            for part, etag, crc in parts
        )
        body = f"<CompleteMultipartUpload>{''.join(lines)}</CompleteMultipartUpload>".encode()
        answer = await self.client.ask(
            "POST", name, {"uploadId": number}, body=[body], refusals=(200, 400, 404), late=True
        )
        if not answer.code and answer.status < 300:
            return Completed.DONE
        if answer.code == "NoSuchUpload":
            return Completed.GONE
        if answer.code in ("InvalidPart", "InvalidPartOrder", "EntityTooSmall"):
            return Completed.WRONG
        raise answer.refusal()

    async def abort(self, name: str, number: str) -> None:
        """Give up an object in parts; nothing happens if there is none."""
        await self.client.ask("DELETE", name, {"uploadId": number}, refusals=(404,))

    async def parts(self, name: str, number: str) -> dict[int, KeptPart] | None:
        """The parts that the service keeps, by number; None where there is no such object in parts."""
        kept: dict[int, KeptPart] = {}
        query = {"uploadId": number}
        while True:
            answer = await self.client.ask("GET", name, query, refusals=(404,))
            if answer.code == "NoSuchUpload":
                return None
            if answer.status == 404:
                raise answer.refusal()
            kept |= {part.number: part for part in kept_parts(answer.body)}
            if not _goes_on(answer.body, query, {"NextPartNumberMarker": "part-number-marker"}):
                return kept


def _goes_on(body: bytes, query: dict[str, str], following: Mapping[str, str]) -> bool:
    """Whether a list has another page: `query` then asks for it."""
    page = root(body)
    if text(page, "IsTruncated") != "true":
        return False
    marks = {parameter: text(page, name) for name, parameter in following.items() if text(page, name)}
    asks_more = any(query.get(name) != value for name, value in marks.items())  # never the same page for ever
    query.update(marks)
    return asks_more

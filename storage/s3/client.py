"""Requests to a service of S3: signed, sent again where that may help, and refused in clear words.

Every request here may be done twice without harm. A body waits in memory until its answer, to be sent again.
"""

from __future__ import annotations

import asyncio
import zlib
from base64 import b64encode
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

import aiohttp
from yarl import URL

from storage.errors import StorageUnavailable
from storage.s3.answers import Answer
from storage.s3.signing import Keys, encoded, signed_headers

WAITS: Final = (0.05, 0.2, 0.5, 1.0, 2.0)
"""Seconds before each new try: six tries in all, four seconds for a service to start again."""
PIECE: Final = 256 * 1024
"""Bytes of a body written at once: others are served in between."""
TIMES: Final = aiohttp.ClientTimeout(total=120, sock_connect=5, sock_read=15)
READING: Final = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=15)
"""For a body that is read as it comes, at the pace of a person's line."""
CONNECTIONS: Final = 64
FAULTS: Final = (aiohttp.ClientError, TimeoutError, OSError)
"""How a line fails: refused, cut, silent, or not speaking HTTP."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where a store is: the address of a service (`https://host:port`), a bucket, what every name begins with."""

    endpoint: str
    name: str
    prefix: str
    keys: Keys

    def url(self, key: str | None, query: Mapping[str, str]) -> str:
        """The address of an object; that of the bucket for None."""
        path = quote(self.name if key is None else f"{self.name}/{self.prefix}{key}", safe="/~")
        return f"{self.endpoint}/{path}{'?' if query else ''}{encoded(query)}"


class Client:
    """The connections of one store. They open at the first request, in the loop that asks."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self._session: aiohttp.ClientSession | None = None

    async def ask(
        self,
        method: str,
        key: str | None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Sequence[bytes] | None = None,
        *,
        refusals: Collection[int] = (),
        late: bool = False,
    ) -> Answer:
        """One answer that is final: of success, or of one of these `refusals`. Raises StorageUnavailable otherwise.

        `late` where a service begins to answer before it is done, and may tell an error after a status of success.
        """
        fault = ""
        for wait in (0.0, *WAITS):
            await asyncio.sleep(wait)
            try:
                answer = await self._once(method, key, query or {}, headers or {}, body)
            except FAULTS as error:
                fault = f"{type(error).__name__} {error}"
                continue
            if answer.status < 300 and not (late and answer.code):
                return answer
            if not answer.passing:
                if answer.status in refusals:
                    return answer
                raise answer.refusal()
            fault = str(answer.refusal())
        raise StorageUnavailable(f"{self.bucket.endpoint}: {fault}")

    @asynccontextmanager
    async def reading(self, key: str, headers: Mapping[str, str]) -> AsyncIterator[aiohttp.ClientResponse]:
        """The answer to a GET, whose body is read as it comes. Raises one of FAULTS."""
        async with self._request("GET", key, {}, headers, None, READING) as response:
            yield response

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _once(
        self,
        method: str,
        key: str | None,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: Sequence[bytes] | None,
    ) -> Answer:
        async with self._request(method, key, query, headers, body, TIMES) as response:
            return Answer(response.status, response.headers, await response.read())

    def _request(
        self,
        method: str,
        key: str | None,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: Sequence[bytes] | None,
        times: aiohttp.ClientTimeout,
    ) -> aiohttp.client._RequestContextManager:
        url = self.bucket.url(key, query)
        sent = signed_headers(self.bucket.keys, method, url, headers, datetime.now(UTC))
        sent["Accept-Encoding"] = "identity"
        if body is not None:
            sent["Content-Length"] = str(sum(map(len, body)))
        data = None if body is None else _pieces(body)
        return self._opened().request(
            method, URL(url, encoded=True), headers=sent, data=data, timeout=times, allow_redirects=False
        )

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(
                connector=connector,
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("Content-Type", "User-Agent"),
            )
        return self._session


async def _pieces(body: Sequence[bytes]) -> AsyncGenerator[memoryview, None]:
    for piece in body:
        view = memoryview(piece)
        for start in range(0, len(view), PIECE):
            yield view[start : start + PIECE]


def crc_of(pieces: Sequence[bytes]) -> int:
    """The CRC-32 of these bytes, end to end."""
    value = 0
    for piece in pieces:
        value = zlib.crc32(piece, value)
    return value


def crc_words(crc: int) -> str:
    """A CRC-32 as these services write it."""
    return b64encode(crc.to_bytes(4, "big")).decode()

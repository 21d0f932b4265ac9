"""A line to an S3 service that does what lines do: refuses, cuts, loses answers, waits, changes a bit, lies."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO

import aiohttp
from aiohttp import web
from yarl import URL

from storage.s3.client import Bucket

SLOW = 0.4
"""Seconds."""
FORWARDED = {"authorization", "host", "content-length", "range", "if-none-match"}
BACK = {"content-length", "content-range", "content-type", "etag", "last-modified"}


@dataclass(slots=True)
class Line:
    """What may go wrong, how often (from 0 to 1), and how many times it did."""

    fault: str
    often: float
    random: random.Random = field(default_factory=lambda: random.Random(1))
    done: int = 0
    most: int = 1_000_000
    """How many times it may."""

    def fails(self, *faults: str) -> bool:
        """Whether it goes wrong now, in one of these ways."""
        if self.fault not in faults or self.done >= self.most or self.random.random() >= self.often:
            return False
        self.done += 1
        return True


@asynccontextmanager
async def faulty(bucket: Bucket, line: Line) -> AsyncIterator[Bucket]:
    """The same bucket at the end of this line."""
    async with aiohttp.ClientSession(auto_decompress=False) as session:

        async def serve(request: web.BaseRequest) -> web.StreamResponse:
            return await _carry(session, bucket.endpoint, line, request)

        server = web.Server(serve, access_log=None)
        runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        try:
            yield replace(bucket, endpoint=f"http://127.0.0.1:{port}")
        finally:
            await runner.cleanup()


def _goes(name: str, these: set[str]) -> bool:
    return name.lower() in these or "amz" in name.lower()


async def _carry(
    session: aiohttp.ClientSession, service: str, line: Line, request: web.BaseRequest
) -> web.StreamResponse:
    body = await request.content.read()
    if line.fails("busy"):
        return web.Response(status=503, body=b"<Error><Code>SlowDown</Code></Error>")
    if line.fails("cut"):
        return _hang_up(request)
    if line.fails("slow"):
        await asyncio.sleep(SLOW)
    if request.method != "GET" and request.method != "HEAD" and line.fails("lies"):
        return web.Response(status=200, headers={"ETag": '"invented"'})
    if body and line.fails("sent"):
        body = bytes([body[0] ^ 1]) + body[1:]
    headers = {name: value for name, value in request.headers.items() if _goes(name, FORWARDED)}
    url = URL(service + request.raw_path, encoded=True)
    async with session.request(request.method, url, headers=headers, data=BytesIO(body)) as answer:
        content = await answer.read()
        if line.fails("lost"):
            return _hang_up(request)
        if request.method == "GET" and content and line.fails("bit"):
            content = bytes([content[0] ^ 1]) + content[1:]
        kept = {name: value for name, value in answer.headers.items() if _goes(name, BACK)}
        if request.method == "GET" and len(content) > 1000 and line.fails("half"):
            response = web.StreamResponse(status=answer.status, headers=kept)
            await response.prepare(request)
            await response.write(content[: len(content) // 2])
            return _hang_up(request, response)
        if request.method == "HEAD":
            response = web.StreamResponse(status=answer.status, headers=kept)
            await response.prepare(request)
            return response
        return web.Response(status=answer.status, headers={**kept, "Content-Length": str(len(content))}, body=content)


def _hang_up(request: web.BaseRequest, response: web.StreamResponse | None = None) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return response or web.Response()

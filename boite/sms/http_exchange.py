"""One HTTP request to a machine that the operator named, and its answer: bounded in bytes and in seconds.

It may be private, a relay beside the service: this is not the door of addresses that people write. What matters here is
what a failure says: either nothing left, or nobody knows.
"""

from __future__ import annotations

import asyncio
import io
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, parse_headers
from urllib.parse import SplitResult, urlsplit

CONNECTING = 10.0
HEAD, BODY = 65_536, 65_536
"""Bytes of an answer that are read; its end is not waited for beyond."""
INTERIM = 10
"""Answers that only announce the true one: so many at most."""


class NotSent(Exception):
    """Surely nothing left: the machine was not reached."""


class InDoubt(Exception):
    """Something left, and no whole answer came back: nobody knows."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What the machine answered: the first `BODY` bytes of it."""

    status: int
    body: bytes


async def exchange(method: str, address: str, headers: Mapping[str, str], body: bytes, *, seconds: float) -> HttpAnswer:
    """Send this, once, and read the answer. Redirections are not followed. Raises NotSent, InDoubt."""
    parts = urlsplit(address)
    try:
        async with asyncio.timeout(CONNECTING):
            reader, writer = await _connected(parts)
    except (OSError, TimeoutError, UnicodeError) as error:
        raise NotSent(type(error).__name__) from error
    try:
        async with asyncio.timeout(seconds):
            writer.write(_head(method, parts, headers, body) + body)
            await writer.drain()
            return await _answer(reader)
    except (OSError, EOFError, TimeoutError, ValueError, HTTPException, asyncio.LimitOverrunError) as error:
        raise InDoubt(type(error).__name__) from error
    finally:
        writer.transport.abort()  # nothing more is wanted, and a polite end could be waited for long


async def _connected(parts: SplitResult) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    secure = parts.scheme == "https"
    return await asyncio.open_connection(
        parts.hostname,
        parts.port or (443 if secure else 80),
        ssl=ssl.create_default_context() if secure else None,
        limit=HEAD,
    )


def _head(method: str, parts: SplitResult, headers: Mapping[str, str], body: bytes) -> bytes:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    said = {"Host": parts.netloc, "Accept": "*/*", "User-Agent": "MaBoiteSPRO", **headers, "Connection": "close"}
    if body:
        said["Content-Length"] = str(len(body))
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items()), "", ""]
    return "\r\n".join(lines).encode()


async def _answer(reader: asyncio.StreamReader) -> HttpAnswer:
    for _ in range(INTERIM):
        first, _, rest = (await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")
        version, status = first.split(b" ", 2)[:2]
        if not version.startswith(b"HTTP/1"):
            raise ValueError("not HTTP")
        if int(status) >= 200:
            return HttpAnswer(int(status), await _body(reader, parse_headers(io.BytesIO(rest))))
    raise ValueError("nothing but announcements")


async def _body(reader: asyncio.StreamReader, headers: Message) -> bytes:
    """The first bytes of it, as its sender delimits it (RFC 9112, 6.3)."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return await _chunks(reader)
    if "content-length" in headers:
        return await reader.readexactly(min(max(0, int(headers["content-length"])), BODY))
    found = b""
    while len(found) < BODY and (more := await reader.read(BODY - len(found))):
        found += more
    return found


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    found = b""
    while len(found) < BODY:
        size = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
        if not size:
            break
        found += await reader.readexactly(min(size, BODY - len(found)))
        if len(found) < BODY:
            await reader.readexactly(2)
    return found

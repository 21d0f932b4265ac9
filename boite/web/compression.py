"""Our pages, compressed: what a phone receives of a page is a quarter of what it reads.

What a compressed page weighs says a little of what it holds, to somebody who listens to the line and makes a browser
ask for many pages (BREACH, 2013). So the token of a page never has the same letters twice (`csrf`), each answer is
longer by a random number of bytes, and another site cannot have a page of somebody signed in asked for unseen
(cookies `SameSite`).
"""

from __future__ import annotations

import re
import secrets
import struct
import zlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 500
"""Bytes under which a page goes as it is."""
LEVEL = 4
"""Of zlib: less than a millisecond for a page. The ninth gives two hundredths less for twice the time."""
READS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)
"""A weight of zero says « not that » (RFC 9110, 12.4.2)."""
LONGEST_NAME = 100
"""Letters of the name that each answer carries for nothing: it blurs how long the page is."""


class CompressedPages:
    """Compresses HTML that comes whole, for browsers that say they read gzip. Papers and streams pass untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and compress its answer where that serves."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        read = READS_GZIP.search(Headers(scope=scope).get("accept-encoding", "")) is not None
        held: Message | None = None

        async def compressed(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and _is_page(message):
                held = message
                return
            if held is not None:
                start, held = held, None
                whole = message["type"] == "http.response.body" and not message.get("more_body")
                headers = MutableHeaders(scope=start)
                if "accept-encoding" not in headers.get("vary", "").casefold():
                    headers.add_vary_header("Accept-Encoding")
                if read and whole and len(message.get("body", b"")) >= SMALLEST:
                    message = {**message, "body": packed(message["body"])}
                    headers["content-encoding"] = "gzip"
                    headers["content-length"] = str(len(message["body"]))
                await send(start)
            await send(message)

        await self.app(scope, receive, compressed)


def _is_page(start: Message) -> bool:
    """Whether it is a page of ours, whole: a paper that somebody sent never is, whatever it holds."""
    headers = Headers(raw=start["headers"])
    apart = {"content-encoding", "content-range", "content-disposition"} & set(headers)
    return headers.get("content-type", "").startswith("text/html") and not apart


def packed(page: bytes) -> bytes:
    """These bytes in gzip (RFC 1952), under a name of a random length, without a date."""
    name = secrets.token_hex(LONGEST_NAME // 2)[: secrets.randbelow(LONGEST_NAME + 1)].encode() + b"\0"
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    head = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff" + name
    return (
        head + deflate.compress(page) + deflate.flush() + struct.pack("<LL", zlib.crc32(page), len(page) & 0xFFFFFFFF)
    )

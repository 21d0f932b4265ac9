"""Bytes that somebody deposited, sent so that they never speak in the site's name, and never damaged as good."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from boite.files.corruption import verified
from boite.files.media_types import UNKNOWN
from boite.files.models import Blob, Node
from boite.files.preview_formats import INLINE_SAFE
from boite.files.ranges import ByteRange, Unsatisfiable, wanted
from boite.text.normalise import fold
from boite.web.caching import check_expected, known
from boite.web.headers import CONTENT_POLICY
from storage.store import BlobStore


async def send(request: Request, node: Node, blob: Blob, *, name: str, inline: bool) -> Response:
    """The content, or the part asked for. `inline` only counts for types that cannot harm. Raises Unmatched.

    The first block is read before anything is answered. Raises Damaged; a damage further on cuts the connection.
    """
    headers = _headers(blob, name, inline)
    check_expected(request, headers["etag"])
    if known(request, headers["etag"]):
        return Response(status_code=304, headers={"etag": headers["etag"]})
    try:
        span = _span(request, headers["etag"], blob.size)
    except Unsatisfiable:
        return Response(status_code=416, headers={"content-range": f"bytes */{blob.size}", "accept-ranges": "bytes"})
    start, stop = (span.start, span.stop) if span else (0, blob.size)
    headers["content-length"] = str(stop - start)
    if span:
        headers["content-range"] = f"bytes {start}-{stop - 1}/{blob.size}"
    status = 206 if span else 200
    content = verified(node, blob, _store(request), start, stop)
    first = await anext(content, b"")
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=headers["content-type"])
    if len(first) == stop - start:
        # Most papers are a single piece: answered at once, without watching the line as a stream does.
        return Response(first, status, headers)
    return StreamingResponse(_resumed(first, content), status, headers)


async def _resumed(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


def _store(request: Request) -> BlobStore:
    store: BlobStore = request.app.state.store
    return store


def _headers(blob: Blob, name: str, inline: bool) -> dict[str, str]:
    harmless = blob.media_type in INLINE_SAFE
    return {
        "content-type": blob.media_type if harmless else UNKNOWN,
        "content-disposition": disposition("inline" if inline and harmless else "attachment", name),
        "content-security-policy": CONTENT_POLICY,
        "accept-ranges": "bytes",
        "etag": blob.tag,
    }


def disposition(kind: str, name: str) -> str:
    """The header that names a download, in full and for old programs (RFC 6266, RFC 8187)."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._-") else "_" for sign in fold(name))
    return f"{kind}; filename=\"{plain or 'papier'}\"; filename*=UTF-8''{quote(name, safe='')}"


def _span(request: Request, etag: str, size: int) -> ByteRange | None:
    """None where the paper changed since the first part was sent (If-Range, RFC 9110 § 13.1.5)."""
    condition = request.headers.get("if-range")
    if condition is not None and condition.strip() != etag:
        return None
    return wanted(request.headers.get("range"), size)

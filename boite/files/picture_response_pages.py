"""The pictures that we drew, answered in a format that the browser shows."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.database.connection import binary
from boite.files.jpeg import as_jpeg
from boite.files.models import Preview, Width
from storage.store import Seal

WEBP, JPEG = "image/webp", "image/jpeg"
VARY = {"vary": "accept"}
"""For caches: the same address has two answers."""


def shows_webp(request: Request) -> bool:
    """Whether the browser says that it does, as each that can does when it asks for a picture (Safari since 14)."""
    return WEBP in request.headers.get("accept", "")


async def send(
    request: Request, drawn: Width | Preview, headers: dict[str, str], *, jpeg: bool, kept: bool
) -> Response:
    """The picture as it was drawn, or as a JPEG, which is `kept` ready only where the picture is public."""
    # Pictures are small and made by us: no digest of the whole, but each block is verified.
    seal = Seal(size=drawn.size, sha256="", blocks=binary(drawn.blocks))
    body = b"".join([piece async for piece in request.app.state.store.open(drawn.key, seal=seal)])
    if jpeg:
        return Response(await as_jpeg(body, key=drawn.key if kept else ""), headers=headers, media_type=JPEG)
    return Response(body, headers=headers, media_type=WEBP)

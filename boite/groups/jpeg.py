"""The pictures that we drew, as JPEG: what Outlook shows in a letter, where it shows no WebP."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from io import BytesIO

QUALITY = 82
KEPT = 64
"""Pictures of letters kept ready, some 60 kB each: a letter is opened by thousands of people within hours."""


async def as_jpeg(key: str, webp: bytes) -> bytes:
    """The same picture. `webp` was drawn by our own child process, under this `key`: it is opaque, and small."""
    return await asyncio.to_thread(_converted, key, webp)


@lru_cache(maxsize=KEPT)
def _converted(key: str, webp: bytes) -> bytes:
    from PIL import Image  # here: it takes 10 MB, which a process that serves no letter need not pay

    written = BytesIO()
    with Image.open(BytesIO(webp), formats=["WEBP"]) as picture:
        picture.convert("RGB").save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()

"""The pictures that we drew, as JPEG, for what shows no WebP: Outlook in a letter, and browsers such as Safari 13.

Made from the WebP each time somebody asks: nothing is added to the store, and older pictures have theirs at once.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from io import BytesIO

QUALITY = 82
KEPT = 64
"""Public pictures kept ready, some 60 kB each: a letter is opened by thousands of people within hours."""


async def as_jpeg(webp: bytes, *, key: str = "") -> bytes:
    """The same picture. `webp` was drawn by our own child process: it is opaque, and small.

    With the `key` of a public picture, it stays ready in memory. Those of somebody's own papers are not kept.
    """
    return await asyncio.to_thread(_kept, key, webp) if key else await asyncio.to_thread(_converted, webp)


@lru_cache(maxsize=KEPT)
def _kept(key: str, webp: bytes) -> bytes:
    del key  # with the bytes, it is what the cache compares first
    return _converted(webp)


def _converted(webp: bytes) -> bytes:
    from PIL import Image  # here: it takes 10 MB, which a process that serves no such picture need not pay

    written = BytesIO()
    with Image.open(BytesIO(webp), formats=["WEBP"]) as picture:
        picture.convert("RGB").save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()

"""Pictures drawn for tests."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def png(width: int = 40, height: int = 30, colour: str = "teal") -> bytes:
    """A plain PNG."""
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()

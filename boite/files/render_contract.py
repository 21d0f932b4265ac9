"""What the service and its drawing child agree upon: the limits, the reasons of a refusal, the known formats.

Read by both sides, therefore light: the child must not carry the service in its memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Reason = Literal["unsupported", "too_large", "timeout", "memory", "encrypted", "unreadable", "crashed"]
REASONS: frozenset[str] = frozenset(get_args(Reason))

# Per media type, the decoders that may be tried: a file that lies about its type finds none.
PICTURE_FORMATS: Mapping[str, tuple[str, ...]] = {
    "image/jpeg": ("JPEG",),
    "image/png": ("PNG",),
    "image/webp": ("WEBP",),
    "image/gif": ("GIF",),
    "image/tiff": ("TIFF",),
    "image/bmp": ("BMP",),
    "image/avif": ("AVIF",),
    "image/heic": ("HEIF",),
    "image/heif": ("HEIF",),
}
PAPER_TYPES: frozenset[str] = frozenset({"application/pdf"})
THUMBNAIL_SIDE = 320  # pixels
PICTURE_SIDE = 1600  # pixels
PAGE_WIDTH = 1200  # pixels
PAGE_HEIGHT = 3600  # pixels: a till receipt scanned in one strip stays readable, a page of ten metres does not


@dataclass(frozen=True, slots=True)
class Limits:
    """What one drawing may cost, in bytes, seconds and pixels."""

    memory: int = 1024**3
    cpu_seconds: int = 20
    wall_seconds: float = 40.0
    input_bytes: int = 256 * 1024**2
    output_bytes: int = 32 * 1024**2
    pixels: int = 120_000_000
    pages: int = 10
    widths: tuple[int, ...] = ()
    """Of a picture for a public page: drawn in this width (pixels) instead of its usual view."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """The views of a document, each a WebP picture; page_count is None for what has no pages."""

    thumbnail: bytes | None
    pages: list[bytes]
    page_count: int | None


class RenderingFailed(Exception):
    """The document has no view. `reason` is one of REASONS, for the caller to choose its words."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason

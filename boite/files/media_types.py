"""What a file is, by its first bytes; its name never makes it more trusted, nor does what the browser announced."""

from pathlib import PurePosixPath
from typing import Literal

from boite.files.magic_numbers import signature
from boite.files.plain_text import text_type

UNKNOWN = "application/octet-stream"
HEAD = 8192  # bytes to hand to sniff(): enough for every signature and for the first names in a zip

INLINE_IMAGES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})
INLINE_AUDIO = frozenset({"audio/mpeg", "audio/ogg", "audio/wav", "audio/mp4", "audio/aac", "audio/flac", "audio/webm"})
INLINE_VIDEO = frozenset({"video/mp4", "video/webm", "video/ogg"})
# May be answered with Content-Disposition: inline. No page, no drawing, no script: they would speak in our name.
INLINE_SAFE = INLINE_IMAGES | INLINE_AUDIO | INLINE_VIDEO
DRAWN_IMAGES = frozenset({"image/tiff", "image/bmp", "image/heic", "image/heif"})  # shown through their rendering only
TEXTS = frozenset({"text/plain", "text/csv", "text/markdown"})  # shown escaped, in our own page

Viewer = Literal["image", "pdf", "text", "audio", "video", "none"]
_OURS = INLINE_SAFE | DRAWN_IMAGES | TEXTS | {"application/pdf"}


def sniff(head: bytes, name: str) -> str:
    """The media type of a file from its first HEAD bytes; UNKNOWN when nothing proves one. Never raises.

    The name chooses between formats that begin alike (a .doc and a .xls), and between kinds of text.
    """
    suffix = PurePosixPath(name.replace("\x00", "")).suffix.lower()
    head = head[:HEAD]
    if not head:
        return UNKNOWN
    return signature(head, suffix) or text_type(head, suffix) or _rarer(head, suffix)


def viewer_for(media_type: str) -> Viewer:
    """By which part of our pages a file of this type is shown; "none" when it can only be downloaded."""
    if media_type in INLINE_IMAGES | DRAWN_IMAGES:
        return "image"
    if media_type == "application/pdf":
        return "pdf"
    if media_type in TEXTS:
        return "text"
    if media_type in INLINE_AUDIO:
        return "audio"
    return "video" if media_type in INLINE_VIDEO else "none"


def _rarer(head: bytes, suffix: str) -> str:
    """Our own signatures said no to the types that we show: a shorter proof does not bring them back."""
    from boite.files import rare_formats  # here: the tables of puremagic are 6 ms and 1.4 MiB of a start

    return next((found for found in rare_formats.media_types(head, suffix) if found not in _OURS), UNKNOWN)

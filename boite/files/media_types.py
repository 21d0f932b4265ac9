"""What a file is, by its first bytes; its name never makes it more trusted, nor does what the browser announced."""

import re
from pathlib import PurePosixPath
from typing import Literal

import puremagic

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
_SOUND_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,100}")
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
    """Formats that we only name, from the tables of puremagic."""
    try:
        # Without the name: puremagic 2 would open a file of that name on our disk.
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    # Shorter proofs are chance; those counted from the end are void, since our bytes are only the beginning.
    proofs = [match for match in matches if len(match.byte_match or b"") >= 4 and (match.offset or 0) >= 0]
    proofs.sort(key=lambda match: (match.extension == suffix, len(match.byte_match)), reverse=True)
    for match in proofs:
        # Our own signatures said no to the types that we show: a shorter one does not bring them back.
        if _SOUND_TYPE.fullmatch(match.mime_type or "") and match.mime_type not in _OURS:
            return str(match.mime_type)
    return UNKNOWN

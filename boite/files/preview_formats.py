"""Which types of files our pages show or play, and how; the others can only be downloaded."""

from typing import Literal

INLINE_IMAGES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})
INLINE_AUDIO = frozenset({"audio/mpeg", "audio/ogg", "audio/wav", "audio/mp4", "audio/aac", "audio/flac", "audio/webm"})
INLINE_VIDEO = frozenset({"video/mp4", "video/webm", "video/ogg"})
# What iPhones film: most browsers play it, not all. For one's own papers; what is published asks for the types above.
PERHAPS_VIDEO = frozenset({"video/quicktime"})
# May be answered with Content-Disposition: inline. No page, no drawing, no script: they would speak in our name.
INLINE_SAFE = INLINE_IMAGES | INLINE_AUDIO | INLINE_VIDEO | PERHAPS_VIDEO
DRAWN_IMAGES = frozenset({"image/tiff", "image/bmp", "image/heic", "image/heif"})  # shown through their rendering only
TEXTS = frozenset({"text/plain", "text/csv", "text/markdown"})  # shown escaped, in our own page

PREVIEWED = INLINE_IMAGES | DRAWN_IMAGES | {"application/pdf"}  # drawn once, as pictures, after the deposit

Viewer = Literal["image", "pdf", "text", "audio", "video", "none"]
SHOWN = INLINE_SAFE | DRAWN_IMAGES | TEXTS | {"application/pdf"}
"""What our pages show: only our own signatures may say that a file is one of these (`boite.files.media_types`)."""


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
    return "video" if media_type in INLINE_VIDEO | PERHAPS_VIDEO else "none"

"""Views of a picture: upright, in sRGB, on white, without a word of its metadata. Runs in the drawing child only."""

import io
import time
import warnings
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import BinaryIO

# Named one by one so that all are loaded before the file system closes.
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from boite.files.render_contract import (
    PICTURE_FORMATS,
    PICTURE_SIDE,
    THUMBNAIL_SIDE,
    Limits,
    Rendering,
    RenderingFailed,
)

DECODERS = (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # one child, one processor
Image.preinit()


_SUBFILE_TYPE, _NOT_A_PAGE = 254, 0b101
"""In the tag NewSubfileType of a TIFF: a smaller copy of another picture, or its mask (TIFF 6.0, section 8)."""


def draw_picture(source: BinaryIO, media_type: str, limits: Limits) -> Rendering:
    """The first frame, at most PICTURE_SIDE and THUMBNAIL_SIDE pixels a side. Of a fax (TIFF), limits.pages pages.

    Raises RenderingFailed("too_large") beyond limits.pixels, and whatever the decoders raise.
    """
    Image.MAX_IMAGE_PIXELS = limits.pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        image = Image.open(source, formats=PICTURE_FORMATS[media_type])
        frames = _pages(image)
        large = _upright(image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise RenderingFailed("too_large") from bomb
    views = [encode(narrowed(large, width)) for width in sorted({min(width, large.width) for width in limits.widths})]
    small = encode(miniature(large))
    if views or len(frames) < 2:
        return Rendering(small, views or [encode(large)], None)
    return Rendering(small, [encode(large), *_next_pages(image, frames[1 : limits.pages], limits)], len(frames))


def _pages(image: Image.Image) -> list[int]:
    """Which frames are pages, up to one that cannot be reached. The image stands at the first of them afterwards."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return [0]
    found = []
    with suppress(Exception):  # EOFError after the last one, anything where the file is broken
        for frame in count():
            image.seek(frame)
            if not int(image.tag_v2.get(_SUBFILE_TYPE, 0)) & _NOT_A_PAGE:
                found.append(frame)
    image.seek(found[0] if found else 0)
    return found


def _next_pages(image: Image.Image, frames: list[int], limits: Limits) -> Iterator[bytes]:
    """The other pages, fewer if they take more than half of the allowed time, up to one that is broken."""
    for frame in frames:
        if time.process_time() > limits.cpu_seconds / 2:
            return
        try:
            image.seek(frame)
            yield encode(_upright(image))
        except Exception:  # whatever a decoder says of it: the pages before it stay
            return


def miniature(image: Image.Image) -> Image.Image:
    """A copy at most THUMBNAIL_SIDE pixels a side."""
    small = image.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return small


def narrowed(image: Image.Image, width: int) -> Image.Image:
    """A copy of this width in pixels, with the same proportions."""
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def encode(image: Image.Image) -> bytes:
    """The picture as WebP, with neither EXIF nor XMP nor profile."""
    output = io.BytesIO()
    # Method 4, the default, takes twice the time for 4 % of the bytes.
    image.save(output, "WEBP", quality=80, method=2, exif=b"", xmp=b"", icc_profile=b"")
    return output.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    side = (PICTURE_SIDE, PICTURE_SIDE)
    image.draft(None, side)  # a JPEG is then decoded at a half, a quarter or an eighth: no time spent on lost pixels
    smooth = _continuous(image)
    smooth.thumbnail(side, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _srgb(_on_white(ImageOps.exif_transpose(smooth)))


def _continuous(image: Image.Image) -> Image.Image:
    """Palettes and one-bit scans cannot be shrunk smoothly as they are."""
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode.startswith("I"):  # 16 bits a sample
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image


def _on_white(image: Image.Image) -> Image.Image:
    """A transparent scan of black ink must not vanish on a dark page."""
    if not image.has_transparency_data:
        return image
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    paper.alpha_composite(layer)
    paper.info = image.info
    return paper.convert("RGB")


def _srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return converted or image.convert("RGB")
        except (OSError, ImageCms.PyCMSError):
            pass  # a broken profile: colours a little off, better than no view
    return image.convert("RGB")

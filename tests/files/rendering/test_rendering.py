"""Views of good documents."""

import io
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageCms

from boite.demo.documents import CV_PAGES, documents, heic
from boite.demo.pdf import text_pdf
from boite.files import renderer
from boite.files.render_contract import PAGE_WIDTH, PICTURE_SIDE, THUMBNAIL_SIDE
from boite.files.renderer import Rendering, render
from tests.files.rendering.drawing import draw, is_red, opened, refusal, saved, two_tone

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("image_format", "media_type"),
    [
        ("JPEG", "image/jpeg"),
        ("MPO", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
        ("AVIF", "image/avif"),
    ],
)
async def test_every_kind_of_picture(image_format: str, media_type: str) -> None:
    rendering = await draw(saved(two_tone((2000, 1000)), image_format), media_type)
    assert opened(rendering.thumbnail).size == (THUMBNAIL_SIDE, THUMBNAIL_SIDE // 2)
    assert [opened(page).size for page in rendering.pages] == [(PICTURE_SIDE, PICTURE_SIDE // 2)]
    assert is_red(opened(rendering.thumbnail).getpixel((10, 10)))
    assert rendering.page_count is None


async def test_a_photo_of_a_recent_phone() -> None:
    rendering = await draw(heic(two_tone()), "image/heic")
    assert opened(rendering.pages[0]).size == (400, 200)
    assert is_red(opened(rendering.pages[0]).getpixel((10, 10)))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "I;16", "CMYK", "YCbCr"])
async def test_every_mode_of_pixels(mode: str) -> None:
    image = Image.new("I;16", (50, 50), 65535) if mode == "I;16" else Image.new("RGB", (50, 50), "white").convert(mode)
    image_format, media_type = ("TIFF", "image/tiff") if mode in ("PA", "CMYK", "YCbCr") else ("PNG", "image/png")
    if mode == "PA":
        image, image_format, media_type = image.convert("RGBA").quantize(), "PNG", "image/png"
    rendering = await draw(saved(image, image_format), media_type)
    assert min(band[0] for band in opened(rendering.pages[0]).getextrema() if isinstance(band, tuple)) > 240


async def test_transparent_ink_is_laid_on_white() -> None:
    rendering = await draw(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"), "image/png")
    assert opened(rendering.pages[0]).getpixel((5, 5)) == (255, 255, 255)


async def test_a_small_picture_is_not_enlarged() -> None:
    rendering = await draw(saved(two_tone((40, 20)), "PNG"), "image/png")
    assert opened(rendering.thumbnail).size == opened(rendering.pages[0]).size == (40, 20)


async def test_colours_of_a_profile_become_those_of_the_screen() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for content in (profile, b"no profile"):
        rendering = await draw(saved(two_tone(), "JPEG", icc_profile=content), "image/jpeg")
        assert is_red(opened(rendering.pages[0]).getpixel((10, 10)))
        assert "icc_profile" not in opened(rendering.pages[0]).info


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
async def test_a_photo_stands_upright(image_format: str) -> None:
    pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter clockwise: the left comes on top
    content = saved(two_tone(), image_format, exif=exif.tobytes())
    rendering = await draw(content, f"image/{image_format.lower()}")
    view = opened(rendering.pages[0])
    assert view.size == (200, 400)
    assert is_red(view.getpixel((100, 20)))
    assert not is_red(view.getpixel((100, 380)))


async def test_the_place_of_a_photo_is_not_told() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Telephone-Secret"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 10.0, 22.0), 3: "E", 4: (2.0, 15.0, 3.0)})
    content = saved(
        two_tone(), "JPEG", exif=exif.tobytes(), xmp=b"<x>Telephone-Secret</x>", comment=b"Telephone-Secret"
    )
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    rendering = await draw(content, "image/jpeg")
    for view in (rendering.thumbnail, *rendering.pages):
        assert not opened(view).getexif()
        assert not {"exif", "xmp"} & set(opened(view).info)
        assert b"Telephone-Secret" not in (view or b"")


async def test_first_pages_of_a_paper() -> None:
    rendering = await draw(text_pdf("Long", [("Page",)] * 12), "application/pdf")
    assert (rendering.page_count, len(rendering.pages)) == (12, 10)
    assert opened(rendering.pages[9]).width == PAGE_WIDTH
    assert opened(rendering.thumbnail).height == THUMBNAIL_SIDE


def tiff(*pages: Image.Image, **options: object) -> bytes:
    return saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], **options)


async def test_each_page_of_a_fax() -> None:
    pages = [two_tone((300, 200)), Image.new("1", (300, 200), 1), Image.new("L", (3000, 200), 255)]
    rendering = await draw(tiff(*pages), "image/tiff")
    assert rendering.page_count == 3
    assert [opened(page).width for page in rendering.pages] == [300, 300, PICTURE_SIDE]
    assert is_red(opened(rendering.pages[0]).getpixel((10, 10)))
    many = await draw(tiff(*[Image.new("1", (20, 20), 1)] * 12), "image/tiff")
    assert (many.page_count, len(many.pages)) == (12, 10)


async def test_a_smaller_copy_in_a_photo_is_no_page() -> None:
    """What cameras and scanners put beside a picture, and say to be a reduced copy of it."""
    small = two_tone((40, 20))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    rendering = await draw(tiff(two_tone(), small), "image/tiff")
    assert (rendering.page_count, len(rendering.pages)) == (None, 1)


async def test_the_pages_before_a_broken_one_stay() -> None:
    content = tiff(*[two_tone((300, 200))] * 3)
    rendering = await draw(content[: len(content) // 2], "image/tiff")
    assert len(rendering.pages) == 1
    assert is_red(opened(rendering.pages[0]).getpixel((10, 10)))


async def test_a_public_picture_has_one_page() -> None:
    limits = renderer.Limits(widths=(100, 200))
    rendering = await draw(tiff(two_tone(), two_tone()), "image/tiff", limits)
    assert [opened(page).width for page in rendering.pages] == [100, 200]


async def test_letters_are_drawn() -> None:
    rendering = await draw(text_pdf("CV", CV_PAGES), "application/pdf")
    darkest = opened(rendering.pages[0]).convert("L").getextrema()[0]
    assert isinstance(darkest, int | float)
    assert darkest < 60


async def test_the_demo_papers_have_views(tmp_path: Path) -> None:
    for document in documents():
        if document.media_type in renderer.RENDERABLE:
            path = tmp_path / document.name
            path.write_bytes(document.content)
            views = await render(path, document.media_type)
            assert opened(views.thumbnail).width <= THUMBNAIL_SIDE


async def test_plain_text_needs_no_view() -> None:
    assert await draw(b"Bonjour", "text/plain") == Rendering(None, [], None)


async def test_other_types_have_no_view() -> None:
    assert await refusal(b"<svg>", "image/svg+xml") == "unsupported"

"""Views of documents: the good ones are drawn, the hostile ones die alone."""

import asyncio
import contextlib
import io
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pillow_heif
import pytest
import uvloop
from PIL import Image, ImageCms

from boite.demo_documents import CV_PAGES, documents, heic
from boite.demo_pdf import text_pdf
from boite.files import rendering
from boite.files.render_contract import PAGE_WIDTH, PICTURE_SIDE, THUMBNAIL_SIDE
from boite.files.rendering import Limits, Rendering, RenderingFailed, render
from tests.files import hostile

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def children() -> list[int]:
    """The processes begun by this one and alive (or not waited for), drawing."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue  # ended meanwhile
        if parent == os.getpid() and (not command or rendering.CODE.encode() in command):
            found.append(int(entry.name))
    return found


@pytest.fixture(autouse=True)
def _nothing_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = set(children())
    yield
    assert set(children()) <= before
    assert list(folder.iterdir()) == []


async def stream(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 100_000):
        yield content[start : start + 100_000]


async def draw(content: bytes, media_type: str, limits: Limits = rendering.DEFAULT_LIMITS) -> Rendering:
    return await render(stream(content), media_type, limits=limits)


async def refusal(content: bytes, media_type: str, limits: Limits = rendering.DEFAULT_LIMITS) -> str:
    with pytest.raises(RenderingFailed) as failure:
        await draw(content, media_type, limits)
    return failure.value.reason


def opened(view: bytes | None) -> Image.Image:
    assert view is not None
    image = Image.open(io.BytesIO(view), formats=["WEBP"])
    image.load()
    return image


def saved(image: Image.Image, image_format: str, **options: object) -> bytes:
    output = io.BytesIO()
    image.save(output, image_format, **options)
    return output.getvalue()


def two_tone(size: tuple[int, int] = (400, 200)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return image


def is_red(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return bool(pixel[0] > 200 and pixel[2] < 60)


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


async def test_letters_are_drawn() -> None:
    rendering = await draw(text_pdf("CV", CV_PAGES), "application/pdf")
    darkest = opened(rendering.pages[0]).convert("L").getextrema()[0]
    assert isinstance(darkest, int | float)
    assert darkest < 60


async def test_the_demo_papers_have_views(tmp_path: Path) -> None:
    for document in documents():
        if document.media_type in rendering.RENDERABLE:
            path = tmp_path / document.name
            path.write_bytes(document.content)
            views = await render(path, document.media_type)
            assert opened(views.thumbnail).width <= THUMBNAIL_SIDE


async def test_plain_text_needs_no_view() -> None:
    assert await draw(b"Bonjour", "text/plain") == Rendering(None, [], None)


async def test_other_types_have_no_view() -> None:
    assert await refusal(b"<svg>", "image/svg+xml") == "unsupported"


HOSTILE = {
    "bomb": (hostile.png(60_000, 60_000, hostile.zeros(10_000_000)), "image/png", "too_large"),
    "announced size": (hostile.png(2**31 - 1, 2**31 - 1, b""), "image/png", "too_large"),
    "truncated JPEG": (saved(two_tone((900, 900)), "JPEG")[:-3000], "image/jpeg", "unreadable"),
    "truncated PNG": (saved(two_tone((900, 900)), "PNG")[:-500], "image/png", "unreadable"),
    "truncated HEIC": (heic(two_tone((900, 900)))[:-300], "image/heic", "unreadable"),
    "PNG called JPEG": (saved(two_tone(), "PNG"), "image/jpeg", "unreadable"),
    "JPEG called PDF": (saved(two_tone(), "JPEG"), "application/pdf", "unreadable"),
    "page called picture": (b"<html><script>", "image/png", "unreadable"),
    "PostScript called TIFF": (b"%!PS\n{} loop", "image/tiff", "unreadable"),
    "garbage": (bytes(range(256)) * 64, "image/webp", "unreadable"),
    "empty": (b"", "image/gif", "unreadable"),
    "empty PDF": (b"", "application/pdf", "unreadable"),
    "locked PDF": (hostile.LOCKED, "application/pdf", "encrypted"),
}


@pytest.mark.parametrize("case", HOSTILE)
async def test_hostile_documents_are_refused(case: str) -> None:
    content, media_type, reason = HOSTILE[case]
    started = time.monotonic()
    assert await refusal(content, media_type) == reason
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("page", [hostile.HUGE_PAGE, hostile.THREAD_PAGE, hostile.CYCLE_OF_PAGES])
async def test_absurd_pages_stay_small(page: bytes) -> None:
    rendering = await draw(page, "application/pdf", Limits(wall_seconds=10))
    assert len(rendering.pages) == 1
    assert max(opened(rendering.pages[0]).size) <= 3600


@pytest.mark.parametrize("paper", [hostile.FORM_WITHIN_ITSELF, hostile.ENORMOUS_PICTURE])
async def test_a_paper_that_kills_its_reader_kills_nobody_else(paper: bytes) -> None:
    # Readers differ from one release to the next: a blank page, a refusal or a death all suit us, an hour does not.
    with contextlib.suppress(RenderingFailed):
        assert len((await draw(paper, "application/pdf", Limits(wall_seconds=10))).pages) == 1
    assert (await draw(text_pdf("CV", CV_PAGES), "application/pdf")).page_count == 2


async def test_an_endless_painting_is_stopped_by_the_clock() -> None:
    started = time.monotonic()
    assert await refusal(hostile.ENDLESS_PAINTING, "application/pdf", Limits(wall_seconds=1.5)) == "timeout"
    assert time.monotonic() - started < 4


async def test_an_endless_painting_is_stopped_by_the_processor_it_uses() -> None:
    assert await refusal(hostile.ENDLESS_PAINTING, "application/pdf", Limits(cpu_seconds=1)) == "timeout"


async def test_a_glutton_runs_out_of_memory() -> None:
    glutton = hostile.png(9000, 9000, hostile.zeros(9000 * 9001 * 3))
    assert await refusal(glutton, "image/png", Limits(memory=200 * 2**20)) == "memory"


async def test_too_many_bytes_are_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "gros.pdf"
    path.write_bytes(bytes(2000))
    with pytest.raises(RenderingFailed, match="too_large"):
        await render(path, "application/pdf", limits=Limits(input_bytes=1000))
    assert await refusal(bytes(300_000), "application/pdf", Limits(input_bytes=1000)) == "too_large"


async def test_only_a_file_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(RenderingFailed, match="unreadable"):
            await render(path, "image/png")


async def test_a_stream_that_breaks_leaves_nothing() -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"%PDF-"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await render(broken(), "application/pdf")


async def test_a_caller_who_gives_up_leaves_no_child() -> None:
    task = asyncio.ensure_future(draw(hostile.ENDLESS_PAINTING, "application/pdf"))
    await asyncio.sleep(0.4)
    assert children()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children() == []


async def test_drawings_side_by_side() -> None:
    content = saved(two_tone(), "JPEG")
    views = await asyncio.gather(*(draw(content, "image/jpeg") for _ in range(4)))
    assert len({view.thumbnail for view in views}) == 1


SLEEPING_FAMILY = "import os, sys, time; os.fork() or time.sleep(60); {}"


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import time; time.sleep(60)", "timeout"),
        (SLEEPING_FAMILY.format("time.sleep(60)"), "timeout"),
        (SLEEPING_FAMILY.format("os._exit(0)"), "timeout"),
        ("while True: print('x' * 1000)", "crashed"),
        ("import os; os.abort()", "crashed"),
        ("raise SystemExit(3)", "crashed"),
        ("pass", "crashed"),
        ("print('[1, 2]')", "crashed"),
        ('print(\'{"reason": "<script>"}\')', "crashed"),
        ('print(\'{"thumbnail": 5, "pages": [], "page_count": 1}\')', "crashed"),
        ('print(\'{"thumbnail": 13, "pages": [13], "page_count": 1}\\n\' + "<html></html>" * 2, end="")', "crashed"),
        ('print(\'{"thumbnail": -9, "pages": [99], "page_count": 1}\\n\' + "x" * 90, end="")', "crashed"),
        ('print("[" * 100000)', "crashed"),
    ],
)
async def test_a_child_turned_against_us_is_not_believed(
    program: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "PROGRAM", program)
    limits = Limits(wall_seconds=1, output_bytes=10_000_000)
    assert await refusal(saved(two_tone(), "JPEG"), "image/jpeg", limits) == reason


def test_drawing_under_uvloop() -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert len(runner.run(draw(saved(two_tone(), "JPEG"), "image/jpeg")).pages) == 1
        late = Limits(wall_seconds=1)
        assert runner.run(refusal(hostile.ENDLESS_PAINTING, "application/pdf", late)) == "timeout"

"""How the tests ask for views, and look at them."""

import io
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from boite.files import renderer
from boite.files.renderer import Limits, Rendering, RenderingFailed, render


def children() -> list[int]:
    """The processes begun by this one and alive (or not waited for), drawing."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue  # ended meanwhile
        if parent == os.getpid() and (not command or renderer.CODE.encode() in command):
            found.append(int(entry.name))
    return found


async def stream(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 100_000):
        yield content[start : start + 100_000]


async def draw(content: bytes, media_type: str, limits: Limits = renderer.DEFAULT_LIMITS) -> Rendering:
    return await render(stream(content), media_type, limits=limits)


async def refusal(content: bytes, media_type: str, limits: Limits = renderer.DEFAULT_LIMITS) -> str:
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

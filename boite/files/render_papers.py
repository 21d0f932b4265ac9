"""Views of the first pages of a PDF, forms filled in. Runs in the drawing child only."""

import time
from typing import BinaryIO

import pypdfium2  # type: ignore[import-untyped]  # published without types, and no stubs exist
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL import Image

from boite.files.render_contract import PAGE_HEIGHT, PAGE_WIDTH, Limits, Rendering, RenderingFailed
from boite.files.render_pictures import encode, miniature


def draw_paper(source: BinaryIO, _media_type: str, limits: Limits) -> Rendering:
    """The first limits.pages pages, PAGE_WIDTH pixels wide, fewer if they take more than half of the allowed time.

    Raises RenderingFailed("encrypted") for a PDF that asks a password, "unreadable" for one without a first page.
    """
    document = _open(source)
    pages: list[bytes] = []
    thumbnail = None
    for index in range(min(len(document), limits.pages)):
        try:
            image = _draw(document[index])
        except pypdfium2.PdfiumError:
            break  # the pages before the broken one stay
        thumbnail = thumbnail or encode(miniature(image))
        pages.append(encode(image))
        if time.process_time() > limits.cpu_seconds / 2:
            break  # ten heavy scans: better four pages than none
    if not pages:
        raise RenderingFailed("unreadable")
    return Rendering(thumbnail, pages, len(document))


def _open(source: BinaryIO) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise RenderingFailed("encrypted" if error.err_code == pdfium.FPDF_ERR_PASSWORD else "unreadable") from error
    document.init_forms()  # without it, what a person typed into a form does not show
    return document


def _draw(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = min(PAGE_WIDTH / max(width, 1), PAGE_HEIGHT / max(height, 1))
    image: Image.Image = page.render(scale=scale, rev_byteorder=True).to_pil()
    return image.convert("RGB")

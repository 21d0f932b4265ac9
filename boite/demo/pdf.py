"""A paper of text pages as PDF, written by hand: real letters, to be found and copied, in a font that readers own."""

from collections.abc import Sequence

from boite.text.pdf import A4, helvetica, literal, pdf_file

MARGIN, LINE = 64, 20  # points
TITLE_SIZE, TEXT_SIZE = 22, 12  # points


def text_pdf(title: str, pages: Sequence[Sequence[str]], size: tuple[int, int] = A4) -> bytes:
    """The PDF of these pages, a list of lines each; the first line of a page is its heading. Windows-1252 only.

    The size of a page is in points. Raises UnicodeEncodeError for a letter that Windows-1252 has not.
    """
    fonts = "<< /F1 3 0 R /F2 4 0 R >>"
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        *helvetica(),
        b"<< /Title " + literal(title) + b" >>",
    ]
    for number, lines in enumerate(pages):
        drawing = _drawing(lines, size[1])
        box = f"/MediaBox [0 0 {size[0]} {size[1]}] /Resources << /Font {fonts} >> /Contents {7 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing))
    return pdf_file(objects)


def _drawing(lines: Sequence[str], height: int) -> bytes:
    steps = [b"BT", b"%d %d Td" % (MARGIN, height - MARGIN - TITLE_SIZE), b"%d TL" % LINE]
    for number, line in enumerate(lines):
        steps.append(b"/F1 %d Tf" % TITLE_SIZE if number == 0 else b"/F2 %d Tf" % TEXT_SIZE)
        steps.append(literal(line) + b" Tj T*" + b" T*" * (number == 0))
    return b"\n".join([*steps, b"ET"])

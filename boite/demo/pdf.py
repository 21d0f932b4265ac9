"""A paper of text pages as PDF, written by hand: real letters, to be found and copied, in a font that readers own."""

from collections.abc import Sequence

A4 = (595, 842)  # points
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
        *(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
            for name in ("Helvetica-Bold", "Helvetica")
        ),
        b"<< /Title " + _literal(title) + b" >>",
    ]
    for number, lines in enumerate(pages):
        drawing = _drawing(lines, size[1])
        box = f"/MediaBox [0 0 {size[0]} {size[1]}] /Resources << /Font {fonts} >> /Contents {7 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing))
    return _file(objects)


def _drawing(lines: Sequence[str], height: int) -> bytes:
    steps = [b"BT", b"%d %d Td" % (MARGIN, height - MARGIN - TITLE_SIZE), b"%d TL" % LINE]
    for number, line in enumerate(lines):
        steps.append(b"/F1 %d Tf" % TITLE_SIZE if number == 0 else b"/F2 %d Tf" % TEXT_SIZE)
        steps.append(_literal(line) + b" Tj T*" + b" T*" * (number == 0))
    return b"\n".join([*steps, b"ET"])


def _literal(text: str) -> bytes:
    data = text.encode("cp1252")
    for special in (b"\\", b"(", b")"):
        data = data.replace(special, b"\\" + special)
    return b"(" + data + b")"


def _file(objects: Sequence[bytes]) -> bytes:
    output = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(output))
        output += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = len(output)
    output += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    output += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    output += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(output)

"""A sheet of paper as PDF, written by hand: real letters, to be found and copied, in a font that readers own.

Windows-1252 only: French has no letter outside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

A4 = (595, 842)
"""Points."""
Colour = tuple[float, float, float]
"""Red, green, blue, from 0 to 1."""
INK: Colour = (0.17, 0.13, 0.1)
_WIDTHS = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 556),
)
"""Of Helvetica, in thousandths of its size, from the space on. An accent is as wide as its letter."""
_BOLDER = 1.07
"""How much wider its bold is, about."""


@dataclass(slots=True)
class PdfSheet:
    """One page of A4. Places are in points, from the top left."""

    drawn: list[bytes] = field(default_factory=list)

    def text(
        self, x: float, y: float, words: str, size: float = 10, *, bold: bool = False, right: bool = False
    ) -> None:
        """Words on one line, whose foot is at y; ending at x where `right`."""
        x -= width_of(words, size, bold=bold) if right else 0
        font = "F1" if bold else "F2"
        begin = f"BT {_colour(INK)} rg /{font} {size} Tf 1 0 0 1 {x:.1f} {A4[1] - y:.1f} Tm ".encode()
        self.drawn.append(begin + literal(_known(words)) + b" Tj ET")

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A filled rectangle, by its top left."""
        shape = f"{_colour(colour)} rg {x:.1f} {A4[1] - y - height:.1f} {width:.1f} {height:.1f} re f"
        self.drawn.append(shape.encode())

    def line(self, points: Sequence[tuple[float, float]], colour: Colour, width: float = 1, dash: str = "") -> None:
        """A line through these points."""
        (x, y), *others = points
        steps = [f"{x:.1f} {A4[1] - y:.1f} m", *(f"{x:.1f} {A4[1] - y:.1f} l" for x, y in others)]
        self.drawn.append(f"q {_colour(colour)} RG {width} w [{dash}] 0 d {' '.join(steps)} S Q".encode())

    def file(self, title: str) -> bytes:
        """The PDF of this one page."""
        content = b"\n".join(self.drawn)
        box = f"/MediaBox [0 0 {A4[0]} {A4[1]}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents 7 0 R"
        return pdf_file(
            [
                b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) /ViewerPreferences << /DisplayDocTitle true >> >>",
                b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>",
                *helvetica(),
                b"<< /Title " + literal(_known(title)) + b" >>",
                f"<< /Type /Page /Parent 2 0 R {box} >>".encode(),
                b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
            ]
        )


def helvetica() -> list[bytes]:
    """The two fonts, bold first."""
    return [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
        for name in ("Helvetica-Bold", "Helvetica")
    ]


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """How wide these words are, in points."""
    units = sum(_width(unicodedata.normalize("NFD", sign)[0]) for sign in words)
    return units * size / 1000 * (_BOLDER if bold else 1)


def _width(letter: str) -> int:
    if 32 <= ord(letter) < 128:
        return _WIDTHS[ord(letter) - 32]
    return _WIDTHS[0] if letter.isspace() else 556


def wrapped(words: str, size: float, width: float) -> Iterator[str]:
    """These words in lines no wider than so many points."""
    line = ""
    for word in words.split(" "):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size) > width:
            yield line
            longer = word
        line = longer
    yield line


def _colour(colour: Colour) -> str:
    return " ".join(f"{part:.2f}" for part in colour)


def _known(words: str) -> str:
    """The same words, with question marks for what Windows-1252 has not."""
    return words.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}").encode("cp1252", "replace").decode("cp1252")


def literal(text: str) -> bytes:
    """A text of a PDF. Raises UnicodeEncodeError for a letter that Windows-1252 has not."""
    data = text.encode("cp1252")
    for special in (b"\\", b"(", b")"):
        data = data.replace(special, b"\\" + special)
    return b"(" + data + b")"


def pdf_file(objects: Sequence[bytes]) -> bytes:
    """The file of these objects: the first is the catalogue, the fifth says the title."""
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

"""Documents that mean harm, made by hand for the tests of the rendering."""

import struct
import zlib


def png(width: int, height: int, data: bytes, *, bits: int = 8, colour: int = 2) -> bytes:
    """A PNG whose header says what it likes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zeros(size: int) -> bytes:
    """That many zero bytes, deflated a thousand to one."""
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(bytes(2**20)) for _ in range(size // 2**20 + 1)), packer.flush()])


def pdf(page: bytes, contents: bytes = b"", *more: bytes, kids: bytes = b"3 0 R", trailer: bytes = b"") -> bytes:
    """A PDF of one page without a table: readers rebuild it. Objects of `more` are numbered from 5."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count 1 >>" % kids,
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R %b >>" % page,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(contents), contents),
        *more,
    ]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, text) for number, text in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R " + trailer + b" >>\n%%EOF\n"


A4 = b"/MediaBox [0 0 595 842]"
HUGE_PAGE = pdf(b"/MediaBox [0 0 900000000 900000000]")
THREAD_PAGE = pdf(b"/MediaBox [0 0 1 14400]")
CYCLE_OF_PAGES = pdf(A4, kids=b"2 0 R 2 0 R 2 0 R 3 0 R")
FORM_WITHIN_ITSELF = pdf(
    A4 + b" /Resources << /XObject << /X 5 0 R >> >>",
    b"/X Do",
    b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 5 0 R >> >> /Length 11 >>\n"
    b"stream\n/X Do /X Do\nendstream",
)
# Some hundred thousand full pages of gradient: minutes of honest work.
ENDLESS_PAINTING = pdf(
    A4 + b" /Resources << /Shading << /S << /ShadingType 3 /ColorSpace /DeviceRGB /Coords [300 400 0 300 400 900]"
    b" /Function << /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] /N 3 >> /Extend [true true] >> >> >>",
    b"/S sh\n" * 200_000,
)
LOCKED = pdf(
    A4,
    trailer=b"/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter /Standard"
    b" /V 2 /R 3 /Length 128 /P -4 /O <%b> /U <%b> >>" % (b"5a" * 32, b"a5" * 32),
)
ENORMOUS_PICTURE = pdf(
    A4 + b" /Resources << /XObject << /X 5 0 R >> >>",
    b"595 0 0 842 0 0 cm /X Do",
    b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    b" /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(zeros(2**26)), zeros(2**26)),
)

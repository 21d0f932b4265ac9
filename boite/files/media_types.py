"""What a file is, by its first bytes; its name never makes it more trusted, nor does what the browser announced."""

import codecs
import re
from pathlib import PurePosixPath

from boite.files.preview_formats import SHOWN

UNKNOWN = "application/octet-stream"
HEAD = 8192  # bytes to hand to sniff(): enough for every signature and for the first names in a zip

# Offset 0, most precise first. What is shown or played in the page is recognised here, and only here.
_PREFIXES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"{\\rtf", "application/rtf"),
)
_HEVC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_AVIF = {b"avif", b"avis"}
_HEIF = {b"mif1", b"msf1"}
_ODF = re.compile(rb"application/(?:vnd\.oasis\.opendocument\.[a-z-]{1,30}|epub\+zip)")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OFFICE_FOLDERS = {
    b"word/": _OFFICE + "wordprocessingml.document",
    b"xl/": _OFFICE + "spreadsheetml.sheet",
    b"ppt/": _OFFICE + "presentationml.presentation",
}
_ZIP_SUFFIXES = {
    ".docx": _OFFICE_FOLDERS[b"word/"],
    ".xlsx": _OFFICE_FOLDERS[b"xl/"],
    ".pptx": _OFFICE_FOLDERS[b"ppt/"],
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".epub": "application/epub+zip",
}
_OLE_SUFFIXES = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
}

# What HTML standard §"MIME sniffing" takes for a page, and what could make one of a harmless text.
_PAGE = re.compile(
    r"<(?:!--|(?:!doctype html|html|head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p)(?:[\s>/]|$))",
    re.IGNORECASE,
)
_TEXT_SUFFIXES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".json": "application/json",
    ".ics": "text/calendar",
    ".vcf": "text/vcard",
    ".css": "text/css",
    ".js": "text/javascript",
}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Tab, line feed, form feed, carriage return, escape are found in texts; no other control character is.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")


def sniff(head: bytes, name: str) -> str:
    """The media type of a file from its first HEAD bytes; UNKNOWN when nothing proves one. Never raises.

    The name chooses between formats that begin alike (a .doc and a .xls), and between kinds of text.
    """
    suffix = PurePosixPath(name.replace("\x00", "")).suffix.lower()
    head = head[:HEAD]
    if not head:
        return UNKNOWN
    return _signature(head, suffix) or _text_type(head, suffix) or _rarer(head, suffix)


def _rarer(head: bytes, suffix: str) -> str:
    """Our own signatures said no to the types that we show: a shorter proof does not bring them back."""
    from boite.files import rare_formats  # here: the tables of puremagic are 6 ms and 1.4 MiB of a start

    return next((found for found in rare_formats.media_types(head, suffix) if found not in SHOWN), UNKNOWN)


def _signature(head: bytes, suffix: str) -> str | None:
    """The media type that the first bytes prove, or None. The suffix only chooses between formats of one container."""
    for prefix, media_type in _PREFIXES:
        if head.startswith(prefix):
            return media_type
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head[:4] == b"\x1aE\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head[:4] == b"OggS":
        return "video/ogg" if b"theora" in head[:512] else "audio/ogg"
    if head[:4] == b"PK\x03\x04":
        return _zip(head, suffix)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _OLE_SUFFIXES.get(suffix, "application/x-ole-storage")
    if suffix == ".pdf" and b"%PDF-" in head[:1024]:  # after a mark or a blank line: readers allow it, so do we
        return "application/pdf"
    return _bitmap(head) or _bare_audio(head)


def _iso_media(head: bytes) -> str:
    """HEIC, AVIF, MP4 and M4A share one box: its major brand decides, then the compatible ones."""
    size = min(int.from_bytes(head[:4], "big"), 256)
    brands = {head[at : at + 4] for at in (8, *range(16, size, 4))}
    major = head[8:12]
    if major in _HEVC:
        return "image/heic"
    if major in _AVIF:
        return "image/avif"
    if major in _HEIF:
        return "image/avif" if brands & _AVIF else "image/heic" if brands & _HEVC else "image/heif"
    if major in (b"M4A ", b"M4B "):
        return "audio/mp4"
    return "video/quicktime" if major == b"qt  " else "video/mp4"


def _zip(head: bytes, suffix: str) -> str:
    if head[30:38] == b"mimetype" and (named := _ODF.match(head, 38)):
        return named[0].decode("ascii")
    if head[30:49] == b"[Content_Types].xml" or head[30:36] == b"_rels/":
        for folder, media_type in _OFFICE_FOLDERS.items():
            if folder in head:
                return media_type
    return _ZIP_SUFFIXES.get(suffix, "application/zip")


def _bitmap(head: bytes) -> str | None:
    sound = head[:2] == b"BM" and head[6:10] == bytes(4) and int.from_bytes(head[14:18], "little") in (12, 40, 108, 124)
    return "image/bmp" if sound else None


def _bare_audio(head: bytes) -> str | None:
    """Frames of MPEG layer III or of AAC without a container: 11 or 12 ones, then fields that exclude chance."""
    if len(head) < 4 or head[0] != 0xFF:
        return None
    if head[1] & 0xF6 == 0xF0:
        return "audio/aac"
    layer_three, bitrate, rate = head[1] & 0xE6 == 0xE2, head[2] >> 4, head[2] >> 2 & 3
    return "audio/mpeg" if layer_three and head[1] & 0x18 != 0x08 and 0 < bitrate < 15 and rate < 3 else None


def _text_type(head: bytes, suffix: str) -> str | None:
    """The media type of the text that begins with these bytes, or None when they are not text."""
    text = decode(head)
    if text is None:
        return None
    beginning = text.lstrip()[:1024]
    lowered = beginning.lower()
    if "<svg" in lowered:
        return "image/svg+xml"
    if lowered.startswith("<?xml"):
        return "application/xhtml+xml" if "<html" in lowered else "application/xml"
    if _PAGE.match(beginning):
        return "text/html"
    return _TEXT_SUFFIXES.get(suffix, "text/plain")


def decode(head: bytes) -> str | None:
    """The text of the first bytes of a file, in UTF-8, UTF-16 with its mark or Windows-1252; None for anything else."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return _readable(head[len(mark) :], encoding)
    return _readable(head, "utf-8") or _readable(head, "cp1252")


def _readable(data: bytes, encoding: str) -> str | None:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data)  # the last letter may be cut in two
    except UnicodeDecodeError:
        return None
    if _CONTROLS.search(text):
        return None
    if encoding == "cp1252":  # nearly any bytes decode: ask for words
        letters = sum(character.isascii() and (character.isalnum() or character.isspace()) for character in text)
        return text if letters >= 0.6 * len(text) else None
    return text

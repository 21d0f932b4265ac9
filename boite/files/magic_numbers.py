"""The first bytes by which the formats that we draw, play or name are recognised, and nothing less."""

import re

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


def signature(head: bytes, suffix: str) -> str | None:
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

"""Is it text, and which: the markup that a browser would obey is told apart from the words that it may show."""

import codecs
import re

# What HTML standard §"MIME sniffing" takes for a page, and what could make one of a harmless text.
_PAGE = re.compile(
    r"<(?:!--|(?:!doctype html|html|head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p)(?:[\s>/]|$))",
    re.IGNORECASE,
)
_SUFFIXES = {
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


def text_type(head: bytes, suffix: str) -> str | None:
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
    return _SUFFIXES.get(suffix, "text/plain")


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

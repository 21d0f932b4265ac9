"""The type of a file is proved by its bytes."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from boite.files.media_types import HEAD, UNKNOWN, sniff
from boite.files.preview_formats import INLINE_SAFE, TEXTS, viewer_for

OFFICE = "application/vnd.openxmlformats-officedocument."


def picture(image_format: str) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(output, image_format)
    return output.getvalue()


def archive(*names: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as made:
        for name in names:
            made.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x")
    return output.getvalue()


@pytest.mark.parametrize(
    ("image_format", "media_type"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
        ("AVIF", "image/avif"),
        ("PDF", "application/pdf"),
    ],
)
def test_pictures_and_papers_whatever_their_name(image_format: str, media_type: str) -> None:
    assert sniff(picture(image_format), "Attestation de présence 📄.txt") == media_type


@pytest.mark.parametrize(
    ("head", "name", "media_type"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "photo", "image/heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "photo", "image/heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "photo", "image/avif"),
        (b"\0\0\0\x14ftypmif1\0\0\0\0mif1avif", "photo", "image/heif"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42", "entretien.m4a", "audio/mp4"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "cv.mp4", "video/mp4"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "cv.mov", "video/quicktime"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm", "", "video/webm"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x88matroska", "", "video/x-matroska"),
        (b"OggS\0\x02" + bytes(22) + b"\x01\x13OpusHead", "", "audio/ogg"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "", "audio/wav"),
        (b"ID3\x04\0\0\0\0\0\0", "", "audio/mpeg"),
        (b"\xff\xfb\x90\x64" + bytes(40), "", "audio/mpeg"),
        (b"\xff\xf1\x50\x80" + bytes(40), "", "audio/aac"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "Lettre.DOC", "application/msword"),
        (b"\r\n%PDF-1.4", "cv.pdf", "application/pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), "sans nom", OFFICE + "wordprocessingml.document"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "sans nom", OFFICE + "spreadsheetml.sheet"),
        (archive("mimetype", "content.xml"), "sans nom", "application/vnd.oasis.opendocument.text"),
        (archive("autre"), "lettre.docx", OFFICE + "wordprocessingml.document"),
        (archive("autre"), "photos", "application/zip"),
        (b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(64), "photos.7z", "application/x-7z-compressed"),
    ],
)
def test_containers(head: bytes, name: str, media_type: str) -> None:
    assert sniff(head, name) == media_type


@pytest.mark.parametrize(
    ("head", "name", "media_type"),
    [
        ("Madame, je suis motivée ✨".encode(), "Lettre.txt", "text/plain"),
        ("Madame, je suis motivée".encode("latin-1"), "Lettre", "text/plain"),
        ("\ufeffMadame".encode("utf-16-le"), "Lettre", "text/plain"),
        ("été".encode()[:-1], "coupé au milieu", "text/plain"),
        (b"nom;ville\nIn\xc3\xa8s;Pithiviers", "liste.csv", "text/csv"),
        (b"<bonjour>", "a.txt", "text/plain"),
    ],
)
def test_texts(head: bytes, name: str, media_type: str) -> None:
    assert sniff(head, name) == media_type


@pytest.mark.parametrize(
    ("head", "name", "media_type"),
    [
        (b"<!DOCTYPE html><p>", "photo.jpg", "text/html"),
        (b"  <script>alert(1)</script>", "cv.txt", "text/html"),
        ("\ufeff<html>".encode("utf-16-le"), "cv.txt", "text/html"),
        (b"bonjour", "page.html", "text/html"),
        (b"<?xml version='1.0'?><!-- a --><svg onload='x'>", "dessin.png", "image/svg+xml"),
        (b"<svg>", "dessin", "image/svg+xml"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "a", "application/xhtml+xml"),
        (b"<?xml version='1.0'?><a/>", "a", "application/xml"),
        (b"alert(1)", "a.js", "text/javascript"),
    ],
)
def test_markup_and_scripts_are_never_shown_inline(head: bytes, name: str, media_type: str) -> None:
    assert sniff(head, name) == media_type
    assert media_type not in INLINE_SAFE
    assert viewer_for(media_type) == "none"


def test_a_name_proves_nothing() -> None:
    assert sniff(bytes(range(256)) * 4, "photo.jpg") == UNKNOWN
    assert sniff(b"", "cv.pdf") == UNKNOWN


def test_the_viewer_follows_the_type() -> None:
    viewers = {kind: viewer_for(kind) for kind in ("image/heic", "application/pdf", "text/csv", "audio/mpeg")}
    assert list(viewers.values()) == ["image", "pdf", "text", "audio"]
    assert viewer_for("video/webm") == "video"
    assert viewer_for("application/zip") == "none"


@given(st.binary(max_size=2 * HEAD), st.text())
def test_any_bytes_have_a_type(head: bytes, name: str) -> None:
    media_type = sniff(head, name)
    assert media_type.count("/") == 1
    assert media_type.isascii()


STARTS = [b"RIFF", b"\0\0\0\x18ftyp", b"PK\x03\x04", b"\xff", b"BM", b"OggS", b"\x1aE\xdf\xa3", b"<?xml", b"\xff\xfe"]


@given(st.sampled_from(STARTS), st.binary(max_size=64), st.sampled_from(["", ".txt", ".docx", ".jpg", ".pdf"]))
def test_broken_beginnings_have_a_type(start: bytes, rest: bytes, suffix: str) -> None:
    assert sniff(start + rest, "a" + suffix)


@given(st.text(min_size=1, alphabet=st.characters(codec="utf-8", exclude_categories=["C"])))
def test_the_words_of_a_person_are_text_or_markup(words: str) -> None:
    assert sniff(words.encode(), "note.txt") in TEXTS | {"text/html", "image/svg+xml", "application/xml"} | {
        "application/rtf", "application/pdf", "image/gif", "audio/mpeg", "audio/flac",
    }  # fmt: skip

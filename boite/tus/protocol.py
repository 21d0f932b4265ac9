"""What tus 1.0 says in headers, read strictly (https://tus.io/protocols/resumable-upload). No database here."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping

from storage.store import CHECKSUMS, Checksum

VERSION = "1.0.0"
EXTENSIONS = ("creation", "creation-with-upload", "checksum", "expiration", "termination")
BODY_TYPE = "application/offset+octet-stream"
MAX_METADATA = 16 * 1024
"""Characters of Upload-Metadata: names are short, and the header is kept nowhere."""

_DIGITS = re.compile(r"[0-9]{1,18}", re.ASCII)
_KEY = re.compile(r"[^\s,]{1,100}", re.ASCII)
_DIGEST_SIZES = {"sha1": 20, "sha256": 32, "md5": 16, "crc32": 4}


class ProtocolError(Exception):
    """The request does not follow tus: a status, and a sentence in French for a human reader."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})


def check_version(headers: Mapping[str, str]) -> None:
    """Raises ProtocolError 412 unless the client uses our version. No HTML form can send this header."""
    if headers.get("tus-resumable") != VERSION:
        raise ProtocolError(412, "Ce programme ne parle pas tus 1.0.0.", {"tus-version": VERSION})


def check_body_type(headers: Mapping[str, str]) -> None:
    """Raises ProtocolError 415 for a body of another type than tus's."""
    if body_type(headers) != BODY_TYPE:
        raise ProtocolError(415, f"Le contenu doit être annoncé comme {BODY_TYPE}.")


def body_type(headers: Mapping[str, str]) -> str:
    """The media type of the body, without its parameters."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def length(headers: Mapping[str, str]) -> int:
    """The announced size of an upload, in bytes. Raises ProtocolError 400, also where it is deferred."""
    if "upload-defer-length" in headers:
        raise ProtocolError(400, "La taille doit être annoncée dès le début.")
    return number(headers, "upload-length")


def number(headers: Mapping[str, str], name: str) -> int:
    """A whole number of bytes. Raises ProtocolError 400 for what is missing, negative, huge or no number."""
    text = headers.get(name, "").strip()
    if not _DIGITS.fullmatch(text):
        raise ProtocolError(400, f"{name} doit être un nombre d'octets.")
    return int(text)


def body_length(headers: Mapping[str, str]) -> int | None:
    """The announced size of this body; None where it is not announced."""
    return number(headers, "content-length") if "content-length" in headers else None


def metadata(headers: Mapping[str, str]) -> dict[str, str]:
    """The pairs of Upload-Metadata, decoded. Raises ProtocolError 400 for garbage, a key twice, or too much."""
    raw = headers.get("upload-metadata", "").strip()
    if len(raw) > MAX_METADATA:
        raise ProtocolError(400, "Upload-Metadata est trop long.")
    pairs: dict[str, str] = {}
    for item in raw.split(",") if raw else []:
        key, _, value = item.strip().partition(" ")
        if not _KEY.fullmatch(key) or key in pairs:
            raise ProtocolError(400, "Upload-Metadata n'est pas lisible.")
        pairs[key] = _decoded(value.strip())
    return pairs


def _decoded(value: str) -> str:
    try:
        return b64decode(value, validate=True).decode()
    except ValueError as error:  # neither base64 nor UTF-8
        raise ProtocolError(400, "Upload-Metadata n'est pas lisible.") from error


def written(pairs: Mapping[str, str]) -> str:
    """The value of Upload-Metadata for these pairs."""
    return ",".join(f"{key} {b64encode(value.encode()).decode()}".rstrip() for key, value in pairs.items())


def checksum(headers: Mapping[str, str]) -> Checksum | None:
    """What Upload-Checksum says of this body. Raises ProtocolError 400 for an unknown algorithm or nonsense."""
    raw = headers.get("upload-checksum")
    if raw is None:
        return None
    algorithm, _, value = raw.strip().partition(" ")
    try:
        digest = b64decode(value.strip(), validate=True)
    except binascii.Error as error:
        raise ProtocolError(400, "Upload-Checksum n'est pas lisible.") from error
    if algorithm not in CHECKSUMS or len(digest) != _DIGEST_SIZES[algorithm]:
        raise ProtocolError(400, f"Empreintes connues : {', '.join(CHECKSUMS)}.")
    return Checksum(algorithm, digest)

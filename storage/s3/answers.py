"""What a service of S3 answers: its codes of error, its lists, and what each of them means to a store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree import ElementTree

from storage.errors import StorageUnavailable

AGAIN: Final = frozenset({"BadDigest", "InternalError", "RequestTimeout", "ServiceUnavailable", "SlowDown"}) | {
    "OperationAborted",
    "XAmzContentChecksumMismatch",
}
"""Codes of what another try may mend."""
WORDS: Final = {
    "NoSuchBucket": "le seau n'existe pas",
    "AccessDenied": "la clé n'a pas le droit de le faire",
    "InvalidAccessKeyId": "la clé d'accès n'est pas connue",
    "SignatureDoesNotMatch": "la clé secrète n'est pas la bonne",
    "RequestTimeTooSkewed": "l'horloge de cette machine n'est pas à l'heure",
    "InternalError": "le rangement ne peut pas écrire : est-il plein ?",
}
"""What an operator is told, by code."""
BEGINNING: Final = 4096
"""Bytes in which an answer that tells an error says so."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole answer: its status, its headers and its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def code(self) -> str:
        """The code of the error that the body tells; empty where it tells none. Not to be asked of somebody's bytes."""
        if b"<Error" not in self.body[:BEGINNING]:
            return ""
        try:
            return next((text(element, "Code") for element in elements(self.body, "Error")), "")
        except StorageUnavailable:  # the page of a proxy, perhaps
            return ""

    @property
    def passing(self) -> bool:
        """Whether asking again may bring another answer."""
        return self.code in AGAIN or self.status in (408, 429) or self.status >= 500

    @property
    def etag(self) -> str:
        """The tag that the service gave to what it kept; empty where it kept nothing."""
        return self.headers.get("ETag", "").strip('"')

    def refusal(self) -> StorageUnavailable:
        """The same as an error, in words for whoever runs the service."""
        words = WORDS.get(self.code, "")
        return StorageUnavailable(f"{self.status} {self.code}{f' : {words}' if words else ''}")


@dataclass(frozen=True, slots=True)
class Found:
    """An object of a list: its name in the bucket, its size and when it was kept."""

    name: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """An object begun in parts and not whole yet: the name that it will have, its own number, and since when."""

    name: str
    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeptPart:
    """A part that the service says it keeps."""

    number: int
    size: int
    etag: str


def elements(body: bytes, name: str) -> Iterator[ElementTree.Element]:
    """The elements of this name, whatever their namespace. Raises StorageUnavailable for what is not XML."""
    return (each for each in root(body).iter() if _plain(each.tag) == name)


def text(element: ElementTree.Element, name: str) -> str:
    """The text of a child; empty where there is none."""
    return next((child.text or "" for child in element if _plain(child.tag) == name), "")


def root(body: bytes) -> ElementTree.Element:
    """The root of an answer. Raises StorageUnavailable for what is not XML."""
    try:
        return ElementTree.fromstring(body)  # noqa: S314 - from the operator's own service
    except ElementTree.ParseError as error:
        raise StorageUnavailable(f"an answer cannot be read: {error}") from error


def found(body: bytes) -> list[Found]:
    """The objects of one page of a list."""
    return [
        Found(text(each, "Key"), int(text(each, "Size")), instant(text(each, "LastModified")))
        for each in elements(body, "Contents")
    ]


def begun(body: bytes) -> list[Begun]:
    """The objects of one page of those begun in parts."""
    return [
        Begun(text(each, "Key"), text(each, "UploadId"), instant(text(each, "Initiated")))
        for each in elements(body, "Upload")
    ]


def kept_parts(body: bytes) -> list[KeptPart]:
    """The parts of one page of them."""
    return [
        KeptPart(int(text(each, "PartNumber")), int(text(each, "Size")), text(each, "ETag").strip('"'))
        for each in elements(body, "Part")
    ]


def instant(words: str) -> datetime:
    """An instant as these services write it, in UTC."""
    return datetime.fromisoformat(words)


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]

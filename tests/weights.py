"""What a page weighs at a first visit, counted without a browser: itself and all that its first lines ask for."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx2

from tests.visitors import Visitor

ASKED = {"script": ("src",), "img": ("src",), "source": ("src",), "use": ("href",), "image": ("href",)}
"""What a browser asks for as soon as it reads it, by the attribute that names it."""
RELATIONS = {"stylesheet", "preload", "icon", "apple-touch-icon", "manifest"}
UNSEEN = 120
"""Bytes of headers that a real server adds to each answer: status, date, its name, how the connection goes on."""


class _Asked(HTMLParser):
    """Gathers the addresses that a page asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what this element asks for."""
        given = dict(attrs)
        if tag == "link" and RELATIONS & set((given.get("rel") or "").split()):
            self.found.append(given.get("href") or "")
        self.found += [given[name] or "" for name in ASKED.get(tag, ()) if name in given]


def is_paper(url: str) -> bool:
    """Whether this address gives a picture that somebody sent: a page does not choose how heavy those are."""
    return urlsplit(url).path.startswith(("/espace/apercus/", "/medias/")) or "/contenu" in url


class Scales:
    """Weighs pages; a file that several of them ask for is asked for once."""

    def __init__(self) -> None:
        self.files: dict[str, int] = {}

    async def weigh(self, visitor: Visitor, page: httpx2.Response) -> dict[str, int]:
        """The bytes of this page and of each file it asks for, headers included. Sent pictures are aside."""
        path = page.url.path
        weights = {path: _bytes(page)}
        reader = _Asked()
        reader.feed(page.text)
        for address in dict.fromkeys(urldefrag(urljoin(path, found))[0] for found in reader.found):
            if urlsplit(address).scheme in {"", "http", "https"} and not is_paper(address):
                if address not in self.files:
                    self.files[address] = _bytes(await visitor.get(address))
                weights[address] = self.files[address]
        return weights


def _bytes(answer: httpx2.Response) -> int:
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
    return UNSEEN + headers + int(answer.headers.get("content-length") or len(answer.content))

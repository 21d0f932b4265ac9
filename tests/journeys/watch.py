"""What must hold on every page that a story meets: axe, width, weight, nobody else asked, no error of a script."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Page

from tests.accessibility import assert_accessible, assert_fits

HEAVIEST = 100_000
"""Bytes that a page may transfer at first view, its documents and their thumbnails aside."""

QUIET = 0.1
"""Seconds without any request before a page is looked at. Playwright's own `networkidle` waits five times as long."""

PATIENCE = 30
"""Seconds given to a page to stop asking for things."""


class Watch:
    """Looks over one page of a browser, from its first address to its last."""

    def __init__(self, page: Page, origin: str, *, scripts: bool = True) -> None:
        self.page = page
        self.scripts = scripts
        self.origin = origin
        self.asked: dict[str, tuple[str, str]] = {}
        self.pending: set[str] = set()
        self.pages: dict[str, str] = {}
        self.stirred = time.monotonic()
        self.weights: dict[str, float] = {}
        self.faults: list[str] = []
        self.cut = False

    async def begin(self, *, cache: bool = False) -> None:
        """Listen. Without a cache, so that each page weighs what it weighs at a first visit."""
        session = await self.page.context.new_cdp_session(self.page)
        await session.send("Network.enable")
        await session.send("Page.enable")
        session.on("Page.frameNavigated", self._arrived)
        await session.send("Network.setCacheDisabled", {"cacheDisabled": not cache})
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._received)
        session.on("Network.loadingFailed", self._ended)
        self.page.on("console", self._said)

    @contextmanager
    def cut_expected(self) -> Iterator[None]:
        """While this lasts the server is away on purpose, and Chromium says so in its console."""
        self.cut = True
        yield
        self.cut = False

    async def look(self) -> None:
        """Check the page as it is now, and everything since the last look. Fails with what is wrong."""
        await self.page.wait_for_load_state("load")
        await self._quiet()
        await assert_fits(self.page)
        if self.scripts:
            # axe is a script: it waits for promises that a browser without scripts never keeps.
            await assert_accessible(self.page)
        weight = sum(self.weights.values())
        assert weight <= HEAVIEST, f"{self.page.url} weighs {weight:.0f} bytes: {self.weights}"
        assert not self.faults, "\n".join(self.faults)

    async def _quiet(self) -> None:
        limit = time.monotonic() + PATIENCE
        while self.pending or time.monotonic() - self.stirred < QUIET:
            if time.monotonic() > limit:
                waiting = ", ".join(self.asked[each][1] for each in self.pending)
                raise AssertionError(f"{self.page.url} still waits for: {waiting}")
            await asyncio.sleep(QUIET / 4)

    def _sent(self, event: dict[str, Any]) -> None:
        request = event["request"]
        url: str = request["url"]
        if event.get("type") == "Document" and event.get("requestId") == event.get("loaderId"):
            self.weights = {}
            self.pending = set()
        if urlsplit(url).scheme in {"http", "https"} and not url.startswith(self.origin + "/"):
            self.faults.append(f"{self.page.url} asks {url}")
        if event.get("type") == "EventSource":  # it stays open: nobody waits for its end
            return
        self.asked[event["requestId"]] = (request["method"], url)
        self.pages[event["requestId"]] = event["loaderId"]
        self.pending.add(event["requestId"])
        self.stirred = time.monotonic()

    def _arrived(self, event: dict[str, Any]) -> None:
        """What the page that was left still asked at its last moment ends with it: nobody is told how."""
        frame = event["frame"]
        if "parentId" not in frame:
            self.pending = {each for each in self.pending if self.pages[each] == frame["loaderId"]}

    def _ended(self, event: dict[str, Any]) -> None:
        self.pending.discard(event["requestId"])
        self.stirred = time.monotonic()

    def _received(self, event: dict[str, Any]) -> None:
        self._ended(event)
        method, url = self.asked.get(event["requestId"], ("", ""))
        if method == "GET" and not is_document(url):
            self.weights[url] = self.weights.get(url, 0) + event["encodedDataLength"]

    def _said(self, message: Any) -> None:
        if message.type == "error" and not (self.cut and "ERR_" in message.text):
            self.faults.append(f"{self.page.url}: {message.text} ({message.location.get('url')})")


def is_document(url: str) -> bool:
    """Whether this address gives a person's paper, or a picture of it."""
    path = urlsplit(url).path
    return path.startswith("/espace/apercus/") or path.endswith(("/contenu", ".zip"))

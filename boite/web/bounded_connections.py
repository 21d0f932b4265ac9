"""The limits of a connection, kept where bytes come in, before any request is understood.

uvicorn has none on the time nor on the size of what precedes a request: three hundred lines that say nothing, or half
a header each, would take every place there is.
"""

from __future__ import annotations

import asyncio
import logging
import resource
from collections import Counter
from ipaddress import ip_address, ip_network
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from boite.settings import Settings
from boite.web.client_network import of_address

log = logging.getLogger("boite.connections")
HEADER_BYTES = 32_768
"""Of an address and its headers together. A browser sends some two thousand."""
REFUSALS = {
    408: b"HTTP/1.1 408 Request Timeout\r\n",
    431: b"HTTP/1.1 431 Request Header Fields Too Large\r\n",
    503: b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 30\r\n",
}
END = b"connection: close\r\ncontent-length: 0\r\n\r\n"


class BoundedConnection(HttpToolsProtocol):
    """uvicorn's own, which closes connections that send nothing, send too much, or are too many at once."""

    settings: ClassVar[Settings]
    lines: ClassVar[Counter[str]]
    """Open connections by network. Those of our proxies speak for everybody, and are not counted."""
    most: ClassVar[int]
    """Connections together: each takes a file, and the service needs some of its own."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection opens: its first request must come in time."""
        super().connection_made(transport)
        self._waited: asyncio.TimerHandle | None = None
        self._raw = self._said = 0
        self._in_header, self._begun, self._refused = True, False, False
        self._network = self._counted()
        self.lines[self._network] += 1
        crowded = bool(self._network) and self.lines[self._network] > self.settings.connections_per_address
        if crowded or len(self.connections) > self.most:
            log.warning("too many connections", extra={"fields": {"open": len(self.connections)}})
            self._refuse(503)
        else:
            self._wait(self.settings.header_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """A connection closed, from either side."""
        self._wait(None)
        self.lines[self._network] -= 1
        if not self.lines[self._network]:
            del self.lines[self._network]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes of a header, which has a size and a time, or of a body, which may not fall silent."""
        if self._refused:
            return
        header = self._in_header
        if header:
            self._raw += len(data)
            if self._waited is None:  # the first bytes of the next request on this connection
                self._wait(self.settings.header_seconds)
        super().data_received(data)
        if self._in_header and header and self._raw > HEADER_BYTES:
            self._refuse(431)
        elif not self._in_header:
            self._wait(self.settings.silence_seconds)

    def on_message_begin(self) -> None:
        """A request begins. What came with it in one piece is counted by its parts."""
        self._raw = self._said = 0
        self._begun = True
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A piece of the address."""
        self._said += len(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        self._said += len(name) + len(value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The request is understood: what follows is its body."""
        if self._said > HEADER_BYTES:
            self._refuse(431)
            return
        self._in_header = False
        self._wait(None)
        self.scope["state"]["abort"] = self.transport.abort
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Bytes of the body."""
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The whole request is here: the next bytes are those of another one."""
        if not self._refused:
            self._in_header, self._begun = True, False
            self._wait(None)
            super().on_message_complete()

    def shutdown(self) -> None:
        """The server stops: answers that would stay open for hours are told, before any is waited for."""
        super().shutdown()
        self.app_state.get("at_stop", lambda: None)()

    def _counted(self) -> str:
        """The network of the other side; empty for a proxy of ours, or a socket of the machine."""
        host = self.client[0] if self.client else ""
        trusted = [part for part in self.settings.trusted_proxies.split(",") if part]
        try:
            ours = not host or "*" in trusted or any(ip_address(host) in ip_network(part) for part in trusted)
        except ValueError:
            ours = True
        return "" if ours else of_address(host)

    def _wait(self, seconds: int | None) -> None:
        """From now on, something must arrive within these seconds; None where nothing is expected."""
        if self._waited is not None:
            self._waited.cancel()
        self._waited = None if seconds is None else self.loop.call_later(seconds, self._nothing_came, seconds)

    def _nothing_came(self, seconds: int) -> None:
        """Close the connection, unless it is waiting for us."""
        self._waited = None
        answering = self.cycle is not None and not self.cycle.response_complete
        asked_us = answering and (self._in_header or self.cycle.waiting_for_100_continue)
        if asked_us or self.flow.read_paused:
            self._wait(seconds)
        elif self._in_header and self._begun:
            self._refuse(408)
        else:
            self.transport.close()

    def _refuse(self, status: int) -> None:
        """Answer before the application is called, and close."""
        self._refused = True
        self._wait(None)
        self.transport.write(REFUSALS[status] + END)
        self.transport.close()


def bounded(settings: Settings) -> type[BoundedConnection]:
    """What uvicorn makes of each connection of this process."""
    return type("Connection", (BoundedConnection,), {"settings": settings, "lines": Counter(), "most": room()})


def room() -> int:
    """Connections that this process may hold together."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return files * 3 // 4 if files > 0 else 1_000_000

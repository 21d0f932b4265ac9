"""A gateway of SMS on this machine: it takes, refuses, hangs, lies, or answers more than anybody wants."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from http.client import parse_headers
from io import BytesIO

from boite.settings import Settings

TAKEN = b'{"messageId": "m-1"}'
HANG, HANG_UP = -1, -2


@dataclass
class Gateway:
    """What it answers, and what it was asked."""

    url: str = ""
    status: int = 201
    body: bytes = TAKEN
    head: str = ""
    """Instead of the length of the body."""
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    talks: set[asyncio.Task[None] | None] = field(default_factory=set)

    @property
    def bodies(self) -> list[str]:
        """The bodies of what it was asked."""
        return [body.decode() for _, _, body in self.asked]

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request."""
        talk = asyncio.current_task()
        self.talks.add(talk)
        try:
            first, _, rest = (await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")
            headers = {name.lower(): value for name, value in parse_headers(BytesIO(rest)).items()}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.asked.append((first.decode(), headers, body))
            self.came.set()
            if self.status == HANG:
                await self.ended.wait()
            if self.status > 0:
                await self._answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            self.talks.discard(talk)

    async def _answer(self, writer: asyncio.StreamWriter) -> None:
        head = self.head or f"Content-Length: {len(self.body)}"
        writer.write(f"HTTP/1.1 {self.status} Said\r\n{head}\r\n\r\n".encode() + self.body)
        await writer.drain()


@asynccontextmanager
async def gateway(**said: object) -> AsyncIterator[Gateway]:
    """One that answers so, closed at the end."""
    one = replace(Gateway(), **said)  # type: ignore[arg-type]
    server = await asyncio.start_server(one.speak, "127.0.0.1", 0)
    one.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v3/sms"
    try:
        yield one
    finally:
        one.ended.set()
        server.close()
        await asyncio.gather(*(talk for talk in one.talks if talk))
        await server.wait_closed()


def with_sms(settings: Settings, url: str, **others: object) -> Settings:
    """A service that sends SMS there."""
    wanted: dict[str, object] = {"sms_month": 1000, "sms_id": "/messageId", "sms_unknown": "unknown_number", **others}
    return replace(settings, sms_url=url, **wanted)  # type: ignore[arg-type]

"""A browser that holds a line of events, as a test does: the raw bytes of a connection, read as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

PATIENCE = 10.0
"""Seconds given to what has to come; it takes a quarter of one."""
FINISHED = "fin"


class Listener:
    """One open line. `head` is what the server answered first."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: str) -> None:
        self.reader, self.writer, self.head = reader, writer, head

    @property
    def status(self) -> int:
        """That of the answer."""
        return int(self.head.split()[1])

    async def heard(self, within: float = PATIENCE) -> str | None:
        """The next mark; `FINISHED`; None at the end of the line. TimeoutError where nothing comes."""
        async with asyncio.timeout(within):
            while line := (await self.reader.readline()).decode().strip():
                if line == "0":
                    return None
                if line.startswith("id: "):
                    return line.removeprefix("id: ")
                if line == f"event: {FINISHED}":
                    return FINISHED
                if line == "data:":
                    await self.reader.readline()  # the empty line that ends the event
                    await self.reader.readline()  # and that of the chunk
                if line.startswith("retry: "):
                    await self.reader.readline()
                    await self.reader.readline()
            return None

    async def says_nothing(self, within: float = 0.7) -> bool:
        """Whether nothing comes, for longer than what has to come takes."""
        try:
            await self.heard(within)
        except TimeoutError:
            return True
        return False


@asynccontextmanager
async def line(url: str, token: str, mark: str = "", headers: str = "") -> AsyncIterator[Listener]:
    """A line of the session of this token, whose browser was last told this mark."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    last = f"Last-Event-ID: {mark}\r\n" if mark else ""
    writer.write(
        f"GET /messages/en-direct HTTP/1.1\r\nHost: {where.netloc}\r\nAccept: text/event-stream\r\n"
        f"{last}{headers}Cookie: boite={token}\r\n\r\n".encode()
    )
    try:
        async with asyncio.timeout(PATIENCE):
            head = await reader.readuntil(b"\r\n\r\n")
        yield Listener(reader, writer, head.decode())
    finally:
        writer.close()

"""Servers that speak no SMTP, or stop in the middle: each answers from a list, then does as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

SILENCE, HANGING_UP = b"\x00", b""
"""Instead of an answer: nothing at all, or the end of the line."""


class Liar:
    """Answers each word as it was told; « 250 fine » where nothing was said of it."""

    def __init__(self, answers: Mapping[str, bytes]) -> None:
        self.answers = answers
        self.messages: list[bytes] = []
        self.url = ""
        self.ended = asyncio.Event()

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One conversation."""
        try:
            writer.write(b"220 here\r\n")
            while line := await reader.readline():
                word = line.split()[0].decode("ascii", "replace").upper() if line.split() else ""
                if not await self._answer(word, writer):
                    return
                if word == "DATA" and "DATA" not in self.answers:
                    self.messages.append(await reader.readuntil(b"\r\n.\r\n"))
                    if not await self._answer("MESSAGE", writer):
                        return
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    async def _answer(self, word: str, writer: asyncio.StreamWriter) -> bool:
        said = self.answers.get(word, b"354 go on\r\n" if word == "DATA" else b"250 fine\r\n")
        if said == SILENCE:
            await self.ended.wait()
        if said in (SILENCE, HANGING_UP):
            return False
        writer.write(said)
        await writer.drain()
        return True


@asynccontextmanager
async def lying(**answers: bytes) -> AsyncIterator[Liar]:
    """A server that answers so, closed at the end."""
    liar = Liar(answers)
    server = await asyncio.start_server(liar.speak, "127.0.0.1", 0, limit=2**20)
    liar.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield liar
    finally:
        liar.ended.set()
        server.close()
        await server.wait_closed()

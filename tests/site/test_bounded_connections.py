"""Who holds lines open without asking anything keeps nobody out: a real server, real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

import httpx2
import pytest

from boite.settings import Settings
from tests.live import Server

pytestmark = pytest.mark.anyio
CROWD, NEIGHBOUR = "127.0.0.66", "127.0.0.67"
"""Two addresses of this machine, neither of them a proxy of the service."""
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
ALIVE = b"GET /sante HTTP/1.1\r\nhost: a\r\n\r\n"


@pytest.fixture
def live_server(settings: Settings) -> Iterator[Server]:
    """A server that waits for a second, and takes eight lines by network."""
    server = Server(replace(settings, connections_per_address=8, header_seconds=1, silence_seconds=1))
    server.start()
    yield server
    server.kill()


class Opening(Protocol):
    """How `line` is called."""

    async def __call__(self, come_from: str = CROWD) -> Line:
        """A line to the server, from this address."""
        ...


@pytest.fixture
async def line(live_server: Server) -> AsyncIterator[Opening]:
    """Lines to the server, closed at the end."""
    lines: list[Line] = []

    async def opened(come_from: str = CROWD) -> Line:
        port = live_server.settings.port
        lines.append(await asyncio.open_connection("127.0.0.1", port, local_addr=(come_from, 0)))
        return lines[-1]

    yield opened
    for _, writer in lines:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def said(reader: asyncio.StreamReader) -> bytes:
    """All that comes until the server hangs up."""
    try:
        return await asyncio.wait_for(reader.read(), 20)
    except ConnectionError:  # reset, or a pipe already broken while we were writing
        return b"reset"


async def first_line(at: Line, asked: bytes) -> bytes:
    at[1].write(asked)
    return await asyncio.wait_for(at[0].readline(), 20)


async def test_three_hundred_silent_lines_block_nobody(line: Opening) -> None:
    silent = [await line() for _ in range(300)]
    refused = [await reader.readline() for reader, _ in silent[8:]]
    assert {answer.split(b" ")[1] for answer in refused} == {b"503"}
    assert await first_line(await line(NEIGHBOUR), ALIVE) == b"HTTP/1.1 200 OK\r\n"
    # The eight that were taken say nothing either: their places come back by themselves.
    assert [await said(reader) for reader, _ in silent[:8]] == [b""] * 8
    assert await first_line(await line(), ALIVE) == b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize("half", [b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nhost: a\r\nx-long: "])
async def test_half_a_header_is_not_waited_for(line: Opening, half: bytes) -> None:
    reader, writer = await line()
    writer.write(half)
    assert (await said(reader)).startswith(b"HTTP/1.1 408 ")


async def test_a_header_that_never_ends_is_not_listened_to(line: Opening) -> None:
    reader, writer = await line()
    writer.write(b"GET / HTTP/1.1\r\nhost: a\r\nx-long: ")
    for _ in range(40):
        writer.write(b"a" * 16_384)
        await asyncio.sleep(0)
    assert (await said(reader)).startswith((b"HTTP/1.1 431 ", b"reset"))


LONG, MANY = b"x: " + b"a" * 40_000, b"\r\n".join(b"x: %d" % number for number in range(12_000))


@pytest.mark.parametrize("header", [LONG, MANY], ids=["long", "many"])
async def test_a_header_too_large_is_refused_in_one_piece(line: Opening, header: bytes) -> None:
    assert (
        await first_line(await line(), b"GET / HTTP/1.1\r\nhost: a\r\n" + header + b"\r\n\r\n")
        == b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    )


async def test_half_a_body_is_not_waited_for(line: Opening) -> None:
    reader, writer = await line()
    writer.write(b"POST /compte/connexion HTTP/1.1\r\nhost: a\r\ncontent-length: 900\r\n\r\ncsrf=")
    assert await said(reader) == b"", "the line is cut: there is nothing to answer to"


async def test_a_line_serves_one_request_after_the_other(line: Opening) -> None:
    at = await line()
    for _ in range(3):
        answer = await first_line(at, ALIVE)
        assert answer == b"HTTP/1.1 200 OK\r\n"
        headers = await at[0].readuntil(b"\r\n\r\n")
        size = next(int(row.split(b":")[1]) for row in headers.splitlines() if row.startswith(b"content-length"))
        await at[0].readexactly(size)
    await asyncio.wait_for(at[0].read(), 20)


async def test_a_proxy_of_ours_speaks_for_everybody(live_server: Server) -> None:
    limits = httpx2.Limits(max_connections=40, max_keepalive_connections=40)
    async with httpx2.AsyncClient(base_url=live_server.url, limits=limits) as proxy:
        answers = await asyncio.gather(*(proxy.get("/sante") for _ in range(40)))
    assert {answer.status_code for answer in answers} == {200}


async def test_a_forwarded_address_that_is_not_believed_is_said_once(live_server: Server, line: Opening) -> None:
    """Behind a proxy that nobody declared, everybody has one address."""
    for come_from in (CROWD, NEIGHBOUR):
        at = await line(come_from)
        asked = ALIVE.replace(b"\r\n\r\n", b"\r\nx-forwarded-for: 192.0.2.7\r\n\r\n")
        assert await first_line(at, asked) == b"HTTP/1.1 200 OK\r\n"
    assert live_server.log.read_text().count("BOITE_TRUSTED_PROXIES") == 1


async def test_our_own_proxy_is_believed(live_server: Server) -> None:
    async with httpx2.AsyncClient(base_url=live_server.url, headers={"x-forwarded-for": "192.0.2.7"}) as proxy:
        await proxy.get("/sante")
    assert "BOITE_TRUSTED_PROXIES" not in live_server.log.read_text()

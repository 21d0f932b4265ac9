"""What no HTTP client writes, on a true line to the true server: refused or answered, never broken by it."""

from __future__ import annotations

import socket
from contextlib import suppress
from urllib.parse import urlsplit

from tests.live import Server

PATIENCE = 30.0
"""Seconds for one answer."""
HOST = b"Host: 127.0.0.1\r\nConnection: close\r\n"
TARGETS = (
    b"/\xff\xfe", b"/annuaire/?q=\xe9t\xe9", b"http://[::1", b"*", b"http://mal.exemple/annuaire/", b"//",
    b"//mal.exemple/annuaire",
    b"///annuaire", b"/annuaire#", b"/%zz", b"/%00", b"/%ed%a0%80", b"/" + b"a" * 100_000, b"/static/",
    b"/static/%00", b"/static/..%2f..%2fx",
    b"/static/" + b"a" * 300, b"/static/%ff%fe", b"/static/%ed%a0%80", b"/static/css", b"/?" + b"&" * 20_000,
)  # fmt: skip
HEADERS = (
    b"X: " + b"a" * 200_000, b"Host: \xff", b"Upgrade: websocket", b"Upgrade: h2c", b"Expect: 100-continue",
    b"Cookie: " + b"a=b;" * 10_000,
    b"X-Forwarded-For: \xff, ::1%eth", b"X-Forwarded-For: " + b"1," * 5_000, b"X-Forwarded-Proto: \xff",
    b"Range: bytes=\xb2-",
    b"If-Modified-Since: \xff", b"If-None-Match: \xff", b"Range: bytes=" + b"1-1," * 900, b"X\x00: a",
    b" folded", b"no colon",
)  # fmt: skip
BODIES = (
    b"Content-Length: -1\r\n\r\n", b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    b"Content-Length: \xb2\r\n\r\nab",
    b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc", b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
)  # fmt: skip
WHOLE = (
    b"GET /\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x00",
    b"FOO / HTTP/1.1\r\n\r\n",
    b"CONNECT x:443 HTTP/1.1\r\n\r\n",
    b"\r\n" * 99,
)
LINES = (
    *(b"GET %s HTTP/1.1\r\n%s\r\n" % (target, HOST) for target in TARGETS),
    *(b"GET /static/img/favicon.svg HTTP/1.1\r\n%s%s\r\n\r\n" % (HOST, header) for header in HEADERS),
    *(b"POST /compte/connexion HTTP/1.1\r\n%s%s" % (HOST, body) for body in BODIES),
    *WHOLE,
)


def answered(place: tuple[str, int], line: bytes) -> bytes:
    """The beginning of what comes back; nothing where the server hung up."""
    with socket.create_connection(place, PATIENCE) as connection:
        with suppress(OSError):  # it may hang up before it has read all
            connection.sendall(line)
            connection.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            return connection.recv(64)
    return b""


def test_no_line_breaks_the_server(live_server: Server) -> None:
    parts = urlsplit(live_server.url)
    place = str(parts.hostname), int(parts.port or 80)
    faults = []
    for line in LINES:
        found = answered(place, line)
        if found and not (found.startswith(b"HTTP/1.1 ") and found[9:10] in b"1234"):
            faults.append(f"{line[:80]!r}: {found!r}")
    assert not faults, "\n".join(faults)
    assert answered(place, b"GET /sante HTTP/1.1\r\n%s\r\n" % HOST).startswith(b"HTTP/1.1 200 ")

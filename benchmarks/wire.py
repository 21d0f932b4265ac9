"""Just enough HTTP/1.1 to load a server at little cost: the client must not be what is measured."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from typing import Final, Self

BUFFER: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    body: bytes


def request(method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """The bytes of a request, its body included. A larger body is announced in `headers` and sent apart."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "host: 127.0.0.1",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
    ]
    if body:
        lines.append(f"content-length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def parse_head(received: bytes | bytearray) -> tuple[int, dict[str, str], int] | None:
    """Status, headers and where the body starts; None while the head is not whole."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    first, *lines = received[:end].decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return int(first.split()[1]), headers, end + 4


def whole(received: bytearray) -> Answer | None:
    """The answer in these bytes; None while it is not whole."""
    head = parse_head(received)
    if head is None:
        return None
    status, headers, start = head
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return Answer(status, headers, bytes(received[start:])) if received.endswith(b"0\r\n\r\n") else None
    size = 0 if status in (204, 304) else int(headers.get("content-length", "0"))
    return Answer(status, headers, bytes(received[start:])) if len(received) >= start + size else None


class Line:
    """One connection, kept open between requests."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), 120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def ask(self, sent: bytes, wanted: int = 200) -> Answer:
        """Send a request and read its answer. Raises RuntimeError for another status than `wanted`."""
        self._socket.sendall(sent)
        return self._answer(wanted)

    def send_file(self, head: bytes, descriptor: int, start: int, size: int, wanted: int) -> Answer:
        """Send a request whose body is a part of a file, without a copy. Raises RuntimeError."""
        self._socket.sendall(head)
        self._socket.settimeout(None)  # os.sendfile wants a blocking socket
        end = start + size
        while start < end:
            start += os.sendfile(self._socket.fileno(), descriptor, start, end - start)
        return self._answer(wanted)

    def drain(self, sent: bytes) -> int:
        """Send a request and throw its answer away as it comes. Returns the size of the body."""
        self._socket.sendall(sent)
        buffer, received = bytearray(BUFFER), bytearray()
        while (head := parse_head(received)) is None:
            received += self._more()
        status, headers, start = head
        if status != 200:
            raise RuntimeError(f"{status}: {received[:300]!r}")
        size = int(headers["content-length"])
        left = size - (len(received) - start)
        while left:
            count = self._socket.recv_into(buffer, min(left, BUFFER))
            if not count:
                raise RuntimeError("the answer is cut")
            left -= count
        return size

    def _answer(self, wanted: int) -> Answer:
        received = bytearray()
        while (answer := whole(received)) is None:
            received += self._more()
        if answer.status != wanted:
            raise RuntimeError(f"{answer.status} instead of {wanted}: {answer.body[:300]!r}")
        return answer

    def _more(self) -> bytes:
        piece = self._socket.recv(BUFFER)
        if not piece:
            raise RuntimeError("the connection was closed")
        return piece

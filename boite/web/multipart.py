"""A form with files, read part by part as it comes: nothing is buffered in memory or in a temporary file."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from boite.errors import Invalid

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

UNREADABLE = "Ce formulaire n'est pas lisible. Rechargez la page, puis recommencez."
MAX_PARTS = 200
FIELD_LIMIT = 10_000
"""Bytes of one plain field."""
_ESCAPES = {"%22": '"', "%0D": " ", "%0A": " "}
"""What browsers write inside a name (HTML, « multipart/form-data encoding algorithm »)."""


@dataclass(slots=True)
class Part:
    """One field or one file. `at_most` bounds the size of what it holds, in bytes."""

    name: str
    filename: str | None
    at_most: int
    chunks: AsyncIterator[bytes]

    async def text(self, limit: int = FIELD_LIMIT) -> str:
        """The value of a plain field. Raises Invalid beyond `limit` bytes."""
        value = b""
        async for chunk in self.chunks:
            value += chunk
            if len(value) > limit:
                raise Invalid("Ce que vous envoyez est trop long.")
        return value.decode(errors="replace")


async def parts(request: Request, most: int = MAX_PARTS) -> AsyncIterator[Part]:
    """The parts of a form in their order; what the caller does not read of one is skipped. Raises Invalid."""
    reader = _Reader(request)
    for _ in range(most):
        part = await reader.next_part()
        if part is None:
            return
        yield part
        async for _ in part.chunks:
            pass
    raise Invalid("C'est trop à la fois. Ajoutez vos papiers en plusieurs fois.")


class _Reader:
    """Turns the callbacks of the parser into parts that are awaited."""

    def __init__(self, request: Request) -> None:
        kind, options = parse_options_header(request.headers.get("content-type"))
        boundary, size = options.get(b"boundary", b""), request.headers.get("content-length", "")
        if kind != b"multipart/form-data" or not boundary or not (size.isascii() and size.isdigit()):
            raise Invalid(UNREADABLE)
        # After the last file there is at least the closing line.
        self._end = int(size) - len(boundary) - len("\r\n----\r\n")
        self._body = request.stream()
        self._before, self._chunk = 0, b""
        self._events: deque[tuple[str, bytes, int]] = deque()
        self._headers: dict[bytes, bytes] = {}
        self._header = b"", b""
        callbacks: MultipartCallbacks = {
            "on_part_begin": self._on_begin,
            "on_header_field": self._on_field,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header,
            "on_headers_finished": self._on_headers,
            "on_part_data": self._on_data,
            "on_part_end": self._on_end,
        }
        try:
            self._parser = MultipartParser(boundary, callbacks)
        except FormParserError as error:
            raise Invalid(UNREADABLE) from error

    def _on_begin(self) -> None:
        self._headers = {}

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._header = self._header[0] + data[start:end], self._header[1]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._header = self._header[0], self._header[1] + data[start:end]

    def _on_header(self) -> None:
        name, value = self._header
        self._headers[name.lower()] = value
        self._header = b"", b""

    def _on_headers(self) -> None:
        self._events.append(("begin", self._headers.get(b"content-disposition", b""), 0))

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        # Data of another buffer are the parser's own: held back from the end of the chunk before.
        at = self._before + (start if data is self._chunk else start - end)
        self._events.append(("data", data if end - start == len(data) else data[start:end], at))

    def _on_end(self) -> None:
        self._events.append(("end", b"", 0))

    async def _peek(self) -> tuple[str, bytes, int] | None:
        """The next event, left in its place; None at the end of the body."""
        while not self._events:
            self._before += len(self._chunk)
            self._chunk = await anext(self._body, b"")
            if not self._chunk:
                return None
            try:
                self._parser.write(self._chunk)
            except FormParserError as error:
                raise Invalid(UNREADABLE) from error
        return self._events[0]

    async def next_part(self) -> Part | None:
        """The next part; None at the end."""
        if await self._peek() is None:
            return None
        _, disposition, _ = self._events.popleft()
        _, options = parse_options_header(disposition.decode("latin-1"))
        first = await self._peek()
        at = first[2] if first is not None and first[0] == "data" else self._end
        at_most = max(0, self._end - at)
        filename = options.get(b"filename")
        return Part(
            name=options.get(b"name", b"").decode(errors="replace"),
            filename=None if filename is None else _unescaped(filename.decode(errors="replace")),
            at_most=at_most,
            chunks=self._data(at_most),
        )

    async def _data(self, left: int) -> AsyncIterator[bytes]:
        while True:
            event = await self._peek()
            left -= len(event[1]) if event is not None else 0
            if event is None or left < 0:
                raise Invalid(UNREADABLE)  # it has no closing line, though the length was right
            self._events.popleft()
            if event[0] == "end":
                return
            yield event[1]


def _unescaped(name: str) -> str:
    for escape, character in _ESCAPES.items():
        name = name.replace(escape, character)
    return name

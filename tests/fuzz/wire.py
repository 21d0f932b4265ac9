"""Raw requests, put to the application as a server would: bytes that no HTTP client agrees to send."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.types import Message, Scope

Header = tuple[bytes, bytes]
LONGEST = 60.0
"""Seconds after which an answer is no longer awaited."""
KEPT = 3_000_000
"""Bytes of an answer that are looked at."""
PIECE = 16_000
"""Bytes of a body that arrive at once."""


@dataclass(slots=True)
class Shot:
    """One request. `cut`: the line goes dead before the end of the body."""

    who: str
    method: str
    path: str
    """As on the line: ASCII, percent-encoded."""
    query: str = ""
    headers: list[Header] = field(default_factory=list)
    body: bytes = b""
    cut: bool = False
    lies: bool = False
    """`headers` say a length of their own."""

    def told(self) -> str:
        """The whole request, to be played again."""
        address = f"{self.path}?{self.query}" if self.query else self.path
        body = f"\n    body {self.body[:1500]!r}" if self.body or self.cut else ""
        sent = [header for header in self.headers if header[0] not in {b"user-agent", b"x-request-id"}]
        return f"{self.who}: {self.method} {address[:1500]}\n    headers {sent!r}{body}{' (cut)' if self.cut else ''}"


@dataclass(slots=True)
class Answer:
    """What came back. `status` is 0 where nothing began; `error`: what the application let out."""

    status: int = 0
    headers: list[Header] = field(default_factory=list)
    body: bytes = b""
    length: int = 0
    seconds: float = 0.0
    """Of processor, which does not depend on who else is using the machine."""
    error: BaseException | None = None

    def header(self, name: str) -> str:
        """The first header of this name; empty where there is none."""
        return next((value.decode("latin-1") for key, value in self.headers if key.decode() == name), "")

    @property
    def is_page(self) -> bool:
        """Whether somebody would read it in a browser."""
        return self.header("content-type").startswith("text/html")

    @property
    def text(self) -> str:
        """Its text, whatever it holds."""
        return self.body.decode(errors="replace")


def scope_of(shot: Shot, client: str) -> Scope:
    """As uvicorn makes it."""
    length = [] if shot.lies or not shot.body else [(b"content-length", str(len(shot.body)).encode())]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": shot.method,
        "headers": [*shot.headers, *length],
        "scheme": "http",
        "path": unquote(shot.path),
        "raw_path": shot.path.encode("ascii"),
        "query_string": shot.query.encode("ascii"),
        "server": ("testserver", 80),
        "client": (client, 0),
        "root_path": "",
        "state": {},
    }


def arriving(shot: Shot) -> Iterator[Message]:
    """The body in pieces; then the line hangs up, if it does before the answer."""
    pieces = [shot.body[start : start + PIECE] for start in range(0, len(shot.body), PIECE)] or [b""]
    for number, piece in enumerate(pieces, 1):
        last = number == len(pieces)
        yield {"type": "http.request", "body": piece, "more_body": not last or shot.cut}
    while shot.cut:
        yield {"type": "http.disconnect"}


async def fire(app: Starlette, shot: Shot, client: str) -> Answer:
    """Put one request to the application, and take what comes back."""
    answer, messages = Answer(), arriving(shot)

    async def receive() -> Message:
        message = next(messages, None)
        if message is None:  # somebody who waits for the answer
            await asyncio.Event().wait()
        return message or {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            piece = message.get("body", b"")
            answer.length += len(piece)
            answer.body += piece[: max(0, KEPT - len(answer.body))]

    started = time.process_time()
    try:
        await asyncio.wait_for(app(scope_of(shot, client), receive, send), LONGEST)
    except Exception as error:  # whatever it is, it is what we look for
        answer.error = error
    answer.seconds = time.process_time() - started
    return answer

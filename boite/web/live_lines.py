"""Live lines: answers that stay open, by which a page learns at once that there is something new to ask for.

Server-sent events (WHATWG HTML, 9.2). An event carries a mark and no word of anybody; the page asks for the words.
Nobody waits for a browser: what one is slow to read is replaced by what is newer, and one that reads nothing is cut.
"""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from time import monotonic

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

SILENCE = 25.0
"""Seconds without a word after which a line says that it is there: proxies cut what is silent for a minute."""
DEAF = 10.0
"""Seconds that a browser may read nothing of what it is told."""
STOPPING = 1.0
"""The same, when the server stops."""
PER_SESSION = 4
"""A browser has one, two for a moment. With one more, the oldest ends: the browser may have vanished without a word."""
AGAIN = (3000, 9000)
"""Milliseconds after which a browser comes back, drawn at random: a thousand do not come back together."""
LONGEST_MARK = 80
HEADERS = {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no"}
FINISHED = b"event: fin\ndata:\n\n"
"""The browser is not to come back."""


class LiveLine(Response):
    """One open answer: of which session and person, until when, and the last mark that it was told."""

    def __init__(self, lines: LiveLines, session: str, person: str, until: datetime, mark: str) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]  # it has no end
        self.session, self.person, self.until, self.mark = session, person, until, mark
        self.said_at = monotonic()
        self._lines = lines
        self._next = b""
        self._over = False
        self._talk: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer until the browser leaves, or the line ends."""
        self._send = send
        self._abort: Callable[[], None] = scope.get("state", {}).get("abort", lambda: None)
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if scope["method"] == "HEAD" or not self._lines.add(self):
            await send({"type": "http.response.body"})
            return
        try:
            self._speak(f"retry: {random.randint(*AGAIN)}\n\n".encode())  # noqa: S311
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self._lines.remove(self)

    def say(self, mark: str) -> None:
        """There is something to ask for, where this mark is not the last one."""
        if mark != self.mark:
            self.mark = mark
            self._speak(f"id: {mark}\ndata:\n\n".encode())

    def comment(self) -> None:
        """Say that the line is there."""
        self._speak(self._next or b":\n\n")

    def end(self, words: bytes = b"") -> None:
        """Close it. The browser comes back, unless the words are `FINISHED`."""
        self._over = True
        self._speak(words)

    def cut(self) -> None:
        """Close the connection, whatever is left to say."""
        self._abort()

    def _speak(self, words: bytes) -> None:
        self.said_at = monotonic()
        # A browser slow to read misses only what was replaced by something newer; `retry` comes with the first words.
        self._next = words if words else self._next
        if self._talk is None:
            self._talk = asyncio.create_task(self._deliver())

    async def _deliver(self) -> None:
        try:
            async with asyncio.timeout(DEAF):
                last = False
                while not last and (self._next or self._over):
                    words, self._next, last = self._next, b"", self._over
                    await self._send({"type": "http.response.body", "body": words, "more_body": not last})
        except TimeoutError:
            self.cut()
        finally:
            self._talk = None


class LiveLines:
    """The lines of one process."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.some = asyncio.Event()
        """Whether there is any: else nobody has to look at anything."""
        self.fresh = set[LiveLine]()
        """Those that nobody looked at yet."""
        self._of_session: dict[str, list[LiveLine]] = defaultdict(list)
        self._of_person: dict[str, set[LiveLine]] = defaultdict(set)
        self._count = 0
        self._open = True

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[LiveLine]:
        return iter([line for lines in self._of_session.values() for line in lines])

    def of(self, person: str) -> set[LiveLine]:
        """Those of one person."""
        return self._of_person.get(person, set())

    @property
    def full(self) -> bool:
        """Whether one more has no place."""
        return not self._open or self._count >= self.most

    def answer(self, session: str, person: str, until: datetime, mark: str) -> LiveLine | None:
        """A new line, whose browser was last told this mark; None where there is no place."""
        return None if self.full else LiveLine(self, session, person, until, mark[:LONGEST_MARK])

    def add(self, line: LiveLine) -> bool:
        """This one begins. False where the last place was taken meanwhile."""
        if self.full:
            return False
        others = self._of_session[line.session]
        if len(others) >= PER_SESSION:
            others[0].end()
            self.remove(others[0])
        self._of_session[line.session].append(line)
        self._of_person[line.person].add(line)
        self._count += 1
        self.fresh.add(line)
        self.some.set()
        return True

    def remove(self, line: LiveLine) -> None:
        """This one ended. Idempotent."""
        of_session, of_person = self._of_session[line.session], self._of_person[line.person]
        with suppress(ValueError):
            of_session.remove(line)
            of_person.discard(line)
            self.fresh.discard(line)
            self._count -= 1
        if not of_session:
            del self._of_session[line.session]
        if not of_person:
            del self._of_person[line.person]
        if not self._count:
            self.some.clear()

    def stop(self) -> None:
        """The server stops: every line ends, and browsers come back to the next server. Idempotent."""
        if self._open:
            self._open = False
            lines = list(self)
            for line in lines:
                line.end()
            asyncio.get_running_loop().call_later(STOPPING, _cut, lines)


def _cut(lines: list[LiveLine]) -> None:
    """Those whose browser has not even read that they end."""
    for line in lines:
        line.cut()

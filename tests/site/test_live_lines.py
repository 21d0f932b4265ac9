"""Live lines one by one: what a browser that reads nothing costs, and what is left of a line that ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from boite.clock import now
from boite.web import live_lines
from boite.web.live_lines import LiveLine, LiveLines

PATIENCE = 5.0


class Browser:
    """The other side of one line: it reads when it is told to."""

    def __init__(self, line: LiveLine, *, method: str = "GET") -> None:
        self.line = line
        self.read = asyncio.Event()
        self.left = asyncio.Event()
        self.sent: list[Message] = []
        self.cut = False
        self.scope = {"type": "http", "method": method, "state": {"abort": self._abort}}

    def _abort(self) -> None:
        self.cut = True
        self.left.set()

    async def send(self, message: Message) -> None:
        """Takes as long as the browser does not read."""
        await self.read.wait()
        self.sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self.left.set()

    async def receive(self) -> Message:
        """Waits until the line ended, from either side."""
        await self.left.wait()
        return {"type": "http.disconnect"}

    @property
    def words(self) -> list[bytes]:
        """What it read."""
        return [message["body"] for message in self.sent if message.get("body")]


@asynccontextmanager
async def opened(lines: LiveLines, session: str = "s", person: str = "p") -> AsyncIterator[Browser]:
    """A browser on a new line."""
    line = lines.answer(session, person, now() + timedelta(minutes=10), "")
    assert line is not None
    browser = Browser(line)
    browser.read.set()
    task = asyncio.create_task(line(browser.scope, browser.receive, browser.send))
    await settled()
    yield browser
    browser.left.set()
    async with asyncio.timeout(PATIENCE):
        await task


async def settled() -> None:
    """Whatever was begun has gone as far as it can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_slow_browser_is_told_the_newest_and_holds_nothing_up() -> None:
    lines = LiveLines(10)
    async with opened(lines) as browser:
        browser.read.clear()
        for number in range(10_000):
            browser.line.say(f"m{number}")
        await settled()
        browser.read.set()
        await settled()
        assert len(browser.words) <= 3  # the first words, what was under way, and the newest
        assert browser.words[-1] == b"id: m9999\ndata:\n\n"
        assert not browser.cut
    assert len(lines) == 0


async def test_a_browser_that_reads_nothing_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_lines, "DEAF", 0.05)
    lines = LiveLines(10)
    async with opened(lines) as browser:
        browser.read.clear()
        browser.line.say("m1")
        async with asyncio.timeout(PATIENCE):
            await browser.left.wait()
        assert browser.cut


async def test_a_stop_does_not_wait_for_a_browser_that_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_lines, "STOPPING", 0.05)
    lines = LiveLines(10)
    async with opened(lines, "s1") as deaf, opened(lines, "s2") as other:
        deaf.read.clear()
        lines.stop()
        lines.stop()
        async with asyncio.timeout(PATIENCE):
            await deaf.left.wait()
        assert other.sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
        assert lines.answer("s3", "p", now(), "") is None


@given(st.binary(max_size=40))
def test_what_opens_and_ends_in_any_order_is_counted_right(steps: bytes) -> None:
    async def walk() -> None:
        lines, kept = LiveLines(6), list[LiveLine]()
        for step in steps:
            session, person = "abc"[step % 3], "xy"[step // 3 % 2]
            if step < 160 and (line := lines.answer(session, person, now(), "")):
                line._send = Browser(line).send
                assert lines.add(line)
                kept.append(line)
            elif kept:
                lines.remove(kept.pop(0))
            there = list(lines)
            assert len(there) == len(lines) <= 6
            assert lines.some.is_set() == bool(there)
            assert all(line in lines.of(line.person) for line in there)
            assert all(sum(line.session == each for line in there) <= live_lines.PER_SESSION for each in "abc")
        for line in [*kept, *kept]:
            lines.remove(line)
        assert not list(lines)
        assert len(lines) == 0

    asyncio.run(walk())

"""The one task of a process that looks for what is new, for all its live lines together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from time import monotonic

from boite.clock import now
from boite.database.commit_count import Pulse
from boite.database.listening import Ear, Heard, listening
from boite.database.long_lists import parts
from boite.settings import Settings
from boite.web.live_lines import FINISHED, SILENCE, LiveLine, LiveLines

log = logging.getLogger("boite.live")
AT_LEAST = 25.0
"""Seconds after which every line is looked at again, whatever was heard: a session deleted by hand, for example."""
PAUSE = 5.0
"""Seconds before the next look, where the database did not answer."""
Standing = tuple[datetime, str]
"""Until when a session lives, and the mark of what its person would be told."""
Look = Callable[[Collection[str]], Awaitable[Mapping[str, Standing]]]
"""The standing of these sessions, by the digest of their token. Those that ended are missing. One query."""


@asynccontextmanager
async def watching(lines: LiveLines, settings: Settings, pulse: Pulse, look: Look) -> AsyncIterator[None]:
    """Keep the lines of this process told, for as long as it serves."""
    task = asyncio.create_task(_watch(lines, settings, pulse, look))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _watch(lines: LiveLines, settings: Settings, pulse: Pulse, look: Look) -> None:
    await lines.some.wait()  # nobody waits for anything yet: the database is left alone
    async with listening(settings, pulse) as ear:
        watch = LiveWatch(lines, ear, look)
        while True:
            await lines.some.wait()
            try:
                await watch.turn()
            except Exception as error:  # a database that is away comes back: lines stay, and are looked at then
                log.error("live lines wait", exc_info=error)
                await asyncio.sleep(PAUSE)


class LiveWatch:
    """What was looked at, and when."""

    def __init__(self, lines: LiveLines, ear: Ear, look: Look) -> None:
        self._lines, self._ear, self._look = lines, ear, look
        self._all_at = monotonic() - AT_LEAST

    async def turn(self) -> None:
        """Hear, look at those concerned, tell what changed, and keep the silent lines open."""
        concerned = self._concerned(await self._ear.heard())
        for some in parts(sorted(concerned)):
            standing = await self._look(some)
            for line in [line for session in some for line in concerned[session]]:
                _tell(line, standing.get(line.session))
        for line in self._lines:
            if monotonic() - line.said_at >= SILENCE:
                line.comment()

    def _concerned(self, heard: Heard) -> dict[str, list[LiveLine]]:
        """The lines to look at, by session."""
        if heard is None or monotonic() - self._all_at >= AT_LEAST:
            self._all_at = monotonic()
            found = set(self._lines)
        else:
            ending = [line for line in self._lines if line.until <= now()]
            found = {*self._lines.fresh, *ending, *(line for person in heard for line in self._lines.of(person))}
        self._lines.fresh.clear()
        by_session: dict[str, list[LiveLine]] = {}
        for line in found:
            by_session.setdefault(line.session, []).append(line)
        return by_session


def _tell(line: LiveLine, standing: Standing | None) -> None:
    if standing is None:
        line.end(FINISHED)
        return
    line.until, mark = standing
    line.say(mark)

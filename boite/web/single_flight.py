"""One query for every request that arrived before it was sent: no request gets an answer older than itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

Answer = TypeVar("Answer")


@dataclass(slots=True, eq=False)
class _Wave:
    """Those who wait for the same answer."""

    # An event and not a lock, which would let them go one by one, each a whole turn of the loop after the other.
    over: asyncio.Event = field(default_factory=asyncio.Event)
    answered: bool = False
    answer: Any = None


class Together:
    """A request that arrives while a query is running waits for the next one, which is sent once for all of them."""

    def __init__(self) -> None:
        self._asked: dict[object, _Wave] = {}
        self._gathering: dict[object, _Wave] = {}

    async def ask(self, name: object, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """What `ask` gives, called after this call began: by this caller, or by another of the same name."""
        wave = self._gathering.get(name)
        if wave is None:
            return await self._lead(name, ask)
        await wave.over.wait()
        if not wave.answered:  # the one who asked for all failed, or went away
            return await ask()
        answer: Answer = wave.answer
        return answer

    async def _lead(self, name: object, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        wave = self._gathering[name] = _Wave()
        try:
            while name in self._asked:
                await self._asked[name].over.wait()
            self._asked[name] = self._gathering.pop(name)
            wave.answer = answer = await ask()
            wave.answered = True
            return answer
        finally:
            for waves in (self._asked, self._gathering):
                if waves.get(name) is wave:
                    del waves[name]
            wave.over.set()

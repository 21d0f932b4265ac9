"""One question for all who came before it was asked: never an older answer, never one lost, few questions."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.web.single_flight import Together


@dataclass
class Source:
    """Something that is written to, and that takes its time to answer: what it read at the first moment."""

    version: int = 0
    questions: int = 0
    delays: list[int] = field(default_factory=lambda: [5])
    fails: set[int] = field(default_factory=set)

    async def ask(self) -> int:
        self.questions += 1
        number, seen = self.questions, self.version
        for _ in range(self.delays[number % len(self.delays)]):
            await asyncio.sleep(0)
        if number in self.fails:
            raise OSError(number)
        return seen


@given(
    comings=st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["ask", "ask", "ask", "write", "leave"])), max_size=40
    ),
    delays=st.lists(st.integers(0, 9), min_size=1, max_size=20),
    fails=st.sets(st.integers(1, 12), max_size=4),
)
async def test_nobody_has_an_answer_older_than_they_are(
    comings: list[tuple[int, str]], delays: list[int], fails: set[int]
) -> None:
    together, source = Together(), Source(delays=delays, fails=fails)
    under_way: list[tuple[int, asyncio.Task[int]]] = []
    for pause, what in comings:
        for _ in range(pause):
            await asyncio.sleep(0)
        if what == "write":
            source.version += 1
        elif what == "leave":
            for _, task in under_way[-1:]:
                task.cancel()
        else:
            under_way.append((source.version, asyncio.ensure_future(together.ask("this", source.ask))))
            await asyncio.sleep(0)
    answers = await asyncio.wait_for(asyncio.gather(*[task for _, task in under_way], return_exceptions=True), 5)
    for (version, _), answer in zip(under_way, answers, strict=True):
        assert isinstance(answer, OSError | asyncio.CancelledError) or (isinstance(answer, int) and answer >= version)
    source.fails.clear()
    assert await together.ask("this", source.ask) == source.version, "nothing is stuck"


async def test_a_crowd_asks_twice() -> None:
    """The first alone; all the others, come meanwhile, together."""
    together, source = Together(), Source()
    answers = await asyncio.gather(*[together.ask("this", source.ask) for _ in range(32)])
    assert answers == [0] * 32
    assert source.questions == 2


async def test_two_names_do_not_wait_for_each_other() -> None:
    together, source, never = Together(), Source(), asyncio.Event()
    stuck = asyncio.ensure_future(together.ask("stuck", never.wait))
    await asyncio.sleep(0)
    assert await asyncio.wait_for(together.ask("this", source.ask), 5) == 0
    never.set()
    assert await stuck


async def test_who_fails_does_not_fail_for_the_others() -> None:
    together, source = Together(), Source(fails={2})
    answers = await asyncio.gather(*[together.ask("this", source.ask) for _ in range(6)], return_exceptions=True)
    assert [type(answer) for answer in answers] == [int, OSError, int, int, int, int]


@pytest.mark.parametrize("which", [0, 1, 2])
async def test_who_goes_away_keeps_nobody_waiting(which: int) -> None:
    """Whoever asks, whoever gathers the next ones, or whoever waits."""
    together, source = Together(), Source()
    crowd = [asyncio.ensure_future(together.ask("this", source.ask)) for _ in range(5)]
    await asyncio.sleep(0)
    crowd[which].cancel()
    answers = await asyncio.wait_for(asyncio.gather(*crowd, return_exceptions=True), 5)
    assert [type(answer) for answer in answers].count(asyncio.CancelledError) == 1
    assert answers.count(0) == 4

"""Whatever is typed, thrown away, taken back, silenced, read or missed: nothing is said twice, nor what holds no more,
nor to anybody else; and what is counted is what is shown.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite import clock
from boite.accounts.models import User
from boite.clock import PARIS, now, today
from boite.database.connection import opened, transaction
from boite.files.classification import classify, said
from boite.files.deposit import open_space
from boite.files.models import Discard, Node
from boite.files.trash import restore
from boite.files.validity_steps import steps
from boite.notifications import inbox, planning, preferences
from boite.notifications.kinds import KINDS
from boite.notifications.kinds_for_people import PAPER_VALIDITY
from boite.notifications.models import Notice, NoticeEnd, Sweep
from boite.settings import Settings
from storage.memory import MemoryStore
from tests.files.papers import put
from tests.notifications.telling import used

TYPES = ("piece-identite", "rqth-mdph")
GESTURES = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.integers(0, 1), st.integers(-3, 200)),
        st.tuples(st.sampled_from(["discard", "restore"]), st.integers(0, 1), st.just(0)),
        st.tuples(st.just("days"), st.just(0), st.integers(1, 40)),
        st.tuples(st.just("off"), st.just(0), st.integers(1, 60)),
        st.tuples(st.just("fill"), st.just(0), st.sampled_from([10, 76, 85, 92, 97])),
        st.tuples(st.sampled_from(["silence", "speak", "read"]), st.just(0), st.just(0)),
    ),
    min_size=4,
    max_size=14,
)


@given(gestures=GESTURES)
@profile(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_messages_are_true_and_said_once(settings: Settings, gestures: list[tuple[str, int, int]]) -> None:
    asyncio.run(_follow(settings, gestures))


async def _follow(settings: Settings, gestures: list[tuple[str, int, int]]) -> None:
    clock.reset()
    clock.advance(datetime.combine(today() + timedelta(days=1), time(5), PARIS) - now())
    async with opened(settings):
        life = Life(settings)
        await life.begin()
        for gesture, which, number in gestures:
            await getattr(life, gesture)(which, number)
            await life.check()
    clock.reset()


class Life:
    """One person, their two papers, their box; and somebody else, who has the same."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.store = settings, MemoryStore()
        self.papers: list[Node] = []

    async def begin(self) -> None:
        await Sweep.all().delete()  # of the former example
        self.person, self.stranger = [await User.create(handle=uuid4().hex, secret_hash="-") for _ in range(2)]
        for who in (self.person, self.stranger):
            async with transaction():
                await open_space(who.id, 1_000_000)
        self.papers = [
            await put(self.person, self.store, f"{code}.pdf", document_type=code, valid_until=None) for code in TYPES
        ]

    async def type(self, which: int, number: int) -> None:
        node = await Node.get(id=self.papers[which].id)
        if not node.discarded:
            ends = today() + timedelta(days=number)
            await classify(node, TYPES[which], ends, read=said(node), by=self.person)

    async def discard(self, which: int, number: int) -> None:
        node = await Node.get(id=self.papers[which].id)
        if not node.discarded:
            await node.discard(by=self.person, days=3650)

    async def restore(self, which: int, number: int) -> None:
        node = await Node.get(id=self.papers[which].id)
        if node.discarded:
            await restore(await Discard.get(id=node.discard_row_id), by=self.person)

    async def days(self, which: int, number: int) -> None:
        for _ in range(number):
            clock.advance(timedelta(days=1))
            await planning.sweep_due(self.settings, self.store)

    async def off(self, which: int, number: int) -> None:
        clock.advance(timedelta(days=number))
        await planning.sweep_due(self.settings, self.store)
        await planning.tidy(self.settings, self.store)

    async def fill(self, which: int, number: int) -> None:
        await used(self.person.id, number)

    async def silence(self, which: int, number: int) -> None:
        await preferences.want(self.person.id, PAPER_VALIDITY, False)

    async def speak(self, which: int, number: int) -> None:
        await preferences.want(self.person.id, PAPER_VALIDITY, True)

    async def read(self, which: int, number: int) -> None:
        await inbox.read(self.person.id, [line.mark for line in (await inbox.page(self.person.id)).lines])

    async def check(self) -> None:
        lines = (await inbox.page(self.person.id)).lines
        assert await inbox.unread(self.person.id) == sum(line.new for line in lines)
        unwanted = await preferences.unwanted(self.person.id)
        assert not {line.kind.code for line in lines} & unwanted
        living = {str(node.id): node for node in await Node.filter(id__in=[node.id for node in self.papers])}
        for line in lines:
            assert line.kind in KINDS
            if line.kind == PAPER_VALIDITY:
                node = living[line.values["node"]]
                assert not node.discarded
                assert node.valid_until is not None
                assert node.valid_until >= today()
        assert await inbox.unread(self.stranger.id) == 0
        assert (await inbox.page(self.stranger.id)).lines == []
        await self._said_once(living)

    async def _said_once(self, living: dict[str, Node]) -> None:
        """Of one end of one paper, each step of its type at most once, the nearest last; never before its day."""
        told = defaultdict[tuple[str, date], list[int]](list)
        rows = await Notice.filter(recipient_id=self.person.id, kind=PAPER_VALIDITY.code).order_by("id")
        for row in rows:
            ends, _, step = row.step.partition("/")
            if row.why != NoticeEnd.SKIPPED:
                told[str(row.subject), date.fromisoformat(ends)].append(int(step))
            assert date.fromisoformat(ends) - timedelta(days=int(step)) <= today()
        for (node, _), found in told.items():
            assert found == sorted(set(found), reverse=True)
            assert set(found) <= set(steps(living[node].document_type))

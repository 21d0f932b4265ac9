"""Random sequences of registrations, cancellations and changes of capacity, against a plain line of people."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from boite.accounts.models import User
from boite.agenda import event_editing
from boite.agenda.event_editing import EventDraft
from boite.agenda.models import Event, EventKind, Registering, Registration
from boite.agenda.registration import Newcomer, leave, put_name, register, register_visitor
from boite.agenda.seats import recount
from boite.clock import now
from boite.database.connection import execute, opened
from boite.directory.models import REGION, Scale, Territory
from boite.errors import Invalid
from boite.journal.models import Entry
from boite.settings import Settings

T = TypeVar("T")
CAPACITIES = st.one_of(st.none(), st.integers(1, 6))


class Line(RuleBasedStateMachine):
    """One event. The model: who has a seat, who waits, in their order."""

    given: Settings

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.connections = opened(self.given)
        self.run(self.connections.__aenter__())
        self.capacity: int | None = 2
        self.seated: list[UUID] = []
        self.waiting: list[UUID] = []
        self.owners: dict[UUID, UUID | None] = {}
        self.run(self._begin())

    async def _begin(self) -> None:
        await Territory.get_or_create({"name": "Région", "scale": Scale.REGION}, code=REGION)
        self.nadia = await User.create(handle=uuid4().hex, secret_hash="-")
        begins = now() + timedelta(days=5)
        self.draft: dict[str, Any] = {
            "territory_id": REGION,
            "organiser_id": None,
            "kind": EventKind.FORUM,
            "title": "Forum",
            "begins_at": begins,
            "ends_at": begins + timedelta(hours=3),
            "city": "Tours",
            "registering": Registering.OPEN,
        }
        self.event = await event_editing.create(EventDraft(**self.draft, capacity=2), by=self.nadia)
        await Event.filter(id=self.event.id).update(published_at=now())

    def run(self, work: Awaitable[T]) -> T:
        async def waited() -> T:
            return await work

        return self.loop.run_until_complete(waited())

    def teardown(self) -> None:
        self.run(self.connections.__aexit__(None, None, None))
        self.loop.close()

    def _arrived(self, row: Registration) -> None:
        self.owners[row.id] = row.user_id
        room = self.capacity is None or len(self.seated) < self.capacity
        (self.seated if room else self.waiting).append(row.id)

    def _left(self, row_id: UUID) -> None:
        if row_id in self.waiting:
            self.waiting.remove(row_id)
        else:
            self.seated.remove(row_id)
            self._called()

    def _called(self) -> None:
        while self.waiting and (self.capacity is None or len(self.seated) < self.capacity):
            self.seated.append(self.waiting.pop(0))

    @rule()
    def a_person_registers(self) -> None:
        user = self.run(User.create(handle=uuid4().hex, secret_hash="-"))
        self._arrived(self.run(register(self.event, user)))

    @precondition(lambda self: any(self.owners[row] for row in [*self.seated, *self.waiting]))
    @rule(data=st.data())
    def the_same_person_registers_again(self, data: st.DataObject) -> None:
        mine = data.draw(st.sampled_from([row for row in [*self.seated, *self.waiting] if self.owners[row]]))
        user = self.run(User.get(id=self.owners[mine]))
        assert self.run(register(self.event, user)).id == mine

    @rule(form=st.integers(1, 4))
    def a_visitor_registers(self, form: int) -> None:
        """The same form may be sent again, even after that registration was cancelled."""
        sent = f"form-number-{form}-{self.event.id.hex[:8]}"
        row = self.run(register_visitor(self.event, Newcomer(name="Lou", sent=sent)))
        if row.id not in self.owners:
            self._arrived(row)

    @rule()
    def a_professional_puts_a_name(self) -> None:
        self._arrived(self.run(put_name(self.event, Newcomer(name="Sam"), by=self.nadia)))

    @precondition(lambda self: bool(self.seated or self.waiting))
    @rule(data=st.data(), twice=st.booleans())
    def somebody_leaves(self, data: st.DataObject, twice: bool) -> None:
        gone = data.draw(st.sampled_from([*self.seated, *self.waiting]))
        row = self.run(Registration.get(id=gone))
        for _ in range(2 if twice else 1):
            self.run(leave(row, by=None))
        self._left(gone)

    @rule(capacity=CAPACITIES)
    def the_capacity_changes(self, capacity: int | None) -> None:
        draft = EventDraft(**self.draft, capacity=capacity)
        version = self.run(Event.get(id=self.event.id)).version
        if capacity is not None and capacity < len(self.seated):
            with pytest.raises(Invalid):
                self.run(event_editing.edit(self.event, draft, version=version, by=self.nadia))
            return
        self.run(event_editing.edit(self.event, draft, version=version, by=self.nadia))
        self.capacity = capacity
        self._called()

    @precondition(lambda self: any(self.owners[row] for row in [*self.seated, *self.waiting]))
    @rule(data=st.data())
    def an_account_is_erased(self, data: st.DataObject) -> None:
        """Its seat is free once the chore has passed."""
        gone = data.draw(st.sampled_from([row for row in [*self.seated, *self.waiting] if self.owners[row]]))
        self.run(execute("DELETE FROM account_user WHERE id = ?", self.owners[gone]))
        self.run(recount())
        self.owners[gone] = None
        self._left(gone)

    @invariant()
    def the_line_is_as_expected(self) -> None:
        rows = self.run(Registration.filter(event_id=self.event.id, cancelled_at=None).order_by("rank"))
        assert {row.id for row in rows if not row.waiting} == set(self.seated)
        assert [row.id for row in rows if row.waiting] == self.waiting
        assert len({row.rank for row in rows}) == len(rows)
        users = [row.user_id for row in rows if row.user_id]
        assert len(set(users)) == len(users), "nobody twice"

    @invariant()
    def never_more_than_the_capacity(self) -> None:
        event = self.run(Event.get(id=self.event.id))
        assert event.taken == len(self.seated)
        assert event.capacity is None or event.taken <= event.capacity
        assert not self.waiting or event.seats_left == 0, "nobody waits while a seat is free"

    @invariant()
    def nobody_is_called_who_waits_still(self) -> None:
        waiting = Registration.filter(event_id=self.event.id, seated_at=None)
        assert self.run(waiting.filter(reminder_due__not_isnull=True).count()) == 0
        people = [owner for row in self.waiting if (owner := self.owners[row])]
        assert self.run(Entry.filter(owner_id__in=people, kind="agenda.seat_freed").count()) == 0


@pytest.mark.timeout(600)
def test_the_line_holds_whatever_happens(settings: Settings) -> None:
    Line.given = settings
    run_state_machine_as_test(
        Line,
        settings=profile(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

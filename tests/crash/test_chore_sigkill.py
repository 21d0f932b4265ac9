"""The worker is killed between any two steps: a mail is had under one name, twice at most; a message is said once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes

import pytest

from boite import clock
from boite.accounts.models import User
from boite.agenda import registration
from boite.agenda.models import Registration
from boite.clock import PARIS, now, today
from boite.database.connection import execute, fetch, opened
from boite.mail import outbox
from boite.mail.messages import Letter
from boite.mail.models import Fate, OutgoingMail
from boite.notifications import planning
from boite.notifications.models import MessageDelivery, MessageFate, Notice, Sweep
from boite.orientation.models import HandOver
from boite.settings import Settings
from boite.support.models import Support
from storage.memory import MemoryStore
from tests.agenda.events import make_event
from tests.crash import dying_chore
from tests.crash.staging import somebody
from tests.crash.workers import Worker
from tests.directory.sheets import make_structure, make_territory
from tests.files.papers import put
from tests.newsletter import post_office
from tests.newsletter.post_office import PostOffice
from tests.notifications.mailing import TUESDAY, deliver, taken_off, written_to
from tests.notifications.telling import used
from tests.statistics.test_publication import open_boxes

pytestmark = pytest.mark.anyio
LETTER = Letter("Votre place", "Vous avez une place.", "<p>Vous avez une place.</p>")
LEAST, MOST = 20, 200
EVERY = 16
"""Of the hundred things that three periods write: each death costs a second."""
MOST_OF_A_DAY = 400
MOST_OF_MESSAGES = 400
"""Steps of one sending: fewer would say that the deaths came elsewhere."""


def names(office: PostOffice, to: str) -> list[str]:
    return [str(message_from_bytes(raw)["Message-ID"]) for _, who, raw in office.taken if who == to]


Begun = Callable[[str], Worker]


@pytest.fixture
def begun(ready: Settings) -> Iterator[Begun]:
    """`begun("mails")`: a worker that does this chore, ended after the test."""
    workers: list[Worker] = []

    def begin(chore: str) -> Worker:
        workers.append(Worker(ready, chore))
        return workers[-1]

    yield begin
    for worker in workers:
        worker.end()


@pytest.fixture
def ready(settings: Settings, office: PostOffice) -> Settings:
    """Settings whose mails go to `office`."""
    return replace(settings, mail_url=office.url)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office.opened() as opened_office:
        yield opened_office


async def test_a_mail_outlives_a_death_at_any_step(ready: Settings, office: PostOffice, begun: Begun) -> None:
    worker = begun("mails")
    async with opened(ready):
        for step in range(1, MOST):
            to = f"{step}@exemple.fr"
            clock.reset()
            await outbox.post(to, LETTER)
            died = await worker.dies(step)
            clock.advance(timedelta(hours=1))
            await outbox.send_due(ready, MemoryStore())
            assert (await OutgoingMail.get(address=to)).fate == Fate.HANDED, step
            assert len(names(office, to)) in (1, 2), step
            assert len(set(names(office, to))) == 1, step
            if not died:
                break
    assert LEAST < step < MOST - 1
    assert len(names(office, to)) == 1, "who is not killed sends it once"


async def test_a_message_by_mail_outlives_a_death_at_any_step(
    ready: Settings, office: PostOffice, begun: Begun
) -> None:
    """Every third step: there are many, and each begins with somebody else."""
    worker = begun("messages")
    async with opened(ready):
        for step in range(1, MOST_OF_MESSAGES, 3):
            to = f"{step}@exemple.fr"
            clock.reset()
            clock.advance(TUESDAY - now())
            who = await User.get(id=await somebody())
            await written_to(who, ready, to)
            await taken_off(who)
            died = await worker.dies(step, TUESDAY - datetime.now(PARIS))
            for _ in range(2):
                clock.advance(timedelta(hours=1))
                await deliver(ready)
            assert (await MessageDelivery.get(contact__user_id=who.id)).fate == MessageFate.HANDED, step
            assert len(names(office, to)) in (1, 2), step
            assert len(set(names(office, to))) == 1, step
            if not died:
                break
    assert LEAST < step < MOST_OF_MESSAGES - 3
    assert len(names(office, to)) == 1, "who is not killed sends it once"


@pytest.mark.parametrize("part", range(dying_chore.PARTS))
async def test_a_day_is_gone_through_once_whatever_dies(ready: Settings, begun: Begun, part: int) -> None:
    worker, kinds = begun(f"day-{part}"), {each.kind.code for each in dying_chore.share(part)}
    async with opened(ready):
        people = [await User.get(id=await somebody()) for _ in range(2)]
        for person in people:
            await put(person, MemoryStore(), document_type="contrat", valid_until=today() + timedelta(days=31))
        await used(people[0].id, 85)
        ahead = datetime.combine(today() + timedelta(days=1), time(12), PARIS) - now()
        due = [("box.filling", people[0].id), *(("paper.validity", person.id) for person in people)]
        expected = sorted(each for each in due if each[0] in kinds)
        for step in range(1, MOST_OF_A_DAY):
            await Notice.all().delete()
            await Sweep.all().delete()
            clock.reset()
            died = await worker.dies(step, ahead)
            clock.advance(ahead + planning.LEASE + timedelta(minutes=1))
            await dying_chore.day(part, ready, MemoryStore())
            assert sorted([(row.kind, row.recipient_id) for row in await Notice.all()]) == expected, step
            assert await Sweep.filter(done_at=None).count() == 0, step
            if not died:
                break
    assert LEAST < step < MOST_OF_A_DAY - 1


async def test_a_reminder_of_an_event_outlives_a_death_at_any_step(ready: Settings, begun: Begun) -> None:
    """Those with an account read it once; a visitor has one mail, not two."""
    worker = begun("events")
    async with opened(ready):
        person = await User.get(id=await somebody())
        event = await make_event(person, begins_in=timedelta(days=9))
        await registration.register(event, person)
        visitor = registration.Newcomer(name="Sami", email="sami@exemple.fr")
        await registration.register_visitor(event, visitor)
        due = (await Registration.get(user_id=person.id)).reminder_due
        assert due is not None
        ahead = due - now() + timedelta(minutes=30)
        for step in range(1, MOST):
            await Notice.all().delete()
            await OutgoingMail.all().delete()
            await Registration.all().update(reminder_due=due)
            clock.reset()
            died = await worker.dies(step, ahead)
            clock.advance(ahead)
            await planning.tell_events(ready, MemoryStore())
            assert [row.recipient_id for row in await Notice.all()] == [person.id], step
            assert [row.address for row in await OutgoingMail.all()] == ["sami@exemple.fr"], step
            if not died:
                break
    assert 5 < step < MOST - 1


PUBLISHED = {
    "stat_period": "code AS period",
    "stat_headline": "period, place_id, figures",
    "stat_figure": "period, place_id, measure, figures",
    "stat_total": "period, place_id, figures",
    "stat_flow": "period, place_id, origin, destination, people",
}
FIGURES = ("stat_fact", "stat_link", "stat_person", *PUBLISHED)


async def published_rows() -> dict[str, list[tuple[object, ...]]]:
    """By period, every byte that is published of it, and that it is."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for table, columns in PUBLISHED.items():
        for row in await fetch(f"SELECT {columns} FROM {table} ORDER BY {columns.replace(' AS period', '')}"):
            values = [bytes(value) if isinstance(value, memoryview) else value for value in row.values()]
            found.setdefault(row["period"], []).append((table, *values))
    return found


async def test_figures_are_published_whole_or_not_at_all(ready: Settings, begun: Begun) -> None:
    """A month, then its quarter with the month again, then their year.."""
    worker, store = begun("figures"), MemoryStore()
    async with opened(ready):
        ahead = datetime(2027, 1, 20, 12, tzinfo=PARIS) - datetime.now(PARIS)
        clock.advance(ahead)
        await make_territory("SPRO-18", "Bourges")
        first, second = [await make_structure(name, territory="SPRO-18") for name in ("A", "B")]
        people = await open_boxes(first, 23, since=datetime(2026, 12, 3, 12, tzinfo=PARIS))
        await Support.bulk_create([Support(user_id=each.id, structure=second) for each in people[:9]])
        led = {"day": date(2026, 12, 9), "reason": "urgence", "accepted": True}
        await HandOver.bulk_create([HandOver(origin=first, destination=second, **led) for _ in range(12)])
        assert await dying_chore.figures(ready, store) == 3
        whole, deaths = await published_rows(), set[int]()
        assert {row[0] for rows in whole.values() for row in rows} == {*PUBLISHED}
        for step in range(1, MOST, EVERY):
            for table in FIGURES:
                await execute(f"DELETE FROM {table}")
            clock.reset()
            died = await worker.dies(step, ahead)
            clock.advance(ahead)
            found = await published_rows()
            deaths.add(len(found))
            assert found == {code: whole[code] for code in found}, step
            await dying_chore.figures(ready, store)
            assert await published_rows() == whole, step
            if not died:
                break
    assert LEAST < step < MOST - EVERY
    assert deaths == {0, 1, 2, 3}, "it died before, between and after them"

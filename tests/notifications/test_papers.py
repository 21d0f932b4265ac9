"""A paper that ends is told at the steps of its type, once each, never for a step already past, never to another."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite import clock
from boite.accounts.models import AccountRole, User
from boite.clock import today
from boite.database.connection import opened
from boite.files import validity_steps
from boite.files.classification import classify, said
from boite.files.models import Discard, Node, Space
from boite.files.trash import restore
from boite.notifications import hand_over, inbox, planning
from boite.notifications.hand_over import Envelope
from boite.notifications.kinds_for_people import BOX_FILLING
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, MessageFate, Notice, NoticeEnd, Sweep
from boite.notifications.paper_validity import PaperValidity
from boite.settings import Settings
from storage.memory import MemoryStore
from storage.store import BlobStore
from tests.crash.staging import somebody
from tests.notifications.reaching import at, contact, due, leaving, open_day
from tests.notifications.reaching import said as said_outside
from tests.notifications.telling import bodies, ends_soon, on, paper, pressing, through, titles, used

DAY = timedelta(days=1)


async def steps(person: User) -> list[str]:
    """The steps that were said, in their order."""
    rows = await Notice.filter(recipient_id=person.id, why__not=NoticeEnd.SKIPPED).order_by("id")
    return [row.step.partition("/")[2] for row in rows]


async def test_only_the_last_step_does_not_wait_for_a_digest(
    person: User, settings: Settings, store: BlobStore
) -> None:
    ends = today() + timedelta(days=200)
    await paper(person, store, ends, "piece-identite")
    await through(today() + DAY, ends, settings, store)
    rows = await Notice.filter(recipient_id=person.id).order_by("id")
    assert [(row.step.partition("/")[2], row.urgency) for row in rows] == [("90", ""), ("30", ""), ("7", "dated")]


async def test_the_last_step_leaves_though_the_mails_of_the_month_did(
    person: User, settings: Settings, store: BlobStore
) -> None:
    """The digest that it would wait for comes once the paper has ended."""
    ends = date(2027, 3, 30)
    at(date(2027, 3, 1), 10)
    await contact(settings, person, Channel.MAIL)
    await paper(person, store, ends, "contrat", "Bail.pdf")
    for step in ("80/1", "95/1"):
        await pressing(person, BOX_FILLING, step)
        await used(person.id, 97)
        await due(settings, store)
        for each in await hand_over.take(Channel.MAIL):
            await hand_over.end(each, MessageFate.HANDED)
    await on(ends - timedelta(days=7), settings, store)
    await due(settings, store)
    at(ends - timedelta(days=7), 10)
    assert said_outside(await leaving(settings, Channel.MAIL)) == [["Un papier arrive à sa fin"]]


@pytest.mark.parametrize(
    ("document_type", "expected"),
    [
        ("piece-identite", ["90", "30", "7"]),
        ("rqth-mdph", ["180", "90", "30"]),
        ("permis", ["90", "30"]),
        ("contrat", ["30", "7"]),
        ("autre", ["30", "7"]),
        ("justificatif-domicile", []),
    ],
)
async def test_each_type_has_its_steps(
    person: User, settings: Settings, store: BlobStore, document_type: str, expected: list[str]
) -> None:
    ends = today() + timedelta(days=200)
    await paper(person, store, ends, document_type)
    await through(today() + DAY, today() + timedelta(days=5), settings, store)
    for before in (181, 180, 179, 91, 90, 89, 31, 30, 29, 8, 7, 6, 0, -1):
        await on(ends - timedelta(days=before), settings, store)
    assert await steps(person) == expected
    assert await titles(person) == [], "it ended: nothing is said any more"


async def test_it_says_which_paper_and_until_when(person: User, settings: Settings, store: BlobStore) -> None:
    clock.advance(timedelta())
    node = await paper(person, store, today() + timedelta(days=100), name="Carte d'Inès.pdf")
    await on(today() + timedelta(days=10), settings, store)
    [line] = (await inbox.page(person.id)).lines
    assert line.title == "Un papier arrive à sa fin"
    assert line.body.startswith("« Carte d'Inès » n'est plus valable après le ")
    assert (line.route, dict(line.values)) == ("files:paper", {"node": str(node.id)})
    await Node.filter(id=node.id).update(name="Renommée.pdf")
    assert (await bodies(person))[0].startswith("« Renommée"), "as it is called now"


async def test_a_step_already_past_when_the_date_is_typed_never_comes(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await paper(person, store, today() + timedelta(days=20))
    for days in range(1, 13):
        await on(today() + DAY, settings, store)
        assert await steps(person) == [], days
    await on(today() + DAY, settings, store)
    assert await steps(person) == ["7"]


async def test_a_date_changed_and_changed_back_says_nothing_twice(
    person: User, settings: Settings, store: BlobStore
) -> None:
    ends = today() + timedelta(days=100)
    node = await paper(person, store, ends)
    await on(ends - timedelta(days=90), settings, store)
    assert len(await titles(person)) == 1
    await classify(node, "piece-identite", ends + timedelta(days=400), read=said(node), by=person)
    assert await titles(person) == [], "what was said holds no more"
    await classify(node, "piece-identite", ends, read=said(node), by=person)
    await on(ends - timedelta(days=89), settings, store)
    assert await steps(person) == ["90"]
    await on(ends - timedelta(days=30), settings, store)
    assert await steps(person) == ["90", "30"]


async def test_after_a_stop_only_the_most_pressing_step_is_said(
    person: User, settings: Settings, store: BlobStore
) -> None:
    start = today()
    await on(start + DAY, settings, store)
    await paper(person, store, start + timedelta(days=93))
    # Nobody works for a month: the 90 comes and goes, the 30 does not yet.
    await on(start + timedelta(days=65), settings, store)
    assert await steps(person) == ["30"]
    assert await Notice.filter(why=NoticeEnd.SKIPPED).count() == 0, "the 90 is older than what is caught up"
    await paper(person, store, start + timedelta(days=65 + 37), name="Autre.pdf")
    await on(start + timedelta(days=65 + 31), settings, store)
    skipped = await Notice.filter(why=NoticeEnd.SKIPPED)
    assert [row.step.partition("/")[2] for row in skipped] == ["30"]
    assert (await steps(person))[1:] == ["7"], "the former paper ended meanwhile"


async def test_a_paper_in_the_trash_is_said_no_more_and_again_once_back(
    person: User, settings: Settings, store: BlobStore
) -> None:
    node = await paper(person, store, today() + timedelta(days=95))
    await on(today() + timedelta(days=5), settings, store)
    assert await inbox.unread(person.id) == 1
    await node.discard(by=person, days=30)
    assert (await inbox.unread(person.id), await titles(person)) == (0, [])
    node = await Node.get(id=node.id)
    await restore(await Discard.get(id=node.discard_row_id), by=person)
    assert (await inbox.unread(person.id), len(await titles(person))) == (1, 1)
    await on(today() + DAY, settings, store)
    assert await steps(person) == ["90"], "not a second time"


async def test_a_paper_that_came_back_from_the_trash_leaves_and_one_of_another_box_does_not(
    person: User, stranger: User, settings: Settings, store: BlobStore
) -> None:
    """Between what was planned and what leaves. No gesture moves a paper to another box: the row is written."""
    at(open_day(), 10)
    await contact(settings, person, Channel.MAIL)
    for name in ("Revient.pdf", "Ailleurs.pdf"):
        await ends_soon(person, store, name, urgency=Urgency.DATED)
    await due(settings, store)
    back, away = [await Node.get(name=name) for name in ("Revient.pdf", "Ailleurs.pdf")]
    await back.discard(by=person, days=30)
    await restore(await Discard.get(id=(await Node.get(id=back.id)).discard_row_id), by=person)
    await Node.filter(id=away.id).update(space_id=(await Space.get(owner_id=stranger.id)).id)
    [one] = await leaving(settings, Channel.MAIL)
    assert isinstance(one, Envelope)
    assert [line.body.split(" n'est")[0] for line in one.lines] == ["« Revient »"]
    assert await titles(stranger) == [], "nor to whom it would be now, before a day is gone through"


async def test_nobody_else_is_told_nor_who_is_leaving_nor_a_group(
    person: User, stranger: User, settings: Settings, store: BlobStore
) -> None:
    for who in (person, stranger):
        await paper(who, store, today() + timedelta(days=95))
    await User.filter(id=person.id).update(role=AccountRole.GROUP)
    await User.filter(id=stranger.id).update(closing_at=clock.now() + timedelta(days=30))
    await on(today() + timedelta(days=5), settings, store)
    assert await Notice.all().count() == 0


CADENCES = st.lists(
    st.tuples(st.integers(1, 60), st.lists(st.sampled_from([180, 120, 90, 60, 30, 14, 7, 1]), unique=True, max_size=4)),
    min_size=2,
    max_size=5,
)


@given(changes=CADENCES)
@profile(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_another_cadence_says_nothing_again_and_nothing_that_is_past(
    settings: Settings, changes: list[tuple[int, list[int]]]
) -> None:
    """A new version has other steps: what was said stays said, and a step whose day is over never comes."""
    asyncio.run(_cadences(settings, changes))


async def _cadences(settings: Settings, changes: list[tuple[int, list[int]]]) -> None:
    clock.reset()
    async with opened(settings):
        await Sweep.all().delete()  # of the former example
        person, store = await User.get(id=await somebody()), MemoryStore()
        at(today() + DAY, 5)
        ends = today() + timedelta(days=200)
        await paper(person, store, ends, "piece-identite")
        await planning.sweep_due(settings, store, (PaperValidity(),))
        came: set[int] = set()
        for days, cadence in changes:
            with patch.dict(validity_steps.STEPS, {"piece-identite": tuple(sorted(cadence, reverse=True))}):
                for _ in range(0, days, step := max(1, days // 3)):
                    before = today()
                    clock.advance(step * DAY)
                    await planning.sweep_due(settings, store, (PaperValidity(),))
                    came |= {each for each in cadence if before < ends - each * DAY <= today() <= ends}
        rows = await Notice.filter(recipient_id=person.id).order_by("id")
        told = [int(row.step.partition("/")[2]) for row in rows]
        assert len(told) == len(set(told)), "never twice"
        assert set(told) == came, "each whose day came while it was a step, and no other"
    clock.reset()


async def test_the_twenty_ninth_of_february_and_the_end_of_time(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await paper(person, store, date(2028, 2, 29), name="Bissextile.pdf")
    await paper(person, store, date(9999, 12, 31), name="Toujours.pdf")
    await paper(person, store, today() - DAY, name="Hier.pdf")
    await paper(person, store, today(), name="Ce jour.pdf")
    await paper(person, store, today() + DAY, name="Demain.pdf")
    await paper(person, store, date(1900, 1, 1), name="Jadis.pdf")
    await on(date(2027, 11, 30), settings, store)
    await on(date(2027, 12, 1), settings, store)
    await on(date(2028, 1, 30), settings, store)
    await on(date(2028, 2, 22), settings, store)
    assert await steps(person) == ["90", "30", "7"]

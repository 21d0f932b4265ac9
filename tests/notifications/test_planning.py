"""A day is gone through once, whoever works, whoever dies."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from boite import clock
from boite.accounts.models import User
from boite.agenda import moves, reminders
from boite.boxes import erasing
from boite.clock import today
from boite.database.connection import fetch
from boite.journal.catalogue import catalogue
from boite.journal.subject import SubjectKind
from boite.notifications import (
    account_closing,
    account_idle,
    box_filling,
    correction_waits,
    cv_old,
    decisions_wait,
    deposit_left,
    event_eve,
    event_opinion,
    event_soon,
    inbox,
    links_dead,
    paper_validity,
    planning,
    structure_changed,
    words,
)
from boite.notifications.checks_due import ResourceCheck, SheetCheck
from boite.notifications.kinds import KINDS, OF_ENTRY
from boite.notifications.models import Notice, Preference, Sweep
from boite.notifications.reminders import BY_DAY, REMINDERS
from boite.settings import Settings
from storage.store import BlobStore
from tests.database.statements import statements
from tests.databases import ENGINE
from tests.notifications.telling import MORNING, on, paper

SOON = timedelta(days=5)


@pytest.fixture
async def due(person: User, store: BlobStore) -> User:
    """Somebody whose paper is told in five days."""
    await paper(person, store, today() + timedelta(days=95))
    return person


async def test_a_day_is_gone_through_once(due: User, settings: Settings, store: BlobStore) -> None:
    assert await on(today() + SOON, settings, store) == 1
    assert await planning.sweep_due(settings, store) == 0
    assert await Sweep.filter(done_at__not_isnull=True).count() == sum(each.hour <= MORNING for each in BY_DAY)


async def test_nobody_is_told_in_the_middle_of_the_night(due: User, settings: Settings, store: BlobStore) -> None:
    await on(today() + SOON - timedelta(days=1), settings, store)
    clock.advance(timedelta(hours=23))
    assert await planning.sweep_due(settings, store) == 0
    clock.advance(timedelta(hours=1))
    assert await planning.sweep_due(settings, store) == 1


async def test_a_day_asks_as_much_whatever_there_is_to_say(person: User, settings: Settings, store: BlobStore) -> None:
    """Of one paper or of twelve: no question for each. The kinds that every day has."""
    daily = [each for each in BY_DAY if each.kind.code in ("paper.validity", "cv.old", "box.filling", "account.idle")]
    await on(today(), settings, store)
    asked: list[int] = []
    for papers in (1, 12):
        for _ in range(papers):
            await paper(person, store, today() + timedelta(days=91))
        clock.advance(timedelta(days=1))
        with statements() as seen:
            assert await planning.sweep_due(settings, store, daily) == papers
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert all(each.seconds is not None and each.seconds > 0 for each in await Sweep.filter(day=today()))


async def test_several_workers_say_it_once(due: User, settings: Settings, store: BlobStore) -> None:
    await on(today() + SOON - timedelta(days=1), settings, store)
    clock.advance(timedelta(days=1))
    told = await asyncio.gather(*(planning.sweep_due(settings, store) for _ in range(4)))
    assert sum(told) == 1
    assert await Notice.all().count() == 1


async def test_a_worker_that_died_is_taken_over_and_nothing_is_said_twice(
    due: User, settings: Settings, store: BlobStore
) -> None:
    await on(today() + SOON, settings, store)
    await Sweep.all().update(done_at=None)
    assert await planning.sweep_due(settings, store) == 0, "somebody may still be at it"
    clock.advance(planning.LEASE + timedelta(seconds=1))
    assert await planning.sweep_due(settings, store) == 0
    assert await Sweep.filter(done_at=None).count() == 0
    assert await Notice.all().count() == 1


async def test_an_erased_account_leaves_nothing(due: User, settings: Settings, store: BlobStore) -> None:
    await on(today() + SOON, settings, store)
    await Preference.create(user_id=due.id, kind="paper.validity", wanted=False)
    await erasing.erase(due, store)
    assert (await Notice.all().count(), await Preference.all().count()) == (0, 0)


async def test_notices_are_forgotten(due: User, settings: Settings, store: BlobStore) -> None:
    await on(today() + SOON, settings, store)
    clock.advance(timedelta(days=183))
    assert await planning.forget(settings, store) == 0
    await Notice.all().update(read_at=clock.now())
    assert await planning.forget(settings, store) == 1


@pytest.mark.skipif(ENGINE != "sqlite", reason="SQLite tells its plan before there are rows; PostgreSQL weighs them")
@pytest.mark.parametrize(
    ("query", "values", "index"),
    [
        (paper_validity.CANDIDATES, ("2027-01-01", "2027-02-01", "2027-01-01", "0"), "files_node_validity"),
        (box_filling.FILLING, ("0",), "files_space_filling"),
        (deposit_left.LEFT, ("2027", "2027", "2027", "0"), "files_upload_expiry"),
        (correction_waits.WAITING, ("2027", "2027", "2027", "0", "0"), "directory_suggestion_decided"),
        (reminders.DUE.format(limit=9, whose=""), ("2027",), "agenda_registration_reminder"),
        (inbox.UNREAD, ("0", "2027", "0", "0", "2027"), "notifications_notice_unread"),
        (inbox.UNREAD, ("0", "2027", "0", "0", "2027"), "journal_entry_unseen"),
        (account_idle.IDLE, ("2027-01-01", "2027-01-01", "0"), "account_user_seen"),
        (account_closing.CLOSING, ("2027", "2028", "2027", "0"), "account_user_closing"),
        (moves.DUE, ("2027",), "agenda_registration_moved"),
        (event_soon.SOON, ("2027", "2027"), "agenda_event_begins"),
        (event_opinion.CAME, ("2027", "2027", "2027", "0"), "agenda_event_ends"),
        (event_eve.EVE, ("2027", "2027"), "agenda_event_begins"),
        (cv_old.OLD, ("2027", "2027", "2027", "0"), "files_version_created"),
        (structure_changed.CHANGED, ("2027", "2027", "2027", "2027"), "directory_ending_since"),
        (structure_changed.CHANGED, ("2027", "2027", "2027", "2027"), "directory_point_moved"),
        (structure_changed.GOING, ("2027", "0", "0"), "agenda_event_begins"),
        (SheetCheck.keepers(), ("2027", "2027"), "directory_structure_check"),
        (SheetCheck.coordination(), ("2027", "2027"), "directory_structure_check"),
        (ResourceCheck.keepers(), ("2027", "2027"), "library_resource_check"),
        (ResourceCheck.coordination(), ("2027", "2027"), "library_resource_check"),
        (decisions_wait.WAITING, (), "news_article_changed"),
        (decisions_wait.WAITING, (), "directory_suggestion_decided"),
        (links_dead.WHO, (), "library_link_watch_dead"),
    ],
)
async def test_candidates_and_counts_are_found_by_an_index(
    person: User, query: str, values: tuple[str, ...], index: str
) -> None:
    plan = await fetch(f"EXPLAIN QUERY PLAN {query}", *values)
    assert any(index in row["detail"] for row in plan), plan
    scans = {row["detail"] for row in plan if row["detail"].startswith("SCAN") and "INDEX" not in row["detail"]}
    assert scans <= {"SCAN waiting"}, "what was found, counted"


def test_each_line_of_the_journal_names_its_audience_and_what_is_told_is_a_kind_of_message() -> None:
    for code, kind in catalogue().items():
        assert kind.audience, code
        assert kind.told == (code in OF_ENTRY), code
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    said_by_a_day = {reminder.kind for reminder in REMINDERS}
    assert {kind for kind in KINDS if not kind.entries} <= said_by_a_day <= set(KINDS)
    assert SubjectKind.EVENT in {kind.subject_kind for kind in catalogue().values()}


def test_what_is_said_outside_names_nobody_and_nothing() -> None:
    for kind in KINDS:
        assert len(kind.outside) <= words.OUTSIDE
        assert "%" not in kind.outside
    for said in vars(words).values():
        if isinstance(said, words.ReminderWords):
            assert len(said.action) <= words.ACTION
            assert len(said.body) <= words.BODY
            assert len(said.title) <= words.TITLE

"""Messages that come by themselves, on a real server: the test is another process, over the same database."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from signal import SIGTERM

import pytest

from boite.accounts import sessions
from boite.accounts.models import Session, User
from boite.agenda import journal_kinds as kinds
from boite.agenda import registration
from boite.agenda.models import Registration
from boite.boxes import erasing
from boite.clock import now
from boite.database.connection import opened, transaction
from boite.journal.record import tell
from boite.notifications import inbox, preferences
from boite.notifications.kinds_for_people import EVENT_NEWS
from boite.settings import Settings
from storage import open_store
from tests import postgresql
from tests.agenda.events import make_coordinator, make_event
from tests.databases import ENGINE, Template
from tests.live import Server, work_once
from tests.notifications.live_lines import FINISHED, line
from tests.people import open_account


@pytest.fixture(scope="module")
def served(database_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all of these tests; it does no chore."""
    wanted = Settings(
        data=tmp_path_factory.mktemp("live"), secret="the-secret-of-the-tests", environment="dev", chores=False
    )
    with database_template.copy(replace(wanted, log_level="INFO")) as ready:
        server = Server(ready)
        server.start()
        yield server
        server.kill()


async def told(server: Server, person: User, title: str = "Atelier") -> None:
    """Somebody else does what concerns this person, in this process."""
    async with opened(server.settings):
        await tell(kinds.TakenOff(title=title, slug=title.lower()), to=[person.id], by=None)


async def test_one_who_is_told_hears_it_and_nobody_else(served: Server) -> None:
    ines, marc = await served.person("Inès"), await served.person("Marc")
    mine, his = await served.session(ines), await served.session(marc)
    async with line(served.url, mine) as here, line(served.url, his) as there:
        assert "text/event-stream" in here.head
        assert "x-accel-buffering: no" in here.head
        first = await here.heard()
        await there.heard()
        await told(served, ines)
        second = await here.heard()
        assert second != first
        assert await there.says_nothing()
        async with opened(served.settings):
            [message] = (await inbox.page(ines.id)).lines
            await inbox.read(ines.id, [message.mark])
        assert await here.heard() not in {second, None}  # read on another device: the number goes
        async with opened(served.settings):
            await preferences.want(ines.id, EVENT_NEWS, False)
        assert await here.heard()
    async with line(served.url, mine, mark=str(first)) as again:
        last = await again.heard()  # what came while nobody held the line
    async with line(served.url, mine, mark=str(last)) as same:
        assert await same.says_nothing()


async def test_one_is_told_what_a_worker_finds_in_another_process(served: Server) -> None:
    async with opened(served.settings):
        ines = await open_account(served.settings, "Inès")
        nadia = await make_coordinator(partial(open_account, served.settings))
        event = await make_event(nadia, begins_in=timedelta(days=1), title="Atelier CV")
        await registration.register(event, ines)
        await Registration.filter(user_id=ines.id).update(reminder_due=now() - timedelta(minutes=1))
    async with line(served.url, await served.session(ines)) as here:
        await here.heard()
        work = asyncio.create_task(asyncio.to_thread(work_once, served.settings))
        assert await here.heard(within=30)
        assert await work == 0


async def test_a_line_ends_with_its_session_and_only_that(served: Server) -> None:
    ines = await served.person("Inès")
    left, kept = await served.session(ines), await served.session(ines)
    async with line(served.url, left) as one, line(served.url, left) as two, line(served.url, kept) as other:
        for each in (one, two, other):
            await each.heard()
        async with opened(served.settings):
            await sessions.end(await Session.get(token_digest=sessions.digest(left)).prefetch_related("user"))
        assert await one.heard() == FINISHED
        assert await one.heard() is None
        assert await two.heard() == FINISHED
        assert await other.says_nothing()
        async with opened(served.settings):
            store = open_store(served.settings.storage_url)
            await erasing.erase(ines, store)
            await store.close()
        assert await other.heard() == FINISHED
    async with line(served.url, left) as refused:
        assert refused.status == 401


async def test_a_shared_computer_is_left_by_nobody_s_gesture(served: Server) -> None:
    ines = await served.person("Inès")
    token = await served.session(ines, shared=True)
    async with opened(served.settings):
        its = Session.filter(token_digest=sessions.digest(token))
        ends = now() + timedelta(seconds=1.5)
        await its.update(expires_at=ends, seen_at=now() - timedelta(minutes=9))
        async with line(served.url, token) as here:
            await here.heard()
            assert await here.heard() == FINISHED
        assert now() >= ends
        [session] = await its
        assert session.expires_at == ends  # a line, and what it asks for, prolongs nothing


async def test_one_more_line_than_a_session_has_ends_the_oldest(served: Server) -> None:
    token = await served.session(await served.person("Inès"))
    async with line(served.url, token) as first, line(served.url, token), line(served.url, token):
        await first.heard()
        async with line(served.url, token) as fourth, line(served.url, token) as fifth:
            assert await first.heard() is None  # the browser may come back: it is not told to stay away
            assert await fourth.heard()
            assert await fifth.heard()


@pytest.mark.skipif(ENGINE != "postgres", reason="SQLite has no line of its own")
async def test_a_line_to_the_database_that_is_cut_comes_back(served: Server) -> None:
    ines = await served.person("Inès")
    async with line(served.url, await served.session(ines)) as here:
        await here.heard()
        await told(served, ines)
        assert await here.heard()
        name = served.settings.database.rpartition("/")[2].partition("?")[0]
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = "
        await asyncio.to_thread(postgresql.run, f"{cut}'{name}'")
        await told(served, ines, "Forum")  # while nobody listens: heard after the line is back
        assert await here.heard(within=5)
        await told(served, ines, "Visite")
        assert await here.heard(within=2)


@pytest.mark.skipif(ENGINE != "postgres", reason="SQLite tells nobody: its count of commits moves")
async def test_what_is_undone_tells_nobody(served: Server) -> None:
    ines = await served.person("Inès")
    async with line(served.url, await served.session(ines)) as here:
        await here.heard()
        async with opened(served.settings):
            with suppress(ZeroDivisionError):
                async with transaction():
                    await tell(kinds.TakenOff(title="Atelier", slug="a"), to=[ines.id], by=None)
                    raise ZeroDivisionError
        assert await here.says_nothing()


async def test_a_stop_ends_every_line_and_says_nothing_of_each(served: Server, tmp_path: Path) -> None:
    server = Server(replace(served.settings, live_lines=41))
    server.log = tmp_path / "server.log"
    server.start()
    tokens = [await server.session(await server.person("Inès")) for _ in range(41)]
    lines = [line(server.url, token) for token in tokens]
    opened_ = [await each.__aenter__() for each in lines]
    async with line(server.url, tokens[0]) as refused:
        assert refused.status == 503
    begun = asyncio.get_running_loop().time()
    assert await asyncio.to_thread(server.stop) == -SIGTERM
    assert asyncio.get_running_loop().time() - begun < 5
    for each in opened_:
        while await each.heard(within=1) is not None:
            pass
    for held in lines:
        await held.__aexit__(None, None, None)
    said = server.log.read_text()
    assert "ASGI" not in said
    assert len(said.splitlines()) < 20

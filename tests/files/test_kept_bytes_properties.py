"""Random sequences of deposits, backups, restores, repairs, chores and days: no byte leaves before its time."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from boite import clock
from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import execute, fetch, on_sqlite, opened, transaction
from boite.errors import NotFound
from boite.files import expiry, fsck, orphan_bytes, store_identity, uploads
from boite.files.deposit import open_space, root_of
from boite.files.models import Blob, Discard, Node, Upload
from boite.files.trash import purge
from boite.files.uploads import UploadRequest
from boite.settings import Settings
from storage.disk import DiskStore
from storage.keys import new_key
from storage.store import Kind
from tests.files.boxes import chunks

T = TypeVar("T")
TABLES = ("files_store", "files_space", "files_blob", "files_preview", "files_discard", "files_node", "files_version")
ALL = (*TABLES, "files_upload")
CONTENT = b"abcdef"
CHORES = (expiry.erase_blobs, expiry.expire_uploads, expiry.sweep_orphan_uploads, orphan_bytes.tend)


class Service(RuleBasedStateMachine):
    """One service. The model: each deposit ever answered for, those purged, and since when the base forgot the rest."""

    given: Settings

    def __init__(self) -> None:
        super().__init__()
        clock.reset()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.store = DiskStore(Path(self.folder.name), durable=False)
        self.connections = opened(self.given)
        self.run(self.connections.__aenter__())
        self.deposits: set[str] = set()
        self.purged: set[str] = set()
        self.forgotten: dict[str, datetime] = {}
        self.backups = 0
        self.run(self._begin())
        self.deposit(3)

    async def _begin(self) -> None:
        for table in reversed(ALL):
            await execute(f"DELETE FROM {table}")
        self.user = await User.create(handle=uuid4().hex, secret_hash="-")
        async with transaction():
            self.space = await open_space(self.user.id, 10_000_000)
        await store_identity.recognise(self.given, self.store)

    def run(self, work: Awaitable[T]) -> T:
        async def waited() -> T:
            return await work

        return self.loop.run_until_complete(waited())

    def teardown(self) -> None:
        clock.reset()
        try:
            self.run(self._drop())
        finally:
            self.run(self.store.close())
            self.run(self.connections.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()

    async def _drop(self) -> None:
        for number in range(self.backups):
            for table in ALL:
                await execute(f"DROP TABLE kept{number}_{table}")

    @rule(number=st.integers(1, 4))
    def deposit_some(self, number: int) -> None:
        self.deposit(number)

    def deposit(self, number: int) -> None:
        async def work() -> None:
            root = await root_of(self.space.id)
            await root.fetch_related("space")
            for _ in range(number):
                wish = UploadRequest(name=f"{new_key()}.txt", size=len(CONTENT))
                made = await uploads.deposit(root, wish, CONTENT, self.store, by=self.user.id, days=7)
                self.deposits.add(made.blob_key)

        self.run(work())

    @rule()
    def begin(self) -> None:
        """A deposit in pieces: half of it is received."""

        async def work() -> None:
            root = await root_of(self.space.id)
            wish = UploadRequest(name=f"{new_key()}.txt", size=len(CONTENT))
            made = await uploads.declare(root, wish, self.store, by=self.user.id, days=7)
            await uploads.receive(made, 0, chunks(CONTENT[:3]), self.store, by=self.user.id, days=7)

        self.run(work())

    @rule()
    def finish(self) -> None:
        """The first deposit that waits for its end, as its sender goes on with it: from where the store says."""

        async def work() -> None:
            upload = await Upload.filter(completed_at=None, expires_at__gt=now()).order_by("created_at").first()
            if upload is None:
                return
            at = await uploads.offset(upload, self.store, by=self.user.id)
            if at < upload.size:
                rest = chunks(CONTENT[at:])
                at = await uploads.receive(upload, at, rest, self.store, by=self.user.id, days=7)
            if at == upload.size:
                self.deposits.add(upload.blob_key)

        self.run(work())

    @rule()
    def leave_the_trace_of_a_crash(self) -> None:
        async def work() -> None:
            await self.store.put(key := new_key(), chunks(CONTENT))
            await self.store.create(new_key())
            self.deposits.add(key)
            self.forgotten[key] = now()

        self.run(work())

    @rule(choice=st.integers(0, 1000))
    def purge(self, choice: int) -> None:
        """Somebody discards a paper, and empties their trash."""

        async def work() -> None:
            papers = await Node.filter(kind="file", discard_row_id=None).order_by("id")
            if not papers:
                return
            paper = papers[choice % len(papers)]
            keys = {
                row["blob_id"] for row in await fetch("SELECT blob_id FROM files_version WHERE node_id = ?", paper.id)
            }
            await paper.discard(by=self.user, days=30)
            with suppress(NotFound):
                await purge(await Discard.get(node_id=paper.id), by=self.user)
            self.purged |= keys

        self.run(work())

    @precondition(lambda self: self.backups < 3)
    @rule()
    def back_up(self) -> None:
        async def work() -> None:
            for table in ALL:
                await execute(f"CREATE TABLE kept{self.backups}_{table} AS SELECT * FROM {table}")
            self.backups += 1

        self.run(work())

    @precondition(lambda self: self.backups)
    @rule(choice=st.integers(0, 2))
    def restore(self, choice: int) -> None:
        async def work() -> None:
            number = choice % self.backups
            if on_sqlite():
                await execute("PRAGMA foreign_keys = OFF")
            async with transaction():
                if not on_sqlite():
                    await execute("SET LOCAL session_replication_role = replica")
                for table in ALL:
                    await execute(f"DELETE FROM {table}")
                    await execute(f"INSERT INTO {table} SELECT * FROM kept{number}_{table}")
            if on_sqlite():
                await execute("PRAGMA foreign_keys = ON")
            known = await self._known()
            for key in self.deposits:
                if key in known:
                    self.forgotten.pop(key, None)
                else:
                    self.forgotten.setdefault(key, now())

        self.run(work())

    async def _known(self) -> set[str]:
        rows = await fetch("SELECT blob_id AS key FROM files_version")
        rows += await fetch("SELECT blob_key AS key FROM files_upload")
        return {row["key"] for row in rows}

    @rule(up_to=st.sampled_from([0, 1000, 1000]))
    def repair(self, up_to: int) -> None:
        self.run(fsck.check(self.given, self.store, repair=True, up_to=up_to, grace=0))

    @rule()
    def put_everything_back(self) -> None:
        self.run(fsck.put_everything_back(self.store))

    @rule(hours=st.sampled_from([2, 24, 8 * 24, 16 * 24, 29 * 24]))
    def wait(self, hours: int) -> None:
        """The chores do what they are owed then."""
        clock.advance(timedelta(hours=hours))
        for chore in CHORES:
            self.run(chore(self.given, self.store))

    @rule(chore=st.sampled_from(CHORES))
    def chore(self, chore: Any) -> None:
        self.run(chore(self.given, self.store))

    @rule()
    def adopt_the_identity_again(self) -> None:
        self.run(store_identity.recognise(self.given, self.store))

    @invariant()
    def no_deposit_has_left_before_its_time(self) -> None:
        async def work() -> None:
            here = {key async for key in self.store.keys()}  # noqa: SIM118 - a store is no mapping
            aside = {thing.name async for thing in self.store.aside() if thing.kind is Kind.BLOB}
            early = now() - timedelta(days=30)
            for key in self.deposits - here - aside - self.purged:
                assert self.forgotten.get(key, now()) < early, f"{key} has left"
            for blob in await Blob.filter(erase_due=None):
                assert blob.key in here | aside | self.purged

        self.run(work())


@pytest.mark.timeout(600)
def test_no_byte_leaves_before_its_time(settings: Settings) -> None:
    Service.given = settings
    steps = profile(max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Service, settings=steps)

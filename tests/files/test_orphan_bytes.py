"""Bytes that the base does not know: left where they are many, set aside for thirty days, put back when it knows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from boite import clock
from boite.accounts.models import User
from boite.clock import now, today
from boite.commands import fsck as command
from boite.database.connection import opened
from boite.files import fsck, orphan_bytes, uploads
from boite.files.comparing import StoreReport
from boite.files.erasure_promises import promise
from boite.files.expiry import erase_blobs, expire_uploads, sweep_orphan_uploads
from boite.files.models import Blob, Upload
from boite.files.store_identity import own_store
from boite.files.uploads import UploadRequest
from boite.settings import Settings
from boite.worker import run_all
from storage import open_store
from storage.keys import new_key
from storage.store import Aside, BlobStore, Kind
from tests.backups import Backup
from tests.databases import Template
from tests.files.boxes import box_of, chunks, deposit
from tests.people import open_account

pytestmark = pytest.mark.anyio
OLD, NEW = 4, 3
"""Papers deposited before the backup, and since."""


async def papers(settings: Settings, number: int, *, first_name: str = "Inès") -> list[str]:
    """Deposit so many papers more. Gives their keys, and stops the service."""
    async with own_store(settings) as store:
        person = await User.get_or_none(first_name=first_name) or await open_account(settings, first_name)
        root = await box_of(person)
        made = [await deposit(root, f"{new_key()}.txt", b"abc", store, person) for _ in range(number)]
    return [str(node.blob_id) for node in made]


async def check(settings: Settings, *, repair: bool = False, up_to: int = 0) -> StoreReport:
    async with own_store(settings) as store:
        return await fsck.check(settings, store, repair=repair, up_to=up_to, grace=0)


async def chores(settings: Settings) -> None:
    async with own_store(settings) as store:
        for _ in range(2):
            await run_all(settings, store)


async def where(settings: Settings) -> tuple[set[str], set[str]]:
    """The keys at their place, and aside."""
    store = open_store(settings.storage_url)
    here = {key async for key in store.keys()}  # noqa: SIM118 - a store is no mapping
    aside = {thing.name async for thing in store.aside()}
    await store.close()
    return here, aside


@pytest.fixture
async def since(settings: Settings) -> tuple[set[str], set[str], Backup, Backup]:
    """A base put back as it was before the last deposits. The old papers, the new ones, both bases."""
    old = set(await papers(settings, OLD))
    backup = await Backup.of(settings)
    new = set(await papers(settings, NEW))
    newest = await Backup.of(settings)
    await backup.restore()
    return old, new, backup, newest


class TestRestoredBase:
    async def test_a_look_and_the_chores_touch_nothing(
        self, settings: Settings, since: tuple[set[str], set[str], Backup, Backup]
    ) -> None:
        old, new, *_ = since
        report = await check(settings)
        assert (set(report.orphans), report.suspect, report.repaired) == (new, True, False)
        await chores(settings)
        clock.advance(timedelta(days=60))
        await chores(settings)
        assert await where(settings) == (old | new, set())

    async def test_a_repair_refuses_until_somebody_has_looked(
        self,
        settings: Settings,
        since: tuple[set[str], set[str], Backup, Backup],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        old, new, *_ = since
        for up_to in (0, NEW - 1):
            assert not (await check(settings, repair=True, up_to=up_to)).repaired
            assert await where(settings) == (old | new, set())
        options = command.parser().parse_args(["--repair"])
        monkeypatch.setattr("boite.files.fsck.GRACE", 0)
        assert await command.inspect(settings, options) == command.REFUSED
        assert f"--repair --up-to {NEW}" in capsys.readouterr().out
        assert (await check(settings, repair=True, up_to=NEW)).repaired
        assert await where(settings) == (old, new)

    async def test_what_went_aside_comes_back_with_the_right_base(
        self, settings: Settings, since: tuple[set[str], set[str], Backup, Backup]
    ) -> None:
        old, new, _, newest = since
        await check(settings, repair=True, up_to=NEW)
        await newest.restore()
        seen = await check(settings)
        assert ({thing.name for thing in seen.returning}, seen.damage) == (new, [])
        assert (await check(settings, repair=True)).repaired
        assert await where(settings) == (old | new, set())
        assert (await check(settings)).clean

    async def test_the_chore_puts_back_what_the_base_knows_again(
        self, settings: Settings, since: tuple[set[str], set[str], Backup, Backup]
    ) -> None:
        """Even after the thirty days: nobody had started anything meanwhile."""
        old, new, _, newest = since
        await check(settings, repair=True, up_to=NEW)
        await newest.restore()
        clock.advance(timedelta(days=300))
        await chores(settings)
        assert await where(settings) == (old | new, set())

    async def test_a_paper_read_meanwhile_is_good_again(
        self, settings: Settings, since: tuple[set[str], set[str], Backup, Backup]
    ) -> None:
        _, new, _, newest = since
        await check(settings, repair=True, up_to=NEW)
        await newest.restore()
        async with opened(settings):
            await Blob.filter(key__in=list(new)).update(damaged_at=now())
        await check(settings, repair=True)
        async with opened(settings):
            assert not await Blob.exists(damaged_at__not_isnull=True)

    async def test_everything_can_be_put_back_by_hand(
        self,
        settings: Settings,
        since: tuple[set[str], set[str], Backup, Backup],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        old, new, *_ = since
        await check(settings, repair=True, up_to=NEW)
        monkeypatch.setattr("boite.files.fsck.GRACE", 0)
        await command.inspect(settings, command.parser().parse_args(["--put-back"]))
        assert f"Octets remis à leur place : {NEW}." in capsys.readouterr().out
        assert await where(settings) == (old | new, set())

    async def test_after_thirty_days_and_not_before_they_go(
        self, settings: Settings, since: tuple[set[str], set[str], Backup, Backup]
    ) -> None:
        old, new, *_ = since
        await check(settings, repair=True, up_to=NEW)
        clock.advance(timedelta(days=30))
        await chores(settings)
        assert await where(settings) == (old, new)
        clock.advance(timedelta(days=1))
        await chores(settings)
        assert await where(settings) == (old, set())

    @pytest.fixture(autouse=True)
    async def forgotten(self, since: tuple[set[str], set[str], Backup, Backup]) -> AsyncIterator[None]:
        yield
        for backup in since[2:]:
            await backup.forget()


async def test_a_deposit_under_way_at_the_backup_is_finished_by_the_chore(settings: Settings) -> None:
    """The base put back says that it never ended; its bytes, sealed since, are somebody's paper."""
    async with own_store(settings) as store:
        person = await open_account(settings, "Inès")
        root = await box_of(person)
        upload = await uploads.declare(root, UploadRequest(name="a.txt", size=6), store, by=person.id, days=7)
        await uploads.receive(upload, 0, chunks(b"abc"), store, by=person.id, days=7)
    backup = await Backup.of(settings)
    async with own_store(settings) as store:
        await uploads.receive(await Upload.get(id=upload.id), 3, chunks(b"def"), store, by=person.id, days=7)
    await backup.restore()
    clock.advance(timedelta(days=8))
    await chores(settings)
    async with own_store(settings) as store:
        assert (await Blob.get(key=upload.blob_key)).size == 6
        assert (await fsck.check(settings, store, deep=True, grace=0)).clean
    await backup.forget()


async def test_a_small_deposit_under_way_at_the_backup_goes_aside(settings: Settings) -> None:
    """The base put back says that these bytes were to be erased unless a paper took them: one did since."""
    (kept, *_) = await papers(settings, 3)
    promised = new_key()
    async with own_store(settings) as store:
        await promise(promised)
        await store.put(promised, chunks(b"of a paper that this base does not know"))
        clock.advance(timedelta(hours=2))
        await erase_blobs(settings, store)
        assert {thing async for thing in store.aside()} == {Aside(today(), Kind.BLOB, promised)}
        assert not await Blob.exists(key=promised)
        assert await store.stat(kept) == 3


class TestWrongBase:
    @pytest.fixture
    def other(self, settings: Settings, database_template: Template, tmp_path: Path) -> Iterator[Settings]:
        with database_template.copy(replace(settings, data=tmp_path / "autre", database="")) as ready:
            yield replace(ready, storage=settings.storage_url)

    @pytest.mark.parametrize("number", [0, 5], ids=["empty", "another's"])
    async def test_whoever_insists_still_loses_nothing(self, settings: Settings, other: Settings, number: int) -> None:
        """Somebody says `--adopt` by mistake, then accepts all that is asked: everything is aside, and comes back."""
        mine = set(await papers(settings, OLD))
        async with own_store(other, adopt=True):
            pass
        theirs = set(await papers(other, number, first_name="Marc"))
        refused = await check(other, repair=True)
        assert (set(refused.orphans), refused.repaired, refused.blind) == (mine, False, number == 0)
        await chores(other)
        assert await where(settings) == (mine | theirs, set())
        await check(other, repair=True, up_to=OLD)
        assert await where(settings) == (theirs, mine)
        report = await check(settings, repair=True, up_to=number)
        assert report.repaired
        assert await where(settings) == (mine, theirs)

    async def test_a_base_that_knows_nothing_removes_nothing_whatever_the_age(
        self, settings: Settings, other: Settings
    ) -> None:
        (lost, *_) = mine = await papers(settings, OLD)
        store = open_store(settings.storage_url)
        await store.set_aside(lost, today())
        await store.close()
        async with own_store(other, adopt=True):
            pass
        clock.advance(timedelta(days=90))
        await chores(other)
        assert await where(settings) == (set(mine) - {lost}, {lost})


class TestUploads:
    async def test_those_of_a_crash_go_aside(self, person: User, store: BlobStore, settings: Settings) -> None:
        names = [new_key() for _ in range(orphan_bytes.FEW)]
        for name in names:
            await store.create(name)
        assert await sweep_orphan_uploads(settings, store) == orphan_bytes.FEW
        assert {thing async for thing in store.aside()} == {Aside(today(), Kind.UPLOAD, name) for name in names}

    async def test_too_many_are_left(self, person: User, store: BlobStore, settings: Settings) -> None:
        """The base of yesterday does not know the deposits begun today."""
        for _ in range(orphan_bytes.FEW + 1):
            await store.create(new_key())
        assert await sweep_orphan_uploads(settings, store) == 0
        assert {thing async for thing in store.aside()} == set()
        report = await fsck.check(settings, store, repair=True, grace=0)
        assert (report.suspect, report.repaired, len(report.orphan_uploads)) == (True, False, orphan_bytes.FEW + 1)
        report = await fsck.check(settings, store, repair=True, grace=0, up_to=orphan_bytes.FEW + 1)
        assert report.repaired
        assert [key async for key in store.uploads()] == []

    async def test_a_base_that_knows_nothing_touches_none(
        self, person: User, store: BlobStore, settings: Settings
    ) -> None:
        await store.put(new_key(), chunks(b"another's"))
        await store.create(new_key())
        assert await sweep_orphan_uploads(settings, store) == 0
        assert {thing async for thing in store.aside()} == set()

    async def test_one_that_ends_by_itself_leaves_nothing(
        self, person: User, store: BlobStore, settings: Settings
    ) -> None:
        upload = await uploads.declare(
            await box_of(person), UploadRequest(name="a.txt", size=9), store, by=person.id, days=settings.upload_days
        )
        await uploads.receive(upload, 0, chunks(b"abc"), store, by=person.id, days=settings.upload_days)
        clock.advance(timedelta(days=settings.upload_days, minutes=1))
        await expire_uploads(settings, store)
        await run_all(settings, store)
        assert [key async for key in store.uploads()] == []
        assert {thing async for thing in store.aside()} == set()


async def test_many_papers_lost_at_once_are_not_marked(person: User, store: BlobStore, settings: Settings) -> None:
    """Half of a store that is still being put back: its papers are not damaged, they are on their way."""
    root = await box_of(person)
    keys = [(await deposit(root, f"{n}.txt", b"abc", store, person)).blob_id for n in range(orphan_bytes.FEW + 1)]
    for key in keys:
        await store.delete(str(key))
    report = await fsck.check(settings, store, repair=True, grace=0)
    assert (len(report.missing), report.repaired) == (len(keys), False)
    assert not await Blob.exists(damaged_at__not_isnull=True)
    await fsck.check(settings, store, repair=True, grace=0, up_to=len(keys))
    assert await Blob.filter(damaged_at__not_isnull=True).count() == len(keys)


@pytest.mark.parametrize(("going", "held", "much"), [(1, 1, False), (2, 10, True), (5, 100, False), (6, 100, True)])
def test_one_in_twenty(going: int, held: int, much: bool) -> None:
    assert orphan_bytes.too_many(going, held) is much


async def test_what_a_row_knows_never_goes_aside_nor_away(person: User, store: BlobStore, settings: Settings) -> None:
    """Its row came after the look; or other bytes took its place, and what is aside cannot come back yet."""
    node = await deposit(await box_of(person), "CV.pdf", b"abc", store, person)
    key = str(node.blob_id)
    assert await orphan_bytes.set_aside([key], store, Kind.BLOB) == 0
    assert await store.stat(key) == 3
    await store.set_aside(key, today())
    await store.put(key, chunks(b"abc"))
    clock.advance(timedelta(days=orphan_bytes.DAYS + 5))
    await orphan_bytes.tend(settings, store)
    assert [thing.name async for thing in store.aside()] == [key]

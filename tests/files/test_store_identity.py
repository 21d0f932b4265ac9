"""A base and its store know each other: whatever is not theirs stops the start, and nothing is changed."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from boite.accounts.models import AccountRole
from boite.commands.work import work
from boite.database.connection import execute, fetch, opened
from boite.errors import CannotStart
from boite.files import store_identity
from boite.files.models import Blob, StoreIdentity
from boite.files.store_identity import own_store
from boite.settings import Settings
from storage import open_store
from storage.keys import new_key
from tests.backups import Backup
from tests.databases import Template
from tests.files.boxes import box_of, deposit
from tests.people import open_account

pytestmark = pytest.mark.anyio


@pytest.fixture
def other(settings: Settings, database_template: Template, tmp_path: Path) -> Iterator[Settings]:
    """Another service, on the same machine."""
    with database_template.copy(replace(settings, data=tmp_path / "autre", database="")) as ready:
        yield ready


async def of_before(settings: Settings, papers: int = 3) -> list[str]:
    """An installation that has papers and no identity, as 0.3.0 left it. The keys of its papers."""
    store = open_store(settings.storage_url)
    async with opened(settings):
        person = await open_account(settings, "Inès", AccountRole.PERSON)
        root = await box_of(person)
        made = [await deposit(root, f"{number}.txt", b"abc", store, person) for number in range(papers)]
    await store.close()
    return [str(node.blob_id) for node in made]


async def identities(settings: Settings) -> tuple[str | None, str | None]:
    """What the base says, once it has seen its store, and what the store says."""
    store = open_store(settings.storage_url)
    async with opened(settings):
        row = await StoreIdentity.get_or_none()
        assert not await Blob.exists(damaged_at__not_isnull=True)
    borne = await store.identity()
    await store.close()
    return (row.identity if row and row.seen_at else None), borne


async def start(settings: Settings, *, write: bool = True, adopt: bool = False) -> str:
    """Start and stop. Gives the identity that both have then."""
    async with own_store(settings, write=write, adopt=adopt):
        pass
    base, borne = await identities(settings)
    assert base == borne
    return base or ""


async def refused(settings: Settings, words: str) -> None:
    """Does not start, says why, and leaves both identities as they were."""
    before = await identities(settings)
    for write in (False, True):
        with pytest.raises(CannotStart, match=words):
            async with own_store(settings, write=write):
                pass
    assert await identities(settings) == before


def papers_of(settings: Settings) -> Path:
    return settings.data / "papiers"


async def test_a_first_start_gives_both_the_same_for_ever(settings: Settings) -> None:
    first = await start(settings)
    assert len(first) == 32
    assert await start(settings) == first


async def test_an_installation_of_before_is_adopted_with_its_papers(settings: Settings) -> None:
    keys = await of_before(settings)
    assert await start(settings, write=False) == ""
    assert await start(settings)
    async with own_store(settings) as store:
        assert [await store.stat(key) for key in keys] == [3, 3, 3]


async def test_an_installation_of_before_with_some_papers_lost_is_adopted(settings: Settings) -> None:
    lost, *_ = await of_before(settings)
    store = open_store(settings.storage_url)
    await store.delete(lost)
    await store.close()
    assert await start(settings)


async def test_an_installation_of_before_whose_disk_is_not_mounted(settings: Settings) -> None:
    await of_before(settings)
    papers_of(settings).rename(settings.data / "ailleurs")
    await refused(settings, "ne retrouve pas ses papiers")
    shutil.rmtree(papers_of(settings))
    (settings.data / "ailleurs").rename(papers_of(settings))
    assert await start(settings)


async def test_a_store_that_is_not_mounted(settings: Settings) -> None:
    await of_before(settings)
    first = await start(settings)
    papers_of(settings).rename(settings.data / "ailleurs")
    papers_of(settings).mkdir()
    await refused(settings, "pas monté")
    assert list(papers_of(settings).rglob("identity")) == []
    shutil.rmtree(papers_of(settings))
    (settings.data / "ailleurs").rename(papers_of(settings))
    assert await start(settings) == first


async def test_an_empty_store_does_for_nobody_who_had_one(settings: Settings) -> None:
    """Even without any paper: the first ones would go under the mount point."""
    await start(settings)
    shutil.rmtree(papers_of(settings))
    await refused(settings, "pas monté")


async def test_the_chores_compare_too(settings: Settings) -> None:
    """In a process of their own (`boite work`), on a store that is not theirs, they would erase."""
    await start(settings)
    await work(settings, once=True)
    shutil.rmtree(papers_of(settings))
    with pytest.raises(CannotStart, match="pas monté"):
        await work(settings, once=True)


async def test_the_store_of_another_base(settings: Settings, other: Settings) -> None:
    for service in (settings, other):
        await of_before(service)
        await start(service)
    wrong = replace(settings, storage=other.storage_url)
    await refused(wrong, "d'une autre base")


@pytest.mark.parametrize("claimed", [True, False])
@pytest.mark.parametrize("papers", [0, 2])
async def test_a_base_that_is_new_or_another_takes_nobody_s_store(
    settings: Settings, other: Settings, claimed: bool, papers: int
) -> None:
    await of_before(other)
    if claimed:
        await start(other)
    await of_before(settings, papers)
    await refused(replace(settings, storage=other.storage_url), "ne connaît pas ceux")


async def test_a_claimed_store_without_papers_is_still_somebody_s(settings: Settings, other: Settings) -> None:
    await start(other)
    await refused(replace(settings, storage=other.storage_url), "Rien ne prouve")


async def test_a_base_restored_from_before_takes_the_identity_of_its_store(settings: Settings) -> None:
    await of_before(settings)
    backup = await Backup.of(settings)
    first = await start(settings)
    await backup.restore()
    assert await identities(settings) == (None, first)
    assert await start(settings) == first
    await backup.forget()


async def test_papers_restored_without_their_identity_need_somebody_s_word(settings: Settings) -> None:
    await of_before(settings)
    first = await start(settings)
    (papers_of(settings) / "identity").unlink()
    await refused(settings, "fsck --adopt")
    assert await start(settings, adopt=True) == first


async def test_somebody_s_word_never_changes_a_store(settings: Settings, other: Settings) -> None:
    await of_before(settings)
    mine, theirs = await start(settings), await start(other)
    wrong = replace(settings, storage=other.storage_url)
    assert await start(wrong, adopt=True) == theirs != mine
    assert await start(other) == theirs
    await refused(settings, "d'une autre base")
    assert await start(settings, adopt=True) == mine


async def test_a_claim_cut_after_the_base_goes_on(settings: Settings, other: Settings) -> None:
    await of_before(settings)
    async with opened(settings):
        await execute("INSERT INTO files_store (id, identity) VALUES (1, ?)", promised := new_key())
    assert await start(settings) == promised


async def test_a_claim_cut_after_the_base_does_not_take_an_empty_store(settings: Settings) -> None:
    await of_before(settings)
    async with opened(settings):
        await execute("INSERT INTO files_store (id, identity) VALUES (1, ?)", new_key())
    papers_of(settings).rename(settings.data / "ailleurs")
    await refused(settings, "Rien ne prouve")


async def test_servers_that_start_together_agree(settings: Settings) -> None:
    async with opened(settings):
        stores = [open_store(settings.storage_url) for _ in range(5)]
        await asyncio.gather(*(store_identity.recognise(settings, store) for store in stores))
        assert len(await fetch("SELECT identity FROM files_store")) == 1
        for store in stores:
            await store.close()
    assert await start(settings)


async def test_an_identity_that_cannot_be_read(settings: Settings) -> None:
    await start(settings)
    (papers_of(settings) / "identity").write_text("?")
    with pytest.raises(CannotStart, match="ne peut pas être ouvert"):
        async with own_store(settings):
            pass


@pytest.mark.parametrize("address", ["ftp://ailleurs/papiers", "papiers"])
async def test_an_address_that_means_nothing(settings: Settings, address: str) -> None:
    with pytest.raises(CannotStart, match="BOITE_STORAGE"):
        async with own_store(replace(settings, storage=address)):
            pass


async def test_a_folder_that_is_a_file(settings: Settings) -> None:
    papers_of(settings).write_text("")
    with pytest.raises(CannotStart, match="ne peut pas être ouvert"):
        async with own_store(settings):
            pass

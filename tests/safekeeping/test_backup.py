"""Everything is kept while people write, purge and erase; put back elsewhere, nothing is missing."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

from boite import clock
from boite.backups import trial
from boite.backups.folder import BackupFolder
from boite.backups.kept_bytes import is_whole, listed
from boite.backups.making import make
from boite.backups.manifest import Manifest
from boite.backups.old_backups import keep_last
from boite.backups.refusals import Interrupted, NoBackup, Occupied, SpoiltBackup
from boite.backups.restoration import restore
from boite.backups.trial import try_last
from boite.clock import now
from boite.database.connection import is_sqlite, opened
from boite.database.upgrade.migration_state import server_connection
from boite.errors import CannotStart
from boite.files.comparing import look
from boite.files.erasure_hold import LASTS, ErasureHold, erasing_held, erasing_is_held
from boite.files.expiry import erase_blobs
from boite.files.models import Blob, Node, Preview
from boite.files.restored_past import let_send, sending_held_since
from boite.files.store_identity import own_store
from boite.mail.messages import Letter
from boite.mail.models import Fate, OutgoingMail
from boite.mail.outbox import post
from boite.settings import Settings
from boite.worker import run_all
from storage.errors import BlobMissing
from storage.keys import new_key
from storage.store import BlobStore
from tests.files.boxes import chunks
from tests.files.papers import erase, put
from tests.live import ROOT, environment
from tests.people import open_account
from tests.safekeeping.elsewhere import empty_place

pytestmark = pytest.mark.anyio
LONG = bytes(range(256)) * 12_000  # three blocks


def started(settings: Settings, *words: str | Path | int) -> subprocess.Popen[str]:
    """A backup in a process of its own (`tests.safekeeping.stopping`)."""
    command = [sys.executable, "-W", "error", "-m", "tests.safekeeping.stopping", *map(str, words)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment(settings), text=True, stdout=pipe, stderr=pipe)


@contextmanager
def paused(settings: Settings, folder: Path, function: str) -> Iterator[None]:
    """Inside, a backup is stopped as it enters this function; then it comes to its end."""
    process = started(settings, "pause", folder, function)
    _, status = os.waitpid(process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status), process.communicate()
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said


async def preview_of(node: Node, store: BlobStore) -> str:
    """A picture of a paper, as the service keeps it."""
    key = new_key()

    seal = await store.put(key, chunks(b"picture of ", key.encode()))
    await Preview.create(blob_id=node.blob_id, page=0, key=key, size=seal.size, blocks=seal.blocks)
    return key


async def held(store: BlobStore) -> set[str]:
    keys = store.keys()
    return {key async for key in keys}


async def papers(settings: Settings, *names: str) -> None:
    """A person with papers of these names."""
    async with own_store(settings) as store:
        person = await open_account(settings, "Inès")
        for name in names:
            await put(person, store, name, name.encode())


async def test_people_purge_and_write_while_a_backup_runs(settings: Settings, tmp_path: Path) -> None:
    """What the base of that instant counts on stays until it is copied, then goes. What came later is not mixed in."""
    folder = tmp_path / "sauvegardes"
    async with own_store(settings) as store:
        person = await open_account(settings, "Inès")
        nodes = [await put(person, store, f"{n}.txt", f"papier {n}".encode()) for n in range(3)]
        nodes.append(await put(person, store, "long.bin", LONG))
        twin = await put(person, store, "jumeau.bin", LONG)
        drawn = await preview_of(nodes[0], store)
        before = await held(store)
        await erase(twin, by=person)  # due to be erased as the backup begins: whether it is kept is all one
        await post("ines@exemple.fr", Letter("Bonjour", "Bonjour", ""))
        with paused(settings, folder, "_kept"):
            for node in nodes:
                await erase(node, by=person)
            clock.advance(timedelta(minutes=1))
            assert await erase_blobs(settings, store) == 0
            assert await held(store) >= before
            late = await put(person, store, "plus-tard.txt", b"plus tard")
        assert not await erasing_is_held()
        assert await erase_blobs(settings, store) == len(nodes) + 1
        assert await held(store) == {str(late.blob_id)}
    [(place, manifest)] = BackupFolder(folder).listed()
    assert manifest.damaged == {}
    assert {line.key for line in listed(place)} == before
    with empty_place(settings, tmp_path / "ailleurs") as other:
        restored = await restore(other, folder)
        async with own_store(other, write=False) as store:
            report = await look(store, deep=True, grace=0)
            assert (report.clean, report.blobs) == (True, len(nodes)), report
            assert drawn in await held(store)
            names = {node.name for node in await Node.filter(parent_id__not_isnull=True, discard_row_id=None)}
            assert names == {"0.txt", "1.txt", "2.txt", "long.bin"}
            assert await sending_held_since() == restored.made_at
            await run_all(other, store)
            assert await OutgoingMail.filter(fate=Fate.DUE, attempts=0).count() == 1
            assert await let_send()
            assert not await let_send()
            await run_all(other, store)
            assert await OutgoingMail.filter(fate=Fate.HANDED).count() == 1


async def test_a_backup_killed_at_any_moment_counts_for_nothing(settings: Settings, tmp_path: Path) -> None:
    folder = BackupFolder(tmp_path / "sauvegardes")
    await papers(settings, "un", "deux", "trois")
    first, manifest = await make(settings, folder.path)
    await papers(settings, "quatre", "cinq")
    clock.advance(timedelta(seconds=2))
    process = started(settings, "kill", folder.path)
    died, said = await asyncio.to_thread(process.communicate)
    assert process.returncode == 0, said
    assert int(died) >= 6
    (kept, _), (last, made) = folder.listed()
    assert kept == first
    assert Manifest.read(kept) == manifest
    assert (manifest.papers, made.papers) == (3, 5)
    for place in (kept, last):
        Manifest.read(place).check(place)
        assert all(is_whole(folder.held(line.sha256)) for line in listed(place))
    assert {path.name for path in folder.path.iterdir()} == {kept.name, last.name, "octets", "verrou"}
    assert (await try_last(settings, folder.path)).sound
    async with opened(settings):  # those of the dead end by themselves
        assert await erasing_is_held()
        clock.advance(LASTS)
        assert not await erasing_is_held()
        async with erasing_held():
            assert await ErasureHold.all().count() == 1


async def test_only_what_is_new_is_copied_and_what_nobody_counts_on_goes(settings: Settings, tmp_path: Path) -> None:
    folder = BackupFolder(tmp_path / "sauvegardes")
    async with own_store(settings) as store:
        person = await open_account(settings, "Inès")
        gone = await put(person, store, "long.bin", LONG)
        await put(person, store, "reste.txt", b"reste")
    _, first = await make(settings, folder.path)
    assert first.copied == first.size == len(LONG) + 5
    async with own_store(settings) as store:
        await erase(gone, by=person)
        assert await erase_blobs(settings, store) == 1
        await put(person, store, "nouveau.txt", b"nouveau")
    clock.advance(timedelta(seconds=2))
    kept, second = await make(settings, folder.path)
    assert (second.papers, second.size, second.copied) == (2, 12, 7)
    assert keep_last(folder.path, 2) == 0
    assert keep_last(folder.path, 1) == 1
    assert folder.whole() == [kept]
    assert sum(file.stat().st_size for file in folder.bytes.rglob("*") if file.is_file()) == 12
    for path in folder.path.rglob("*"):  # whoever reads a backup reads everything
        assert path.stat().st_mode & 0o077 == 0, path


async def test_what_is_refused_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    folder = BackupFolder(tmp_path / "sauvegardes")
    with pytest.raises(NoBackup):
        await restore(settings, folder.path)
    await papers(settings, "un")
    with folder.locked(alone=True), pytest.raises(Interrupted, match="Une autre commande"):
        await make(settings, folder.path)
    place, manifest = await make(settings, folder.path)
    with pytest.raises(Occupied, match="n'est pas vide"):
        await restore(settings, folder.path)
    with empty_place(settings, tmp_path / "ailleurs") as other:
        stranger = replace(other, data=tmp_path / "autre", storage=settings.storage_url)
        with pytest.raises(Occupied, match="n'est pas vide"):
            await restore(stranger, folder.path)
        base = place / manifest.base.name
        whole = base.read_bytes()
        base.write_bytes(whole[:-1] + b"?")
        with pytest.raises(SpoiltBackup, match="abîmée"):
            await restore(other, folder.path)
        assert not other.data.exists()
        base.write_bytes(whole)
        [line] = listed(place)
        held = folder.held(line.sha256)
        held.write_bytes(b"nu")
        with pytest.raises(SpoiltBackup, match="pas finie"):
            await restore(other, folder.path)
        with pytest.raises(CannotStart, match="restauration n'est pas finie"):  # nothing starts on half of it
            async with own_store(other):
                pass
        held.write_bytes(b"un")
        await restore(other, folder.path)  # begun again, without --replace
        async with own_store(other) as store:
            assert (await look(store, deep=True, grace=0)).clean


async def test_a_full_disk_and_a_lost_paper(settings: Settings, tmp_path: Path) -> None:
    folder = BackupFolder(tmp_path / "sauvegardes")
    async with own_store(settings) as store:
        person = await open_account(settings, "Inès")
        await put(person, store, "long.bin", LONG)
        await put(person, store, "reste.txt", b"reste")
    process = started(settings, "short", folder.path, 1_000_000)
    _, said = await asyncio.to_thread(process.communicate)
    assert process.returncode == 73, said
    assert "plus de place" in said or "n'a pas abouti" in said
    assert folder.whole() == []
    assert not folder.under_way.exists()
    async with own_store(settings) as store:
        lost = await put(person, store, "perdu.txt", b"perdu")
        await store.delete(str(lost.blob_id))
    _, manifest = await make(settings, folder.path)
    assert manifest.damaged == {str(lost.blob_id): "missing"}
    assert (await try_last(settings, folder.path)).sound  # the backup gives back all that there was
    async with own_store(settings) as store:
        with pytest.raises(BlobMissing):
            await store.stat(str(lost.blob_id))
        assert await Blob.all().count() == 3


async def test_a_hold_that_passed_its_end_is_lost(settings: Settings) -> None:
    async with opened(settings), erasing_held() as hold:
        await hold.renew()
        assert not hold.lost
        await ErasureHold.all().update(until=now())
        await hold.renew()
        assert hold.lost


def typed(*words: str) -> int:
    """What a command ends by; its refusal is written where `boite` writes it."""
    try:
        status: int = import_module(f"boite.commands.{words[0]}").run(list(words[1:]))
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return refusal.status
    return status


def test_the_commands(settings: Settings, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """In words, and in JSON for programs; a refusal is a sentence and a status."""
    asyncio.run(papers(settings, "un", "deux"))
    (settings.data / "secret").write_text("x" * 64)
    folder, there = str(tmp_path / "sauvegardes"), tmp_path / "ailleurs"
    with pytest.MonkeyPatch.context() as patch, empty_place(settings, there) as other:
        for name, value in environment(settings).items():
            patch.setenv(name, value)
        assert typed("backup", folder, "--list") == 66
        assert "Aucune sauvegarde entière" in capfd.readouterr().err
        assert typed("backup", folder, "--keep", "3") == 0
        assert "2 fichiers, 6" in capfd.readouterr().out
        assert typed("backup", folder, "--list", "--json") == 0
        [one] = json.loads(capfd.readouterr().out)
        assert one["papers"] == 2
        assert typed("backup", folder, "--try") == 0
        assert "Elle rend tout." in capfd.readouterr().out
        patch.setenv("BOITE_DATABASE", other.database)
        assert typed("restore", folder, "--to", str(there)) == 0
        assert "boite restore --release" in capfd.readouterr().out
        assert (there / "secret").read_text() == "x" * 64
        patch.setenv("BOITE_DATA", str(there))
        assert typed("fsck", "--deep") == 0
        said = capfd.readouterr().out
        assert "Aucun courriel" in said
        assert "Tout est en ordre." in said
        assert typed("restore", folder) == 3
        assert typed("restore", folder, "--replace") == 0
        assert typed("restore", "--release") == 0
        assert "Les envois reprennent." in capfd.readouterr().out


async def bases_of_trials(settings: Settings) -> list[str]:
    """Those that PostgreSQL holds for this very base; SQLite holds none."""
    if is_sqlite(settings):
        return []
    async with server_connection(settings) as connection:
        return [row["name"] for row in await connection.fetch(trial.ABANDONED)]


async def test_what_a_killed_trial_left_goes_with_the_next_one(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "sauvegardes"
    await papers(settings, "un")
    await make(settings, folder)
    process = started(settings, "trial", folder)
    _, said = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, said
    assert len(list(folder.glob(f"{trial.PLACE}*"))) == 1
    assert len(await bases_of_trials(settings)) == (not is_sqlite(settings))
    living = folder / f"{trial.PLACE}vivant"
    living.mkdir()
    with trial.held(living) as mine:  # another trial, at work in the same folder
        assert mine
        assert (await trial.try_last(settings, folder)).sound
    assert set(folder.glob(f"{trial.PLACE}*")) == {living}
    assert not await bases_of_trials(settings)

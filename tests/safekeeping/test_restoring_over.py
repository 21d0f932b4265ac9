"""What a restoration may not do to what was there, nor a backup to what it keeps."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from boite import clock
from boite.backups.folder import BackupFolder
from boite.backups.making import make
from boite.backups.manifest import FileSeal
from boite.backups.refusals import Occupied
from boite.backups.restoration import restore
from boite.commands import backup
from boite.files.store_identity import own_store
from boite.settings import Settings
from tests.people import open_account
from tests.safekeeping.elsewhere import empty_place

pytestmark = pytest.mark.anyio


async def test_who_works_there_and_the_secrets_that_were_there(settings: Settings, tmp_path: Path) -> None:
    """Whoever has the base open would go on writing, and sending, in the former one."""
    folder = BackupFolder(tmp_path / "sauvegardes")
    async with own_store(settings):
        await open_account(settings, "Inès")
    (settings.data / "secret").write_text("x" * 64)
    synced: set[Path] = set()
    fsync = os.fsync

    def noted(handle: int) -> None:
        fsync(handle)
        synced.add(Path(f"/proc/self/fd/{handle}").readlink())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", noted)
        place, _ = await make(settings, folder.path)
    written = {folder.under_way / path.relative_to(place) for path in place.rglob("*")}
    assert {path.name for path in written - synced} == {"manifeste.json"}, "that one, under its former name"
    with empty_place(settings, tmp_path / "ailleurs") as other:
        await restore(other, folder.path)
        async with own_store(other):
            with pytest.raises(Occupied, match="travaille encore"):
                await restore(other, folder.path, replace=True)
        for former in ("y", "z"):
            clock.advance(timedelta(seconds=2))
            (other.data / "secret").write_text(former * 64)
            await restore(other, folder.path, replace=True)
        assert {path.read_text()[0] for path in other.data.glob("secret*")} == set("xyz")


def test_a_manifest_names_only_what_is_in_its_backup() -> None:
    for name in ("base.sqlite3", "octets.tsv", "secrets/cle-alertes.pem", "0" * 64):
        assert FileSeal(name=name, size=0, sha256="").name == name
    for name in ("../base.sqlite3", "/etc/passwd", "secrets/..", "secrets/../../secret", "", "base\n"):
        with pytest.raises(ValueError, match="nom de fichier"):
            FileSeal(name=name, size=0, sha256="")


def test_at_least_one_backup_stays() -> None:
    assert backup.parser().parse_args(["x", "--keep", "3"]).keep == 3
    for slip in ("0", "-1", "trois"):
        with pytest.raises(SystemExit):
            backup.parser().parse_args(["x", "--keep", slip])

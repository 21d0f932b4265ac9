"""One backup, while people write.

1. A hold: from here on, no process erases bytes that a base may count on.
2. The base, by its own means, and the list of its bytes at that instant.
3. The bytes, less those that the folder has. Then the hold goes, the secrets come, and everything is on the disk.
4. The manifest, then the name that makes the backup count.

Whoever dies before the last step leaves `en-cours`, which counts for nothing and goes when the next one begins, and
bytes that the next one verifies before it relies on them. The hold of the dead ends by itself.
"""

from __future__ import annotations

import time
from importlib.metadata import version
from pathlib import Path

from boite.backups.base_copy import copy_base
from boite.backups.folder import BackupFolder, written
from boite.backups.kept_bytes import LIST, LOST, keep_all
from boite.backups.manifest import FileSeal, Manifest, private
from boite.backups.refusals import Interrupted, Occupied
from boite.bootstrap import DISTRIBUTION
from boite.clock import now
from boite.database.upgrade.migration_state import check_current
from boite.files.erasure_hold import erasing_held
from boite.files.models import StoreIdentity
from boite.files.orphan_bytes import return_known
from boite.files.store_identity import own_store
from boite.files.store_row import ONLY
from boite.settings import Settings, secret_file

STRANGER = """Ce dossier garde les sauvegardes d'un autre service. Rien n'a été changé.
{folder}
Donnez un dossier à chaque service."""
SECRETS = "secrets"


async def make(settings: Settings, path: Path) -> tuple[Path, Manifest]:
    """Make one more backup in this folder. Gives where it is, and what it says of itself.

    Raises a CannotStart: nothing of it counts then, and the former ones are as they were.
    """
    folder = BackupFolder(path)
    await check_current(settings)
    with folder.locked(alone=True):
        try:
            return await _make(settings, folder)
        except BaseException:
            folder.forget_unfinished()
            raise


async def _make(settings: Settings, folder: BackupFolder) -> tuple[Path, Manifest]:
    async with own_store(settings) as store:
        identity = (await StoreIdentity.get(id=ONLY)).identity
        former = folder.listed()[-1:]
        if former and former[0][1].identity != identity:
            raise Occupied(STRANGER.format(folder=folder.path))
        with written(folder.path):
            place = folder.begin()
        begun = time.monotonic()
        await return_known(store)  # what is aside is not copied
        async with erasing_held() as hold:
            made_at = now()
            base = await copy_base(settings, place)
            bytes_ = await keep_all(store, folder, former[0][0] if former else None, hold)
            await hold.renew()
            if hold.lost:
                raise Interrupted(LOST)
    with written(folder.path):
        secrets = _keep_secrets(settings, place)
        manifest = Manifest(
            made_at=made_at,
            seconds=round(time.monotonic() - begun, 1),
            version=version(DISTRIBUTION),
            engine=base.engine,
            migration=base.migration,
            identity=identity,
            base=FileSeal.of(place, base.name),
            bytes_list=FileSeal.of(place, LIST),
            secrets=secrets,
            papers=bytes_.papers,
            size=bytes_.size,
            copied=bytes_.copied,
            damaged=bytes_.damaged,
        )
        return folder.settle(manifest), manifest


def secret_files() -> tuple[str, ...]:
    """The names of what the folder of data holds besides the base and the papers, and that nobody could make again."""
    from boite.notifications.vapid import NAME  # here: it loads the cryptography of push

    return (secret_file.NAME, NAME)


def _keep_secrets(settings: Settings, place: Path) -> tuple[FileSeal, ...]:
    """Those that this installation has. A secret given by the environment is the operator's to keep."""
    found = [name for name in secret_files() if (settings.data / name).is_file()]
    (place / SECRETS).mkdir(mode=0o700)
    for name in found:
        with private(place / SECRETS / name, "xb") as file:
            file.write((settings.data / name).read_bytes())
    return tuple(FileSeal.of(place, f"{SECRETS}/{name}") for name in found)

"""`boite restore FOLDER`: a backup put back, here or elsewhere. What it would send waits for `--release`."""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import replace
from pathlib import Path

from boite.backups.refusals import NotWritten
from boite.backups.restoration import restore
from boite.bootstrap import say
from boite.database.upgrade.migration_state import opened_current
from boite.files.restored_past import held_words, let_send
from boite.settings import Settings
from boite.text.french import datetime_fr, size
from storage.errors import StorageUnavailable

STORE_AWAY = """Le rangement des papiers ne répond pas. La restauration n'est pas finie.
Vérifiez son disque, puis relancez : elle reprendra."""


def parser() -> argparse.ArgumentParser:
    """The options. The place is the one that the settings say, unless `--to` says another folder of data."""
    read = argparse.ArgumentParser(
        "boite restore", description="Remet une sauvegarde en place. Les envois attendent ensuite --release."
    )
    what = read.add_mutually_exclusive_group(required=True)
    what.add_argument("folder", nargs="?", type=Path, metavar="DOSSIER", help="dossier des sauvegardes")
    what.add_argument("--release", action="store_true", help="permet de nouveau les envois, après une restauration")
    read.add_argument("--backup", default="", metavar="NOM", help="une sauvegarde précise (défaut : la dernière)")
    read.add_argument("--to", type=Path, metavar="DOSSIER", help="dossier des données, à la place de BOITE_DATA")
    read.add_argument("--replace", action="store_true", help="remplace ce qui est là ; le service doit être arrêté")
    read.add_argument("--json", action="store_true", help="répond en JSON")
    return read


def run(arguments: list[str]) -> int:
    """Raises a CannotStart where the place, the backup or the machine does not allow it."""
    options = parser().parse_args(arguments)
    settings = Settings.from_environment()
    if options.to:
        settings = replace(settings, data=options.to)
    if options.release:
        return release(asyncio.run(_let_send(settings)), as_json=options.json)
    try:
        restored = restore(settings, options.folder, name=options.backup, replace=options.replace)
        manifest = asyncio.run(restored)
    except StorageUnavailable as error:
        raise NotWritten(STORE_AWAY) from error
    if options.json:
        say(json.dumps(manifest.as_json(), ensure_ascii=False))
        return 0
    say(f"Sauvegarde du {datetime_fr(manifest.made_at)} remise en place : {settings.data.absolute()}")
    say(f"{manifest.papers} fichiers, {size(manifest.size)}.")
    say(held_words(manifest.made_at))
    say("Vérifiez maintenant : boite migrate, puis boite fsck --deep")
    return 0


def release(held: bool, *, as_json: bool) -> int:
    """What was asked by `--release`, and what it changed."""
    if as_json:
        say(json.dumps({"released": held}))
    else:
        say("Les envois reprennent." if held else "Les envois n'étaient pas retenus. Rien n'a changé.")
    return 0


async def _let_send(settings: Settings) -> bool:
    async with opened_current(settings):
        return await let_send()

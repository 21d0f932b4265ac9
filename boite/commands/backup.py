"""`boite backup FOLDER`: everything, while people write; the list of what was kept; a trial of putting it back."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from pathlib import Path
from typing import Any

from boite.backups.folder import BackupFolder
from boite.backups.making import make
from boite.backups.manifest import Manifest
from boite.backups.old_backups import keep_last
from boite.backups.refusals import NotWritten
from boite.backups.trial import TrialOutcome, try_last
from boite.bootstrap import say
from boite.commands import fsck
from boite.settings import Settings
from boite.text.french import datetime_fr, plural, size
from storage.errors import StorageUnavailable

DAMAGED = 1
UNSOUND = 65  # EX_DATAERR of sysexits.h
STORE_AWAY = """Le rangement des papiers ne répond plus. Cette sauvegarde ne compte pas, celles d'avant sont entières.
Vérifiez son disque, puis relancez."""
KEPT_ELSEWHERE = "Le secret vient de BOITE_SECRET : il n'est pas dans la sauvegarde. Gardez-le à part."


def parser() -> argparse.ArgumentParser:
    """The options. Without any, it makes one more backup."""
    read = argparse.ArgumentParser(
        "boite backup", description="Sauvegarde la base, les papiers et les secrets, pendant que les gens écrivent."
    )
    read.add_argument("folder", type=Path, metavar="DOSSIER", help="dossier des sauvegardes, créé s'il n'existe pas")
    read.add_argument("--keep", type=_kept, default=0, metavar="N", help="ne garde ensuite que les N dernières")
    gestures = read.add_mutually_exclusive_group()
    gestures.add_argument("--list", action="store_true", help="dit quelles sauvegardes existent")
    gestures.add_argument("--try", action="store_true", dest="trial", help="restaure la dernière à part, et relit tout")
    read.add_argument("--backup", default="", metavar="NOM", help="avec --try : celle-ci plutôt que la dernière")
    read.add_argument("--json", action="store_true", help="répond en JSON")
    return read


def _kept(text: str) -> int:
    """How many stay: one at least. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit()) or not int(text):
        raise argparse.ArgumentTypeError("donnez un nombre entier, à partir de 1")
    return int(text)


def run(arguments: list[str]) -> int:
    """Returns 1 where the service itself has lost or spoilt papers: the backup counts, without them. 65 where a trial
    found a backup that would not give everything back. Raises a CannotStart where nothing was done.
    """
    options = parser().parse_args(arguments)
    os.umask(0o077)  # whoever reads a backup reads everything
    settings = Settings.from_environment()
    try:
        if options.list:
            return show(options.folder, as_json=options.json)
        if options.trial:
            return tell_tried(asyncio.run(try_last(settings, options.folder, name=options.backup)), options.json)
        place, manifest = asyncio.run(make(settings, options.folder))
    except StorageUnavailable as error:
        raise NotWritten(STORE_AWAY) from error
    gone = keep_last(options.folder, options.keep) if options.keep else 0
    tell_made(settings, place, manifest, gone, as_json=options.json)
    return DAMAGED if manifest.damaged else 0


def show(folder: Path, *, as_json: bool) -> int:
    """The backups that count, oldest first. Raises NoBackup."""
    kept = BackupFolder(folder)
    kept.chosen()
    found = kept.listed()
    if as_json:
        _answer([{"name": place.name, **manifest.as_json()} for place, manifest in found])
        return 0
    for place, manifest in found:
        say(f"{place.name}  {manifest.papers} fichiers, {size(manifest.size)}, version {manifest.version}")
    return 0


def tell_made(settings: Settings, place: Path, manifest: Manifest, gone: int, *, as_json: bool) -> None:
    """What was kept, what it cost, and what no backup can bring back."""
    if as_json:
        _answer({"name": place.name, "removed": gone, **manifest.as_json()})
        return
    say(f"Sauvegarde faite : {place}")
    say(f"{manifest.papers} fichiers, {size(manifest.size)}, dont {size(manifest.copied)} de nouveaux.")
    if gone:
        say(f"{plural(gone, 'ancienne sauvegarde retirée', 'anciennes sauvegardes retirées')}.")
    if settings.secret:
        say(KEPT_ELSEWHERE)
    if manifest.damaged:
        say(f"{len(manifest.damaged)} fichiers étaient déjà perdus ou abîmés dans le service : boite fsck --deep")
    say(f"Pour l'essayer : boite backup {place.parent} --try")


def tell_tried(tried: TrialOutcome, as_json: bool) -> int:
    """Whether this backup gives everything back."""
    if as_json:
        words = {name: len(getattr(tried.report, name)) for name in fsck.WORDS}
        _answer({"sound": tried.sound, "found": words, **tried.manifest.as_json()})
        return 0 if tried.sound else UNSOUND
    say(f"Sauvegarde du {datetime_fr(tried.manifest.made_at)}, restaurée à part et relue en entier.")
    fsck.tell(tried.report)
    say("Elle rend tout." if tried.sound else "Elle ne rend pas tout. Faites-en une autre dans un dossier vide.")
    return 0 if tried.sound else UNSOUND


def _answer(said: Any) -> None:
    say(json.dumps(said, ensure_ascii=False))

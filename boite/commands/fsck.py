"""`boite fsck`: do the database and the kept bytes agree? Repairs what is safe, and says what it did."""

from __future__ import annotations

import argparse
import asyncio

from boite.bootstrap import say
from boite.database import opened
from boite.files.fsck import Report, check
from boite.settings import Settings
from storage import open_store

WORDS = {
    "missing": "octets perdus",
    "wrong_size": "taille fausse",
    "corrupted": "contenu abîmé",
    "orphans": "octets sans papier",
    "lost_previews": "aperçus perdus",
}


def run(arguments: list[str]) -> int:
    """Returns 1 where papers are damaged: no program can bring their bytes back."""
    parser = argparse.ArgumentParser("boite fsck", description="Compare la base et les octets gardés.")
    parser.add_argument("--deep", action="store_true", help="relit chaque octet et vérifie son empreinte")
    parser.add_argument("--dry-run", action="store_true", help="dit seulement, sans rien réparer")
    options = parser.parse_args(arguments)
    report = asyncio.run(inspect(Settings.from_environment(), deep=options.deep, repair=not options.dry_run))
    tell(report)
    return 1 if report.damage else 0


async def inspect(settings: Settings, *, deep: bool, repair: bool) -> Report:
    """The comparison, with the connections it needs."""
    store = open_store(settings.storage_url)
    try:
        async with opened(settings):
            return await check(settings, store, deep=deep, repair=repair)
    finally:
        await store.close()


def tell(report: Report) -> None:
    """What was found, and what was done about it."""
    say(f"{report.blobs} papiers et versions vérifiés.")
    for name, words in WORDS.items():
        keys: list[str] = getattr(report, name)
        if keys:
            say(f"{words} : {len(keys)}")
            say("\n".join(f"  {key}" for key in keys))
    if report.repaired:
        say(f"Dépôts orphelins balayés : {report.orphan_uploads}. Jauges recomptées : {report.drifted_quotas}.")
    if report.clean:
        say("Tout est en ordre.")
    elif report.damage:
        say("Les papiers abîmés sont marqués : ils ne seront pas servis. Remettez-les depuis une sauvegarde.")
    elif report.repaired:
        say("Ce qui était sûr est réparé.")

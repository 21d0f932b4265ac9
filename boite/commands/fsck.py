"""`boite fsck [--deep] [--dry-run]`: compare the database and the bytes, repair what is safe, say what was done."""

from __future__ import annotations

import argparse
import asyncio
import sys

from boite.database import opened
from boite.files import fsck
from boite.settings import Settings
from storage import open_store


def run(arguments: list[str]) -> int:
    """0 where everything is well or repaired, 1 where papers are damaged, 2 where nothing was to be repaired."""
    parser = argparse.ArgumentParser(prog="boite fsck", description="Compare la base et les octets gardés.")
    parser.add_argument("--deep", action="store_true", help="relire chaque octet et vérifier son empreinte")
    parser.add_argument("--dry-run", action="store_true", help="regarder sans rien réparer")
    parser.add_argument("--grace", type=float, default=fsck.GRACE, help="secondes avant de croire un orphelin")
    options = parser.parse_args(arguments)
    report = asyncio.run(_check(options))
    sys.stdout.write("\n".join(lines(report)) + "\n")
    if report.damage:
        return 1
    return 0 if report.clean or report.repaired else 2


async def _check(options: argparse.Namespace) -> fsck.Report:
    settings = Settings.from_environment()
    store = open_store(settings.storage_url)
    try:
        async with opened(settings):
            repair = not options.dry_run
            return await fsck.check(settings, store, deep=options.deep, repair=repair, grace=options.grace)
    finally:
        await store.close()


def lines(report: fsck.Report) -> list[str]:
    """The report in French, one line by thing found."""
    done = "supprimé" if report.repaired else "à supprimer"
    again = "sera refait" if report.repaired else "à refaire"
    found = [f"papier sans octets : {key} (signalé à la personne)" for key in report.missing]
    found += [f"papier de taille fausse : {key} (signalé)" for key in report.wrong_size]
    found += [f"papier abîmé : {key} (signalé)" for key in report.corrupted]
    found += [f"octets sans papier : {key} ({done})" for key in report.orphans]
    found += [f"aperçu perdu : {key} ({again})" for key in report.lost_previews]
    if report.orphan_uploads:
        found.append(f"dépôts sans ligne : {report.orphan_uploads} (supprimés)")
    if report.drifted_quotas:
        found.append(f"jauges fausses : {report.drifted_quotas} (recalculées)")
    return [f"{report.blobs} papiers regardés.", *(found or ["Tout est en ordre."])]

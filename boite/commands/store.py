"""`boite store copy`: the bytes go from one store to another, while the service runs. Resumable."""

from __future__ import annotations

import argparse
import asyncio
import json

from boite.bootstrap import say
from boite.database.upgrade.migration_state import check_current
from boite.files.store_copy import Copied, copy_all
from boite.files.store_identity import own_store
from boite.settings import Settings
from boite.text.french import size

NOT_WHOLE, DAMAGED = 3, 1


def parser() -> argparse.ArgumentParser:
    """The options."""
    read = argparse.ArgumentParser("boite store", description="Déplace les octets d'un rangement à l'autre.")
    read.add_argument("what", choices=["copy"], help="copie ce qui manque de BOITE_STORAGE_OTHER vers BOITE_STORAGE")
    read.add_argument("--json", action="store_true", help="répond en JSON")
    return read


def run(arguments: list[str]) -> int:
    """Returns 0 once all is there, 3 where deposits are under way, 1 where bytes are damaged. Raises CannotStart."""
    options = parser().parse_args(arguments)
    done = asyncio.run(_copy(Settings.from_environment()))
    status = DAMAGED if done.damaged else NOT_WHOLE if done.uploads else 0
    if options.json:
        told = {name: getattr(done, name) for name in Copied.__slots__} | {"whole": not status}
        say(json.dumps(told))
        return status
    say(f"{done.copied} fichiers copiés et relus, {size(done.size)}. {done.seen} vus dans l'ancien rangement.")
    for key in done.damaged:
        say(f"  abîmé dans l'ancien rangement : {key}")
    if done.aside:
        say(f"{done.aside} fichiers mis de côté restent dans l'ancien rangement : ils n'ont pas de papier.")
    if done.damaged:
        say("Remettez ces papiers depuis une sauvegarde (boite fsck), puis relancez.")
    elif done.uploads:
        say(f"{done.uploads} dépôts en cours finiront dans l'ancien rangement.")
        say("Relancez plus tard : rien n'est recopié.")
    else:
        say("Tout est dans le nouveau rangement. Retirez BOITE_STORAGE_OTHER et relancez le service.")
        say("Ensuite seulement, effacez l'ancien : ce que les gens effacent n'en part plus.")
    return status


async def _copy(settings: Settings) -> Copied:
    await check_current(settings)
    async with own_store(settings) as store:
        return await copy_all(store)

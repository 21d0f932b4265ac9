"""`boite fsck`: do the database and the kept bytes agree? Looks; repairs what is safe where it is asked to."""

from __future__ import annotations

import argparse
import asyncio

from boite.bootstrap import say
from boite.database.upgrade.migration_state import check_current
from boite.files.comparing import StoreReport
from boite.files.erasure_hold import erasing_is_held
from boite.files.fsck import check, put_everything_back
from boite.files.orphan_bytes import DAYS
from boite.files.restored_past import held_words, sending_held_since
from boite.files.store_identity import own_store
from boite.settings import Settings

WORDS = {
    "missing": "octets perdus",
    "wrong_size": "taille fausse",
    "corrupted": "contenu abîmé",
    "sound": "papiers de nouveau entiers",
    "returning": "octets mis de côté, que la base connaît",
    "orphans": "octets sans papier",
    "orphan_uploads": "dépôts en cours que la base ne connaît pas",
    "lost_previews": "aperçus perdus",
}
DAMAGED, REFUSED = 1, 3


def parser() -> argparse.ArgumentParser:
    """The options. Without any, it looks."""
    read = argparse.ArgumentParser("boite fsck", description="Compare la base et les octets gardés. Ne change rien.")
    read.add_argument("--deep", action="store_true", help="relit chaque octet et vérifie son empreinte")
    gestures = read.add_mutually_exclusive_group()
    gestures.add_argument("--repair", action="store_true", help="répare ce qui est sûr ; met de côté, n'efface rien")
    gestures.add_argument("--put-back", action="store_true", help="remet à leur place tous les octets mis de côté")
    gestures.add_argument("--dry-run", action="store_true", help="regarde seulement, comme sans option")
    read.add_argument("--up-to", type=int, default=0, metavar="N", help="accepte de mettre de côté ce nombre lu ici")
    read.add_argument("--adopt", action="store_true", help="dit que cette base et ce rangement vont ensemble")
    return read


def run(arguments: list[str]) -> int:
    """Returns 1 where papers are damaged: no program can bring their bytes back. 3 where it would not repair.

    Raises CannotStart where the base is of another release, or the store of another base.
    """
    options = parser().parse_args(arguments)
    return asyncio.run(inspect(Settings.from_environment(), options))


async def inspect(settings: Settings, options: argparse.Namespace) -> int:
    """The comparison, what was asked about it, and what is said of both."""
    await check_current(settings)
    acts = options.repair or options.put_back
    async with own_store(settings, write=acts, adopt=options.adopt) as store:
        if options.repair and await erasing_is_held():
            say("Une sauvegarde est en cours. Attendez qu'elle finisse, puis réparez.")
            return REFUSED
        if options.put_back:
            say(f"Octets remis à leur place : {await put_everything_back(store)}.")
        report = await check(settings, store, deep=options.deep, repair=options.repair, up_to=options.up_to)
        if since := await sending_held_since():
            say(held_words(since))
    tell(report, asked=options.repair)
    if options.repair and not report.repaired:
        return REFUSED
    return DAMAGED if report.damage else 0


def tell(report: StoreReport, *, asked: bool = False) -> None:
    """What was found, and what was done about it; `asked` where a repair was."""
    say(f"{report.blobs} papiers et versions vérifiés. Le rangement garde {report.held} fichiers, aperçus compris.")
    for name, words in WORDS.items():
        if keys := getattr(report, name):
            say(f"{words} : {len(keys)}")
            say("\n".join(f"  {getattr(key, 'name', key)}" for key in keys))
    if report.drifted_quotas:
        say(f"jauges fausses : {report.drifted_quotas}")
    if report.clean and (report.repaired or not report.sound):
        say("Tout est en ordre.")
    elif report.repaired:
        _tell_repaired(report)
    else:
        _tell_seen(report, asked)


def _tell_repaired(report: StoreReport) -> None:
    if report.orphans or report.orphan_uploads:
        say(f"Les octets sans papier sont mis de côté pour {DAYS} jours, dans « perdus ». Rien n'est effacé.")
        say("La bonne base est remise ? Relancez --repair : ses octets reprennent leur place.")
    if report.damage:
        say("Les papiers abîmés sont marqués : ils ne seront pas servis. Remettez-les depuis une sauvegarde.")
    say("Ce qui était sûr est réparé.")


def _tell_seen(report: StoreReport, asked: bool) -> None:
    if report.suspect:
        say("C'est trop pour de simples restes d'un arrêt brutal. Rien n'a été changé.")
        if report.blind:
            say("Cette base ne connaît aucun papier, et le rangement en garde. Est-ce la bonne base ?")
        say("La base vient d'une sauvegarde ? Elle ne connaît pas les dépôts faits depuis. Remettez la plus récente.")
        say(f"Vous avez vérifié, et voulez continuer ? Lancez : boite fsck --repair --up-to {report.most}")
    elif not asked:
        say("Rien n'a été changé. Pour réparer ce qui est sûr : boite fsck --repair")

"""`boite user`: create a person from the command line, say what somebody is, or mend their account.

By identifier only: nothing of what they keep is shown, and each gesture is in their journal.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from boite.accounts.credentials import propose_passphrase
from boite.accounts.models import AccountRole, User
from boite.administration import bulk, people
from boite.administration.people import AccountState
from boite.administration.posts import Posts, appoint, check
from boite.bootstrap import say
from boite.boxes.creation import open_account
from boite.database.upgrade.migration_state import opened_current
from boite.errors import Invalid, Refusal
from boite.settings import Settings
from boite.text.french import plural, size


def run(arguments: list[str]) -> int:
    """Returns 1 where nobody has that handle, or where a structure or a territory does not exist."""
    parser = argparse.ArgumentParser("boite user", description="Crée une personne, ou dit ce qu'elle est.")
    parser.add_argument("handle", nargs="?", help="identifiant de quelqu'un qui existe (lavande-428)")
    parser.add_argument("--name", default="", help="prénom, pour une nouvelle personne")
    parser.add_argument("--role", type=AccountRole, choices=people.ROLES, metavar="|".join(people.ROLES))
    parser.add_argument("--structure", action="append", default=[], metavar="ADRESSE", help="elle en tient la fiche")
    parser.add_argument("--territory", action="append", default=[], metavar="CODE", help="elle le coordonne")
    several = parser.add_argument_group("pour plusieurs comptes neufs")
    several.add_argument(
        "--import", type=Path, dest="table", metavar="TABLEAU", help="un tableau CSV, un compte par ligne"
    )
    several.add_argument("--slips", type=Path, metavar="FICHIER", help="où écrire les plis à imprimer, un par page")
    several.add_argument("--dry-run", action="store_true", help="lit le tableau, dit ce qui ne va pas, ne crée rien")
    mending = parser.add_argument_group("pour quelqu'un qui existe")
    mending.add_argument("--close-sessions", action="store_true", help="déconnecte tous ses appareils")
    mending.add_argument("--unlock", action="store_true", help="oublie les essais ratés : elle peut réessayer")
    mending.add_argument("--disable", metavar="MOTIF", help="suspend son compte : elle lit ce motif en se connectant")
    mending.add_argument("--enable", action="store_true", help="rouvre son compte")
    mending.add_argument("--new-passphrase", action="store_true", help="nouvelle phrase secrète, à mettre sous pli")
    mending.add_argument("--quota", type=room, metavar="PLACE", help="place de sa boîte : 2Go, 500Mo")
    mending.add_argument("--json", action="store_true", help="dit l'état du compte à un programme")
    options = parser.parse_args(arguments)
    gestures = (options.close_sessions, options.unlock, options.quota, options.enable, options.new_passphrase)
    if not options.handle and (any(gestures) or options.disable is not None or options.json):
        parser.error("donnez l'identifiant de la personne.")
    if options.enable and options.disable is not None:
        parser.error("suspendre ou rouvrir : choisissez.")
    if options.table:
        if options.handle or not (options.slips or options.dry_run):
            parser.error("avec --import, donnez --slips FICHIER, ou --dry-run, et aucun identifiant.")
        return asyncio.run(import_table(Settings.from_environment(), options.table, options.slips, dry=options.dry_run))
    posts = Posts(role=options.role, structures=options.structure, territories=options.territory)
    try:
        asyncio.run(_run(Settings.from_environment(), options, posts))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


def room(text: str) -> int:
    """Bytes: « 2Go », « 500 Mo », « 2000000000 ». Raises ArgumentTypeError."""
    try:
        return people.read_room(text)
    except Invalid as refusal:
        raise argparse.ArgumentTypeError(refusal.message) from None


async def _run(settings: Settings, options: argparse.Namespace, posts: Posts) -> None:
    async with opened_current(settings):
        if not options.handle:
            await create(settings, options.name, posts)
            return
        if posts != Posts():  # without a word of what they are, they stay it
            await change(options.handle, posts, quiet=options.json)
        await mend(await people.somebody(options.handle), options, settings)


async def import_table(settings: Settings, table: Path, slips: Path | None, *, dry: bool) -> int:
    """Every account of this table, or none: the refusals of each line are said. Returns 1 where there is one."""
    try:
        content = await asyncio.to_thread(table.read_bytes)
        async with opened_current(settings):
            newcomers, refused = await bulk.read(content, settings)
            for each in refused:
                sys.stderr.write(f"ligne {each.number} : {each.why}\n")
            if refused:
                count = plural(len(refused), "ligne refusée", "lignes refusées")
                sys.stderr.write(f"{count} : aucun compte n'est créé.\n")
                return 1
            if dry or slips is None:
                count = plural(len(newcomers), "compte peut être créé", "comptes peuvent être créés")
                say(f"Essai seulement : {count}.")
                return 0
            handles = await bulk.create(newcomers, slips, settings)
    except OSError as error:
        sys.stderr.write(f"{table} : ce fichier ne se lit pas ({error.strerror}).\n")
        return 1
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    say("\n".join(handles))
    count = plural(len(handles), "compte créé", "comptes créés")
    say(f"{count}. Imprimez {slips}, mettez sous pli, puis effacez ce fichier.")
    return 0


async def mend(user: User, options: argparse.Namespace, settings: Settings) -> None:
    """The gestures asked for, then how the account is."""
    if options.quota:
        await people.set_quota(user, options.quota)
    if options.unlock:
        await people.unlock(user, settings)
    if options.close_sessions:
        await people.close_sessions(user)
    if options.disable is not None:
        await people.disable(user, options.disable)
    if options.enable:
        await people.enable(user, settings)
    passphrase = await people.give_passphrase(user, settings) if options.new_passphrase else ""
    if passphrase and not options.json:
        say_sealed(user, passphrase)
    tell(await people.state(user), as_json=options.json, passphrase=passphrase)


def tell(found: AccountState, *, as_json: bool, passphrase: str = "") -> None:
    """The state of an account: nothing of what it keeps. The passphrase only where it was just drawn."""
    if as_json:
        data = {"handle": found.handle, "role": found.role, "quota_bytes": found.quota, "used_bytes": found.used}
        data |= {"sessions": found.sessions, "closing": found.closing, "disabled": found.disabled_at is not None}
        say(json.dumps(data | ({"passphrase": passphrase} if passphrase else {}), ensure_ascii=False))
        return
    closing = ", fermeture demandée" if found.closing else ""
    closing += f", suspendu ({found.disabled_why or 'sans motif'})" if found.disabled_at else ""
    filled = f"{size(found.used)} sur {size(found.quota)}"
    say(f"{found.handle} : {people.ROLES[found.role]}, {filled}, {plural(found.sessions, 'appareil')}{closing}")


async def create(settings: Settings, name: str, posts: Posts) -> None:
    """Somebody new, whose passphrase is shown this once. Raises Invalid."""
    role, passphrase = posts.role_of(AccountRole.PERSON), propose_passphrase()
    await check(posts)
    user = await open_account(passphrase, quota=settings.quota_bytes, first_name=name, role=role)
    await appoint(user, posts)
    say_sealed(user, passphrase)


def say_sealed(user: User, passphrase: str) -> None:
    """What goes in an envelope, and nowhere else."""
    say(f"Identifiant : {user.handle}\nPhrase secrète : {passphrase}\nElle ne sera plus montrée.")


async def change(handle: str, posts: Posts, *, quiet: bool = False) -> None:
    """Give somebody a role, structures whose sheets they keep, territories that they coordinate. Raises Refusal."""
    user = await people.somebody(handle)
    role = await appoint(user, posts)
    if not quiet:
        say("\n".join([f"{user.handle} : {role}", *(f"  {post}" for post in (*posts.structures, *posts.territories))]))

"""`boite user`: create a person from the command line, say what somebody is, or mend their account.

By identifier only: nothing of what they keep is shown, and each gesture is in their journal.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from boite.accounts.credentials import normal_handle, propose_passphrase
from boite.accounts.models import PROFESSIONALS, AccountRole, User
from boite.administration import people
from boite.administration.people import AccountState
from boite.bootstrap import say
from boite.boxes.creation import open_account
from boite.database.upgrade.migration_state import opened_current
from boite.directory.keepers import keepers
from boite.directory.models import Structure, Territory
from boite.settings import Settings
from boite.text.french import plural, size

ROLES = [role for role in AccountRole if role != AccountRole.GROUP]
"""What somebody may be: the account of a group is nobody's."""


UNITS = {"": 1, "o": 1, "ko": 10**3, "mo": 10**6, "go": 10**9, "to": 10**12}
LEAST, MOST = 10**6, 10**13
"""Bytes of a box, as `BOITE_QUOTA_BYTES` has them."""


class CommandRefused(Exception):
    """What was asked makes no sense: the French sentence says why. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """What somebody becomes: a role, and what it is exercised on."""

    role: AccountRole | None = None
    structures: Sequence[str] = ()
    territories: Sequence[str] = ()

    def role_of(self, former: AccountRole) -> AccountRole:
        """The role asked for, else the one that these posts need. Raises Refused where they do not go together."""
        kept = former if former in PROFESSIONALS else AccountRole.PROFESSIONAL
        implied = AccountRole.COORDINATOR if self.territories else kept if self.structures else AccountRole.PERSON
        role = self.role or implied
        if self.territories and role != AccountRole.COORDINATOR:
            raise CommandRefused("Un territoire se donne à un coordinateur : --role coordinator.")
        if self.structures and role not in PROFESSIONALS:
            raise CommandRefused("Une structure se donne à un professionnel : --role professional.")
        return role


def run(arguments: list[str]) -> int:
    """Returns 1 where nobody has that handle, or where a structure or a territory does not exist."""
    parser = argparse.ArgumentParser("boite user", description="Crée une personne, ou dit ce qu'elle est.")
    parser.add_argument("handle", nargs="?", help="identifiant de quelqu'un qui existe (lavande-428)")
    parser.add_argument("--name", default="", help="prénom, pour une nouvelle personne")
    parser.add_argument("--role", type=AccountRole, choices=ROLES, metavar="|".join(ROLES))
    parser.add_argument("--structure", action="append", default=[], metavar="ADRESSE", help="elle en tient la fiche")
    parser.add_argument("--territory", action="append", default=[], metavar="CODE", help="elle le coordonne")
    mending = parser.add_argument_group("pour quelqu'un qui existe")
    mending.add_argument("--close-sessions", action="store_true", help="déconnecte tous ses appareils")
    mending.add_argument("--unlock", action="store_true", help="oublie les essais ratés : elle peut réessayer")
    mending.add_argument("--quota", type=room, metavar="PLACE", help="place de sa boîte : 2Go, 500Mo")
    mending.add_argument("--json", action="store_true", help="dit l'état du compte à un programme")
    options = parser.parse_args(arguments)
    if not options.handle and (options.close_sessions or options.unlock or options.quota or options.json):
        parser.error("donnez l'identifiant de la personne.")
    posts = Posts(role=options.role, structures=options.structure, territories=options.territory)
    try:
        asyncio.run(_run(Settings.from_environment(), options, posts))
    except CommandRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


def room(text: str) -> int:
    """Bytes: « 2Go », « 500 Mo », « 2000000000 ». Raises ArgumentTypeError."""
    found = re.fullmatch(r"([0-9]{1,14})\s*([kmgt]?o)?", text.strip().lower())
    quota = int(found[1]) * UNITS[found[2] or ""] if found else 0
    if not LEAST <= quota <= MOST:
        raise argparse.ArgumentTypeError("écrivez par exemple 2Go ou 500Mo, de 1Mo à 10To")
    return quota


async def _run(settings: Settings, options: argparse.Namespace, posts: Posts) -> None:
    async with opened_current(settings):
        if not options.handle:
            await create(settings, options.name, posts)
            return
        if posts != Posts():  # without a word of what they are, they stay it
            await change(options.handle, posts, quiet=options.json)
        await mend(await somebody(options.handle), options, settings)


async def mend(user: User, options: argparse.Namespace, settings: Settings) -> None:
    """The gestures asked for, then how the account is."""
    if options.quota:
        await people.set_quota(user, options.quota)
    if options.unlock:
        await people.unlock(user, settings)
    if options.close_sessions:
        await people.close_sessions(user)
    tell(await people.state(user), as_json=options.json)


def tell(found: AccountState, *, as_json: bool) -> None:
    """The state of an account: nothing of what it keeps."""
    if as_json:
        data = {"handle": found.handle, "role": found.role, "quota_bytes": found.quota, "used_bytes": found.used}
        say(json.dumps(data | {"sessions": found.sessions, "closing": found.closing}))
        return
    closing = ", fermeture demandée" if found.closing else ""
    filled = f"{size(found.used)} sur {size(found.quota)}"
    say(f"{found.handle} : {people.ROLES[found.role]}, {filled}, {plural(found.sessions, 'appareil')}{closing}")


async def somebody(handle: str) -> User:
    """Whoever has this identifier. Raises CommandRefused."""
    user = await User.get_or_none(handle=normal_handle(handle)[: keepers.HANDLE])
    if user is None or user.role == AccountRole.GROUP:
        raise CommandRefused(f"Personne n'a l'identifiant « {handle} ».")
    return user


async def create(settings: Settings, name: str, posts: Posts) -> None:
    """Somebody new, whose passphrase is shown this once. Raises Refused."""
    role, passphrase = posts.role_of(AccountRole.PERSON), propose_passphrase()
    await _known(posts)
    user = await open_account(passphrase, quota=settings.quota_bytes, first_name=name, role=role)
    await _give(user, posts)
    say(f"Identifiant : {user.handle}\nPhrase secrète : {passphrase}\nElle ne sera plus montrée.")


async def change(handle: str, posts: Posts, *, quiet: bool = False) -> None:
    """Give somebody a role, structures whose sheets they keep, territories that they coordinate. Raises Refused."""
    user = await somebody(handle)
    role = posts.role_of(user.role)
    await _known(posts)
    await people.set_role(user, role)
    await _give(user, posts)
    if quiet:
        return
    say("\n".join([f"{user.handle} : {role}", *(f"  {post}" for post in (*posts.structures, *posts.territories))]))


async def _known(posts: Posts) -> None:
    """Raises Refused for the first structure or territory that does not exist, before anything is written."""
    for slug in posts.structures:
        if not await Structure.exists(slug=slug):
            raise CommandRefused(f"Aucune structure n'a l'adresse « {slug} ». C'est la fin de l'adresse de sa page.")
    for code in posts.territories:
        if not await Territory.exists(code=code):
            known = ", ".join(await Territory.all().order_by("code").values_list("code", flat=True)) or "aucun"  # type: ignore[arg-type]  # codes are texts
            raise CommandRefused(f"Aucun territoire n'a le code « {code} ». Les codes : {known}.")


async def _give(user: User, posts: Posts) -> None:
    for slug in posts.structures:
        await keepers.add(await Structure.get(slug=slug), user.handle, by=None)
    for code in posts.territories:
        await keepers.coordinate(user, await Territory.get(code=code))

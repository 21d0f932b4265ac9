"""`boite user`: create a person from the command line, or say what somebody is: role, structures, territories."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from boite.accounts.credentials import normal_handle, propose_passphrase
from boite.accounts.models import PROFESSIONALS, AccountRole, User
from boite.bootstrap import say
from boite.boxes.creation import open_account
from boite.database.upgrade.migration_state import opened_current
from boite.directory.keepers import keepers
from boite.directory.models import Structure, Territory
from boite.settings import Settings

ROLES = [role for role in AccountRole if role != AccountRole.GROUP]
"""What somebody may be: the account of a group is nobody's."""


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
    options = parser.parse_args(arguments)
    posts = Posts(role=options.role, structures=options.structure, territories=options.territory)
    try:
        asyncio.run(_run(Settings.from_environment(), options.handle, options.name, posts))
    except CommandRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


async def _run(settings: Settings, handle: str | None, name: str, posts: Posts) -> None:
    async with opened_current(settings):
        if handle:
            await change(handle, posts)
        else:
            await create(settings, name, posts)


async def create(settings: Settings, name: str, posts: Posts) -> None:
    """Somebody new, whose passphrase is shown this once. Raises Refused."""
    role, passphrase = posts.role_of(AccountRole.PERSON), propose_passphrase()
    await _known(posts)
    user = await open_account(passphrase, quota=settings.quota_bytes, first_name=name, role=role)
    await _give(user, posts)
    say(f"Identifiant : {user.handle}\nPhrase secrète : {passphrase}\nElle ne sera plus montrée.")


async def change(handle: str, posts: Posts) -> None:
    """Give somebody a role, structures whose sheets they keep, territories that they coordinate. Raises Refused."""
    user = await User.get_or_none(handle=normal_handle(handle)[: keepers.HANDLE])
    if user is None or user.role == AccountRole.GROUP:
        raise CommandRefused(f"Personne n'a l'identifiant « {handle} ».")
    role = posts.role_of(user.role)
    await _known(posts)
    await User.filter(id=user.id).update(role=role)
    await _give(user, posts)
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

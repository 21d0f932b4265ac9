"""`boite user`: create a person from the command line, or give somebody a role."""

from __future__ import annotations

import argparse
import asyncio
import sys

from boite.accounts.models import Role, User
from boite.accounts.secrets import normal_handle, propose_passphrase
from boite.bootstrap import say
from boite.boxes.opening import open_account
from boite.database import opened
from boite.settings import Settings


def run(arguments: list[str]) -> int:
    """Returns 1 where nobody has that handle."""
    parser = argparse.ArgumentParser("boite user", description="Crée une personne, ou change son rôle.")
    parser.add_argument("handle", nargs="?", help="identifiant de quelqu'un qui existe (lavande-428)")
    parser.add_argument("--name", default="", help="prénom, pour une nouvelle personne")
    parser.add_argument("--role", type=Role, choices=list(Role), default=Role.PERSON, metavar="|".join(Role))
    options = parser.parse_args(arguments)
    settings = Settings.from_environment()
    if options.handle:
        return asyncio.run(change_role(settings, options.handle, options.role))
    return asyncio.run(create(settings, options.name, options.role))


async def create(settings: Settings, name: str, role: Role) -> int:
    """Somebody new, whose passphrase is shown this once."""
    passphrase = propose_passphrase()
    async with opened(settings):
        user = await open_account(passphrase, quota=settings.quota_bytes, first_name=name, role=role)
    say(f"Identifiant : {user.handle}\nPhrase secrète : {passphrase}\nElle ne sera plus montrée.")
    return 0


async def change_role(settings: Settings, handle: str, role: Role) -> int:
    """Give somebody a role."""
    async with opened(settings):
        if not await User.filter(handle=normal_handle(handle)).update(role=role):
            sys.stderr.write(f"Personne n'a l'identifiant « {handle} ».\n")
            return 1
    say(f"{handle} : {role}")
    return 0

"""Opening a group's space: created on first use, once, even when several people ask at the same time."""

from __future__ import annotations

from secrets import token_hex

from boite.accounts.models import AccountRole, User
from boite.database.connection import fetch, on_sqlite, transaction
from boite.directory.models import REGION, Territory
from boite.files.deposit import open_space
from boite.groups import journal_kinds as kinds
from boite.groups.models import Group
from boite.journal.record import record

NO_SECRET = ""
"""The account of a group has no passphrase: nothing that is typed can match."""


async def open_group(territory: Territory, *, quota: int, by: User | None = None) -> Group:
    """The group of a territory, its account and its space of `quota` bytes. Idempotent."""
    return await Group.get_or_none(territory_id=territory.code) or await _open(territory, quota, by)


async def _open(territory: Territory, quota: int, by: User | None) -> Group:
    async with transaction():
        if not on_sqlite():  # SQLite's transactions are exclusive
            await fetch("SELECT code FROM directory_territory WHERE code = ? FOR UPDATE", territory.code)
        found = await Group.get_or_none(territory_id=territory.code)
        if found is not None:
            return found
        name = name_of(territory.code, territory.name)
        account = await User.create(
            handle=f"groupe-{token_hex(8)}", secret_hash=NO_SECRET, role=AccountRole.GROUP, first_name=name[:80]
        )
        await open_space(account.id, quota, root=name)
        await record(kinds.GroupOpened(name=name), owner=account.id, by=by.id if by else None)
        return await Group.create(territory_id=territory.code, account_id=account.id)


def name_of(code: str, name: str) -> str:
    """« Groupe Orléans », « Groupe régional »: also the name of the top of its space."""
    return "Groupe régional" if code == REGION else f"Groupe {name}"

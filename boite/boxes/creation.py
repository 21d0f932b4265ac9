"""Opening an account: a handle given by the service, a passphrase, an empty box."""

from __future__ import annotations

from tortoise.exceptions import IntegrityError

from boite.accounts.credentials import hash_passphrase, propose_handle
from boite.accounts.journal_kinds import AccountOpened
from boite.accounts.models import AccountRole, User
from boite.database.connection import transaction
from boite.errors import Conflict
from boite.files.deposit import open_space
from boite.journal.record import record

DRAWS = 20


async def open_account(
    passphrase: str,
    *,
    quota: int,
    first_name: str = "",
    role: AccountRole = AccountRole.PERSON,
    language: str = "",
    alone: bool = False,
) -> User:
    """A new person with an empty box, opened `alone` or not. Handles are drawn until one is free. Raises Conflict if
    none is.
    """
    digest = await hash_passphrase(passphrase)
    for _ in range(DRAWS):
        try:
            return await open_under(propose_handle(), digest, quota, first_name, role, language, alone=alone)
        except IntegrityError:
            continue
    raise Conflict("Aucun identifiant libre pour l'instant. Recommencez.")


async def open_under(
    handle: str,
    digest: str,
    quota: int,
    first_name: str,
    role: AccountRole,
    language: str = "",
    *,
    alone: bool = False,
) -> User:
    """The same under a handle that the caller chose. Raises IntegrityError where somebody has it."""
    async with transaction():
        user = await User.create(
            handle=handle, secret_hash=digest, first_name=first_name[:80], role=role, language=language
        )
        await open_space(user.id, quota)
        await record(AccountOpened(alone=alone), owner=user.id, by=user.id)
    return user

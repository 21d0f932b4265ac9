"""People of the tests: true accounts, whose passphrase is known and whose digest is computed once."""

from __future__ import annotations

from unittest.mock import patch

from boite.accounts.credentials import hash_passphrase
from boite.accounts.models import AccountRole, User
from boite.boxes import creation
from boite.settings import Settings

PASSPHRASE = "soleil bateau cerise papier"
_digests: list[str] = []


async def open_account(settings: Settings, first_name: str = "Inès", role: AccountRole = AccountRole.PERSON) -> User:
    """A new person with an empty box, whose passphrase is `PASSPHRASE`."""
    if not _digests:
        _digests.append(await hash_passphrase(PASSPHRASE))
    with patch.object(creation, "hash_passphrase", _known):
        return await creation.open_account(PASSPHRASE, quota=settings.quota_bytes, first_name=first_name, role=role)


async def _known(passphrase: str) -> str:
    """argon2 takes a tenth of a second: once is enough for a whole run."""
    assert passphrase == PASSPHRASE
    return _digests[0]
